"""A scene's people, place and things, and how they fill the placeholders of a cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from reelmake.crafts.story.writing.bank import Cell
from reelmake.crafts.story.writing.cell_deck import Deck
from reelmake.crafts.story.writing.diction import Diction, diction_of
from reelmake.crafts.story.writing.episode_plan import setting_of
from reelmake.crafts.story.writing.wording import details, listed, shown_name, with_article
from reelmake.documents.brief import has_words
from reelmake.documents.context_pack import ContextPack
from reelmake.documents.writing import ScenePlan
from reelmake.kernel.digest import digest


@dataclass
class EpisodeMemory:
    """What later scenes need to know of earlier ones: people met, things planted, lines said."""

    deck: Deck
    spoken: set[str]
    met: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)
    planted: dict[str, tuple[str, str]] = field(default_factory=dict)
    echoed_here: bool = False


class SceneContext:
    """A planned scene with the values of a cell's placeholders."""

    def __init__(self, pack: ContextPack, plan: ScenePlan, motif: str, memory: EpisodeMemory) -> None:
        self.pack, self.plan, self.motif, self.memory = pack, plan, motif, memory
        self.beat = pack.brief.beats[plan.number - 1]
        self.people = tuple(key for key in (plan.wants, plan.holds, *plan.others) if key)
        self.roles = dict(zip("ABC", self.people, strict=False))
        self.place = details(pack.canon.locations[plan.where].description)
        self.inside = setting_of(pack.canon, plan.where) == "INT"

    def seed(self, what: str) -> str:
        """Return the seed for a choice. It depends on this beat only, not on changes to others."""
        return digest(("scene", 1, self.pack.episode, self.pack.brief.take, self.beat.model_dump(mode="json"), what))

    def unseen_details(self) -> list[str]:
        fresh = [detail for detail in self.place if detail not in self.memory.seen]
        return fresh if len(fresh) > 1 else list(self.place)

    def has_room_for(self, cell: Cell) -> bool:
        return not ({"in", "out"} & cell.words) or ("in" if self.inside else "out") in cell.words

    def clean(self, text: str) -> bool:
        return not any(has_words(text, banned) for banned in self.pack.brief.must_not)

    def worded(self, text: str, role: str, roles: dict[str, str]) -> str:
        filled = self.filled(text, roles)
        return self.diction(roles[role]).spoken(filled) if role else filled

    def filled(self, text: str, roles: dict[str, str], *, consume: bool = False) -> str:
        one, two = [*self.unseen_details()[:2], "", ""][:2]
        if consume and any(slot in text for slot in ("{one}", "{One}")):
            self.memory.seen.update({one, two} if "{two}" in text or "{Two}" in text else {one})
        people = self.introduction(consume=consume) if "{people}" in text else ""
        thing = self.beat.thing
        values: dict[str, Callable[[], str]] = {
            "{thing}": lambda: thing,
            "{a_thing}": lambda: with_article(thing.upper()) if thing else "",
            "{a_Thing}": lambda: with_article(thing.upper(), capital=True) if thing else "",
            "{about}": lambda: self.beat.about,
            "{the_motif}": lambda: f"the {self.motif}",
            "{The_motif}": lambda: f"The {self.motif}",
            "{one}": lambda: one,
            "{One}": lambda: one[:1].upper() + one[1:],
            "{two}": lambda: two,
            "{Two}": lambda: two[:1].upper() + two[1:],
            "{people}": lambda: people,
            **{f"{{{role}}}": lambda key=key: self.shown(key) for role, key in roles.items()},  # type: ignore[misc]
        }
        for slot, value in values.items():
            if slot in text:
                text = text.replace(slot, value())
        return " ".join(text.split())

    def introduction(self, *, consume: bool = False) -> str:
        """Return who is there; people not met before get their name, age and one detail."""
        people = [self._met(key) for key in self.people]
        if consume:
            self.memory.met.update(self.people)
        return f"{listed(people)}."

    def _met(self, key: str) -> str:
        if key in self.memory.met:
            return self.shown(key)
        character = self.pack.canon.characters[key]
        age = f", {character.age}" if character.age is not None else ""
        seen = next(iter((*character.look.values(), *details(character.description))), "")
        return f"{character.name.upper()}{age}" + (f", {seen}" if seen else "")

    def shown(self, key: str) -> str:
        return shown_name(self.pack.canon.characters[key].name)

    def diction(self, key: str) -> Diction:
        return diction_of(key, self.pack.canon.characters[key])

    def how(self) -> str:
        ways = {"tender": "quiet", "tense": "low", "wry": "light", "bleak": "flat", "bright": "smiling"}
        return ways[self.pack.brief.tone[0]] if self.pack.brief.tone else ""
