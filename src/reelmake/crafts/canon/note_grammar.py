"""The grammar of canon notes: ``[[canon: LEON dies; INES learns letters]]``. Its table is also the reference."""

from __future__ import annotations

import re
import typing
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

from reelmake.documents.canon_facts import Kinship

CANON_KEY = "canon"
"""The key of the notes that make statements."""
_BETWEEN = re.compile(r";(?=\s|$)|\n")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_SHAPES = {
    "age": r"[0-9]{1,6}",
    "when": r"day\s+-?[0-9]{1,6}(?:\s+(?:[01][0-9]|2[0-3]):[0-5][0-9])?",
    "kinship": "|".join(typing.get_args(Kinship)),
    "id": r"[a-z0-9][a-z0-9_-]*",
    "feature": r"[a-z0-9][a-z0-9_-]*",
}
_LONGEST = 300
_ANYTHING = r"\S(?:.*?\S)?"


class Verb(StrEnum):
    """What a statement declares."""

    NEW_CHARACTER = "new character"
    NEW_LOCATION = "new location"
    NEW_PROP = "new prop"
    ALIAS = "alias"
    TIME = "time"
    FLASHBACK = "flashback"
    DREAM = "dream"
    EVENT = "event"
    THREAD = "thread"
    THREAD_CLOSED = "thread closed"
    HERE_IS = "here is"
    HERE = "is here"
    GHOST = "is a ghost"
    RECORDING = "is a recording"
    DISGUISE = "is in disguise"
    CALLED = "is called"
    AT = "is at"
    PARTED = "is no longer"
    RELATED = "is … of"
    DESTROYED = "is destroyed"
    AGE = "is"
    DIES = "dies"
    GIVES = "gives"
    TAKES = "takes"
    HAS = "has"
    LEAVES = "leaves"
    LEARNS = "learns"
    KNOWS = "knows"
    TELLS = "tells"
    LOOK = "look"
    VOICE = "voice"
    DOES = "does"


@dataclass(frozen=True)
class Form:
    """One form of a statement, and its meaning."""

    verb: Verb
    form: str
    meaning: str


@dataclass(frozen=True)
class Statement:
    """One statement of a note: its verb, and the words at the form's placeholders."""

    verb: Verb
    words: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, place: str) -> str:
        return self.words.get(place, "")


FORMS: tuple[Form, ...] = (
    Form(Verb.NEW_CHARACTER, "new character {name}, {age}", "a new character, and their age"),
    Form(Verb.NEW_CHARACTER, "new character {name}", "a new character, also for later episodes"),
    Form(Verb.NEW_LOCATION, "new location {name}", "a new location, also for later episodes"),
    Form(Verb.NEW_PROP, "new prop {name}", "a new prop, of which there is one"),
    Form(Verb.ALIAS, "alias {name} = {who}", "in this script, the name means this character"),
    Form(Verb.TIME, "time {when}", "the time of the scene: `day 3` or `day 3 14:30`"),
    Form(Verb.FLASHBACK, "flashback {when}", "the scene is in the past, at that time"),
    Form(Verb.FLASHBACK, "flashback", "the scene is in the past: the dead live, and nothing changes the present"),
    Form(Verb.DREAM, "dream", "the scene is a dream: only names and places are checked"),
    Form(Verb.EVENT, "event {id}", "this event of the canon happens here"),
    Form(Verb.THREAD_CLOSED, "thread {id} is closed", "the open question is answered"),
    Form(Verb.THREAD, "thread {id}: {text}", "an open question, carried to later episodes"),
    Form(
        Verb.HERE_IS,
        "{who} here is {other}",
        "in this scene the first is really the second: a twin, an impostor, a disguise",
    ),
    Form(Verb.HERE, "{who} is here", "in the scene in person, without a line"),
    Form(Verb.GHOST, "{who} is a ghost", "in this scene: dead, but present"),
    Form(Verb.RECORDING, "{who} is a recording", "in this scene: on a tape, in a letter, on film"),
    Form(Verb.DISGUISE, "{who} is in disguise", "in this scene, locked looks and voices may differ"),
    Form(Verb.CALLED, "{who} is called {name}", "this is their name"),
    Form(Verb.AT, "{who} is at {place}", "they are there at the time of this scene"),
    Form(Verb.PARTED, "{who} is no longer {kinship} of {other}", "the relationship ends here"),
    Form(Verb.RELATED, "{who} is {kinship} of {other}", "what the first is to the second"),
    Form(Verb.DESTROYED, "{thing} is destroyed", "the prop or location no longer exists"),
    Form(Verb.AGE, "{who} is {age}", "their age in years"),
    Form(Verb.DIES, "{who} dies", "from this line on they are dead"),
    Form(Verb.GIVES, "{who} gives {prop} to {other}", "the prop changes hands"),
    Form(Verb.TAKES, "{who} takes {prop}", "from its place, or from somebody in the scene"),
    Form(Verb.HAS, "{who} has {prop}", "they carry it"),
    Form(Verb.LEAVES, "{who} leaves {prop} at {place}", "it stays at that location"),
    Form(Verb.LEAVES, "{who} leaves {prop}", "it stays at the scene's location"),
    Form(Verb.TELLS, "{who} tells {id} to {other}", "the other learns the secret"),
    Form(Verb.LEARNS, "{who} learns {id}", "from this line on they know the secret"),
    Form(Verb.KNOWS, "{who} knows {id}", "they say or do something that needs the secret"),
    Form(Verb.LOOK, "{thing} look {feature} = {value}", "how a character or a location looks"),
    Form(Verb.VOICE, "{who} voice {feature} = {value}", "how a character sounds"),
    Form(Verb.DOES, "{who} does {act}", "an act that a rule of the world may forbid"),
)


def statements_in(value: str) -> Iterator[tuple[int, str]]:
    """Yield each statement in the value of a canon note, with the number of line ends before it."""
    position = 0
    for piece in [*_BETWEEN.finditer(value), None]:
        end = piece.start() if piece else len(value)
        text = value[position:end]
        if text.strip():
            begins = position + len(text) - len(text.lstrip())
            yield value.count("\n", 0, begins), " ".join(text.split())
        position = piece.end() if piece else end


def parse(statement: str) -> Statement | None:
    """Return a parsed statement; None if it has none of the forms."""
    if len(statement) > _LONGEST:
        return None
    for verb, pattern in _patterns():
        if found := pattern.fullmatch(statement):
            return Statement(verb, {name: value for name, value in found.groupdict().items() if value})
    return None


def reference() -> str:
    """Return the table of all forms, for the documentation."""
    rows = [f"| `{_PLACEHOLDER.sub(_shown, form.form)}` | {form.meaning} |" for form in FORMS]
    return "\n".join(["| statement | meaning |", "| --- | --- |", *rows])


@cache
def _patterns() -> tuple[tuple[Verb, re.Pattern[str]], ...]:
    return tuple((form.verb, re.compile(_pattern(form.form), re.IGNORECASE)) for form in FORMS)


def _pattern(form: str) -> str:
    pieces: list[str] = []
    position = 0
    for place in _PLACEHOLDER.finditer(form):
        pieces += [_literal(form[position : place.start()]), f"(?P<{place[1]}>{_SHAPES.get(place[1], _ANYTHING)})"]
        position = place.end()
    return "".join([*pieces, _literal(form[position:])])


def _literal(text: str) -> str:
    return re.sub(r"(?:\\ )*([=,:])(?:\\ )*", r"\\s*\1\\s*", re.escape(text)).replace(r"\ ", r"\s+")


def _shown(place: re.Match[str]) -> str:
    return {"id": "ID", "when": "day 3 14:30", "age": "61", "kinship": "parent"}.get(place[1], place[1].upper())
