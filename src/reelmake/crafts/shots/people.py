"""The people of an episode: the speakers, and where an action line names them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from reelmake.documents.script import ElementKind, Scene, Script

_UNSEEN = re.compile(
    r"v\.?\s*o\.?|o\.?\s*s\.?|o\.?\s*c\.?|off|voice[- ]?over|off[- ]?(?:screen|camera)|filtered|"
    r"(?:on|over|through|via)\s+(?:the\s+)?(?:phone|radio|tv|television|intercom|speaker|tannoy).*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Person:
    """A character: two are equal when their ids are, whatever name a cue used."""

    id: str
    name: str = field(compare=False)


@dataclass(frozen=True)
class Mention:
    """A character named in an action line; ``arrives`` when the line brings them into the scene."""

    person: Person
    arrives: bool


@dataclass(frozen=True)
class People:
    """Every speaker of an episode, by each case-folded name in a cue."""

    by_name: dict[str, Person]

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        names = sorted(self.by_name, key=lambda name: (-len(name), name))
        spelled = "|".join(_bounded(name) for name in names)
        return re.compile(spelled, re.IGNORECASE) if spelled else None

    def is_character(self, words: str) -> bool:
        """Say whether these words are a character's name or one word of it: MARTA for MARTA VOSS."""
        folded = words.casefold()
        return any(folded == name or folded in name.split() for name in self.by_name)

    def mentions(self, text: str) -> Iterator[Mention]:
        """Yield the characters named in an action line, in order."""
        if self._pattern is None:
            return
        for match in self._pattern.finditer(text):
            person = self.by_name.get(match[0].casefold())
            if person is None or not _is_a_name(match[0]):
                continue
            opens = text[: match.start()].rstrip(" \"“'‘(")
            yield Mention(person, arrives=match[0].isupper() or not opens or opens[-1] in ".!?:;,…—–")


def people_of(script: Script) -> People:
    """Return everybody who has a cue in the script."""
    by_id: dict[str, Person] = {}
    by_name: dict[str, Person] = {}
    for scene in script.scenes:
        for element in scene.elements:
            if element.kind is ElementKind.DIALOGUE and element.speaker_id and element.speaker:
                person = by_id.setdefault(element.speaker_id, Person(element.speaker_id, element.speaker))
                by_name.setdefault(element.speaker.casefold(), person)
    return People(by_name)


def is_unseen(extensions: tuple[str, ...]) -> bool:
    """Say whether a cue's extensions keep its speaker off screen: V.O., O.S., ON PHONE."""
    return any(_UNSEEN.fullmatch(extension.strip(" ()")) for extension in extensions)


def scene_cast(scene: Scene, people: People) -> tuple[Person, ...]:
    """Return who is seen in a scene, in order of arrival: those who speak on screen or arrive in an action line."""
    cast: dict[str, Person] = {}
    for element in scene.elements:
        if element.kind is ElementKind.DIALOGUE and element.speaker_id and not is_unseen(element.extensions):
            cast.setdefault(element.speaker_id, Person(element.speaker_id, element.speaker))
        elif element.kind is ElementKind.ACTION:
            for mention in people.mentions(element.words):
                if mention.arrives:
                    cast.setdefault(mention.person.id, mention.person)
    return tuple(cast.values())


def _bounded(name: str) -> str:
    # CJK, Hebrew and Arabic have no capitals and write names without spaces around them, or with prefixes attached.
    spelled = re.escape(name)
    return rf"(?<!\w){spelled}(?!\w)(?!['’]s\b)" if name.upper() != name.lower() else spelled


def _is_a_name(written: str) -> bool:
    """Say whether a match is written as a name: ROSE or Rose, but not rose."""
    return written[:1].upper() == written[:1]
