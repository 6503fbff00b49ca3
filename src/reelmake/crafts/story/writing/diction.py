"""How each character speaks, from their description in the canon."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from reelmake.documents.canon_facts import CanonCharacter
from reelmake.kernel.digest import digest

Habit = Literal["formal", "clipped", "warm", "asking", "plain"]

_SIGNS: Mapping[Habit, str] = MappingProxyType(
    {
        "formal": "formal owner owns doctor professor judge officer polite correct precise lawyer clerk teacher priest "
        "inspector manager educated upright punctual captain",
        "clipped": "terse clipped silent gruff shy sailor soldier tired blunt dry curt laconic raises slow mechanic",
        "warm": "warm kind tender grandmother neighbour gentle talkative cook host soft motherly generous laughs",
        "asking": "asks curious question new young quick apprentice student child detective reporter nosy",
    }
)

_OPENINGS = (
    (re.compile(r"^(?:It's|It is|That's) (?=(?:a|an|the|not|only|better|your|what|how|called)\b)"), ""),
    (re.compile(r"^I've got "), "Got "),
    (re.compile(r"^I'm (?=not\b|listening\b|thinking\b|always\b|standing\b)"), ""),
    (re.compile(r"^There's (?=always|time|nobody|no\b)"), ""),
    (re.compile(r"^Well, "), ""),
    (re.compile(r"^You've got "), "Got "),
    (re.compile(r"^I don't know\. "), "Don't know. "),
)
_FULL = (
    (re.compile(r"\b([Ii])'m\b"), r"\1 am"),
    (re.compile(r"\b(You|you|We|we|They|they)'re\b"), r"\1 are"),
    (re.compile(r"\b(I|You|you|We|we|They|they|should|could|would)'ve\b"), r"\1 have"),
    (re.compile(r"\b(I|You|you|We|we|They|they|It|it|There|there|Nobody)'ll\b"), r"\1 will"),
    (
        re.compile(
            r"\b(It|it|There|there|That|that|What|what|Who|who|Where|where|Nobody)'s\b(?! (?:been|gone|left|got))"
        ),
        r"\1 is",
    ),
    (re.compile(r"\b(C|c)an't\b"), r"\1annot"),
    (re.compile(r"\b(W|w)on't\b"), r"\1ill not"),
    (
        re.compile(
            r"\b(do|does|did|is|are|was|were|have|had|would|could|should|Do|Does|Did)n't\b(?! (?:you|I|we|they))"
        ),
        r"\1 not",
    ),
    (re.compile(r"\bI'd\b(?= (?:have|lose|be|only|rather|say|look))"), "I would"),
)


@dataclass(frozen=True)
class Diction:
    """A way of speaking."""

    habit: Habit

    def spoken(self, line: str) -> str:
        """Return a line of the bank in this diction."""
        if self.habit == "formal":
            for pattern, full in _FULL:
                line = pattern.sub(full, line)
        if self.habit == "clipped" and not line.endswith("?"):
            for pattern, short in _OPENINGS:
                cut = pattern.sub(short, line, count=1)
                if cut != line and len(cut.split()) > 1:
                    return cut[0].upper() + cut[1:]
        return line

    def cost(self, lines: tuple[str, ...]) -> int:
        """Return how badly lines fit this diction: long lines for the clipped, statements for the asking."""
        words = sum(len(line.split()) for line in lines)
        count = max(1, len(lines))
        match self.habit:
            case "clipped":
                return words // count // 4
            case "asking":
                return 2 - min(2, sum(line.endswith("?") for line in lines))
            case "formal" | "warm":
                return 0 if words >= 6 * count else 1
            case _:
                return 0


def diction_of(key: str, character: CanonCharacter) -> Diction:
    """Return a character's diction: by words of the canon's description and voice, else by a digest of the id."""
    described = " ".join((character.description, *character.voice.values())).casefold()
    words = set(re.findall(r"[a-z]+", described))
    scores = {habit: len(words & set(signs.split())) for habit, signs in _SIGNS.items()}
    best = max(scores.values())
    if best:
        return Diction(next(habit for habit, score in scores.items() if score == best))
    habits: tuple[Habit, ...] = ("formal", "clipped", "warm", "asking", "plain")
    return Diction(habits[int(digest(("diction", 1, key))[:8], 16) % len(habits)])
