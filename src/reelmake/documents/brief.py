"""A brief for an episode, as people write it in ``story/<episode>.brief.yaml``."""

from __future__ import annotations

import re
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from reelmake.documents.canon_facts import folded
from reelmake.documents.project import Config

Tone = Literal["wry", "tense", "tender", "bleak", "bright"]
Move = Literal["ask", "tell", "hide", "offer", "leave", "find", "wait", "work", "own", "mend"]
Sentence = Annotated[str, Field(min_length=1, max_length=300)]
Phrase = Annotated[str, Field(min_length=1, max_length=80)]
MOVES: tuple[Move, ...] = ("ask", "tell", "hide", "offer", "leave", "find", "wait", "work", "own", "mend")

_STRUCTURE = re.compile(r"\[\[|\]\]|/\*|\*/|[\x00-\x08\x0a-\x1f]")
_ARTICLE = re.compile(r"^(?:the|a|an|his|her|their|my|your|our)\s", re.IGNORECASE)


class RequiredLine(Config):
    """A line that somebody must say."""

    who: Phrase = Field(description="Who says it: an id or a name of the canon")
    line: Sentence = Field(description="The exact words")


class Beat(Config):
    """One thing that happens, in one scene."""

    what: Sentence = Field(description="What happens, in one sentence")
    move: Move | None = Field(
        default=None,
        description="What the first of `who` does to the second: ask, tell, hide, offer, leave, find, wait, work, own "
        "(confess), mend; empty: derived from the verbs of `what`",
    )
    who: tuple[Phrase, ...] = Field(
        default=(),
        max_length=4,
        description="Who is present; the first wants something from the second; empty: the cast",
    )
    where: str = Field(
        default="", max_length=200, description="The location, by id or name; empty: the writer's choice"
    )
    when: str = Field(
        default="", max_length=40, description="The heading's time of day: NIGHT; empty: the writer's choice"
    )
    about: str = Field(
        default="", max_length=80, description="What they talk about, with its article: the subtitles, Monday"
    )
    thing: str = Field(
        default="", max_length=40, description="An object they handle, singular and without article: gas bill"
    )
    fact: str = Field(
        default="", max_length=300, description="What is revealed, in the words somebody would use to say it"
    )
    turn: str = Field(
        default="", max_length=300, description="What is seen at the turning point, as a sentence of action"
    )
    say: tuple[RequiredLine, ...] = Field(default=(), max_length=12, description="Lines that must be said, in order")
    canon: tuple[Sentence, ...] = Field(
        default=(), max_length=12, description="Statements for the canon gate: INES takes UMBRELLA"
    )

    @field_validator("thing")
    @classmethod
    def _bare(cls, value: str) -> str:
        if found := _ARTICLE.match(value):
            raise PydanticCustomError(
                "article", 'write it without "{word}", as in: gas bill', {"word": found[0].strip()}
            )
        return value


class Brief(Config):
    """Everything in ``story/<episode>.brief.yaml``."""

    title: str = Field(default="", max_length=200, description="The episode's title; empty: derived from the logline")
    logline: Sentence = Field(description="What the episode is about, in one sentence")
    cast: tuple[Phrase, ...] = Field(
        json_schema_extra={"minItems": 1}, max_length=12, description="Who is in it: ids or names of the canon"
    )
    tone: tuple[Tone, ...] = Field(default=("wry",), max_length=3, description="How it feels, the strongest first")
    seconds: int = Field(default=90, ge=15, le=1800, description="Intended length of the episode in seconds")
    motif: str = Field(default="", max_length=40, description="An object that recurs through the episode; no article")
    beats: tuple[Beat, ...] = Field(
        json_schema_extra={"minItems": 1}, max_length=40, description="What happens, in order: a scene for each"
    )
    must: tuple[Sentence, ...] = Field(
        default=(), max_length=20, description="Words the script must contain; `NAME: words` makes NAME say them"
    )
    must_not: tuple[Phrase, ...] = Field(
        default=(), max_length=40, description="Words the script must not contain, in any case"
    )
    take: int = Field(
        default=1,
        ge=1,
        le=9999,
        description="Increase it to have the episode written again; `reelmake write --refresh` does",
    )

    @field_validator("cast", "beats")
    @classmethod
    def _somebody_and_something(cls, value: tuple[object, ...]) -> tuple[object, ...]:
        # With a length limit on the type, pydantic would also report an empty list when its only item is invalid.
        if not value:
            raise PydanticCustomError("empty", "there has to be at least one")
        return value

    @model_validator(mode="after")
    def _can_be_written(self) -> Self:
        """Refuse what no writer could fulfil: markup in a text, or a text that must_not forbids."""
        for path, text in _texts(self):
            if found := _STRUCTURE.search(text):
                raise PydanticCustomError(
                    "structure", "{sign} has no place in a brief", {"sign": repr(found[0]), "path": path}
                )
            for index, banned in enumerate(self.must_not):
                if path[0] != "must_not" and path[-1] not in _UNSPOKEN and has_words(text, banned):
                    raise PydanticCustomError(
                        "brief_contradicts",
                        'must_not forbids "{banned}", and {path_text} asks for it',
                        {"banned": banned, "path_text": ".".join(map(str, path)), "path": ("must_not", index)},
                    )
        return self


_UNSPOKEN = ("logline", "what", "canon")


def has_words(text: str, words: str) -> bool:
    """Say whether ``text`` contains ``words`` as whole words, ignoring case and spacing."""
    return re.search(rf"(?<!\w){re.escape(folded(words))}(?!\w)", folded(text)) is not None


def _texts(brief: Brief) -> list[tuple[tuple[str | int, ...], str]]:
    """Return every text of a brief that may get into a script, with its path."""
    found: list[tuple[tuple[str | int, ...], str]] = [
        (("title",), brief.title),
        (("logline",), brief.logline),
        (("motif",), brief.motif),
        *((("must", index), text) for index, text in enumerate(brief.must)),
        *((("must_not", index), text) for index, text in enumerate(brief.must_not)),
    ]
    for number, beat in enumerate(brief.beats):
        for key in ("what", "where", "when", "about", "thing", "fact", "turn"):
            found.append((("beats", number, key), getattr(beat, key)))
        found += [(("beats", number, "say", index, "line"), said.line) for index, said in enumerate(beat.say)]
        found += [(("beats", number, "canon"), text) for text in beat.canon]
    return found
