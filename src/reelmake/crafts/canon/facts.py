"""The facts at one moment of the story, by key; a new fact replaces the one with its key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from reelmake.documents.world import Known, StandingFact

Key = tuple[str, str, str]


@dataclass(frozen=True)
class Facts:
    """All facts at one moment; immutable."""

    facts: Mapping[Key, StandingFact] = field(default_factory=dict)

    @classmethod
    def of(cls, facts: Iterable[StandingFact]) -> Facts:
        """Return the state made of the given facts."""
        return cls({fact.key: fact for fact in facts})

    def find(self, kind: Known, subject: str, other: str = "") -> StandingFact | None:
        """Return the fact of a kind about a subject, if there is one."""
        found = self.facts.get(StandingFact(kind=kind, subject=subject, object=other).key)
        return found if found is not None and found.kind is kind else None

    def all(self, kind: Known) -> list[StandingFact]:
        """Return every fact of a kind."""
        return [fact for fact in self.facts.values() if fact.kind is kind]

    def having(self, fact: StandingFact) -> Facts:
        """Return the state with a fact added."""
        return Facts({**self.facts, fact.key: fact})

    def without(self, key: Key) -> Facts:
        """Return the state without a fact."""
        return Facts({known: fact for known, fact in self.facts.items() if known != key})

    def by(self, minute: int | None) -> Facts:
        """Return the facts that certainly held at a minute of story time; none if the minute is unknown."""
        if minute is None:
            return Facts()
        return Facts({key: fact for key, fact in self.facts.items() if fact.last is not None and fact.last <= minute})

    def sorted(self) -> tuple[StandingFact, ...]:
        """Return the facts in the order in which documents store them."""
        return tuple(self.facts[key] for key in sorted(self.facts))
