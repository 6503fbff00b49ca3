"""What stands at a moment of the story: facts by key, each replaced by the next of its key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from reelmake.documents.world import Known, StandingFact

Key = tuple[str, str, str]


@dataclass(frozen=True)
class Standing:
    """All that is known to be so; never changed, only succeeded."""

    facts: Mapping[Key, StandingFact] = field(default_factory=dict)

    @classmethod
    def of(cls, facts: Iterable[StandingFact]) -> Standing:
        """Return what the given facts make stand."""
        return cls({fact.key: fact for fact in facts})

    def find(self, kind: Known, subject: str, other: str = "") -> StandingFact | None:
        """Return the one fact of a kind about a subject."""
        found = self.facts.get(StandingFact(kind=kind, subject=subject, object=other).key)
        return found if found is not None and found.kind is kind else None

    def all(self, kind: Known) -> list[StandingFact]:
        """Return every fact of a kind."""
        return [fact for fact in self.facts.values() if fact.kind is kind]

    def having(self, fact: StandingFact) -> Standing:
        """Return what stands when this fact does."""
        return Standing({**self.facts, fact.key: fact})

    def without(self, key: Key) -> Standing:
        """Return what stands when that fact no longer does."""
        return Standing({known: fact for known, fact in self.facts.items() if known != key})

    def by(self, minute: int | None) -> Standing:
        """Return what certainly stood at a minute of story time; nothing, where that is not known."""
        if minute is None:
            return Standing()
        return Standing(
            {key: fact for key, fact in self.facts.items() if fact.last is not None and fact.last <= minute}
        )

    def sorted(self) -> tuple[StandingFact, ...]:
        """Return the facts in the one order documents write them."""
        return tuple(self.facts[key] for key in sorted(self.facts))
