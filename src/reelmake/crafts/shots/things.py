"""The things and sounds an action paragraph asks for."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from reelmake.crafts.shots.capitals import capital_runs, is_sound, is_thing, sound_name
from reelmake.crafts.shots.english import NOT_HANDLED, PHRASE_ENDS
from reelmake.documents.script import DirectionKind, Element

_HANDLED = re.compile(
    r"\b(?:picks up|holds up|holds out|holds|pulls out|takes out|produces|unfolds|unwraps|examines|reads|lifts|"
    r"puts down|sets down|lays down|opens)\s+(?:a|an|the|his|her|their|its|one)\s+(?P<thing>[^\W\d_][\w'’ -]*)",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^(?:a|an|the|his|her|their|its)\s+", re.IGNORECASE)
_MOST = 2
_LONGEST = 60
_FEW_WORDS = 6


@dataclass(frozen=True)
class Things:
    """The props and sounds of an action, and whether it shows nothing but one prop."""

    props: tuple[str, ...] = ()
    sounds: tuple[str, ...] = ()
    only_the_thing: bool = False


def things_in(action: Element, is_character: Callable[[str], bool]) -> Things:
    """Return the props and sounds of one action paragraph."""
    text = action.words
    runs = capital_runs(text)
    sounds = tuple(dict.fromkeys(sound_name(run) for run in runs if is_sound(run)))
    close_on = [direction for direction in action.directions if direction.kind is DirectionKind.CLOSE_ON]
    if close_on:
        thing = _name(close_on[0].words)
        if thing and not is_character(thing):
            return Things((thing,), sounds, only_the_thing=True)
        return Things((), sounds)
    capitals = [run for run in runs if is_thing(run, is_character)]
    found = [(run.start, " ".join(run.words).lower()) for run in capitals]
    if not found:
        found = [
            (match.start(), thing)
            for match in _HANDLED.finditer(text)
            if (thing := _handled(match["thing"], is_character))
        ]
    props = tuple(dict.fromkeys(name[:_LONGEST] for _, name in sorted(found)))[:_MOST]
    only = len(capitals) == 1 and len(props) == 1 and _is_all(text, props[0])
    return Things(props, sounds, only_the_thing=only)


def _is_all(text: str, prop: str) -> bool:
    """Say whether the text is one short sentence that only says where a thing is: On the table, a BRASS KEY."""
    spare = len(text.split()) - len(prop.split())
    return spare <= _FEW_WORDS and re.search(r"[.!?…]\s+\S", text) is None


def _name(text: str) -> str:
    return _ARTICLE.sub("", " ".join(text.split())).lower()[:_LONGEST].strip(" -–—:,")


def _handled(text: str, is_character: Callable[[str], bool]) -> str:
    """Return the noun phrase at the beginning of ``text``: sheet of paper, white cane; empty where there is none."""
    kept: list[str] = []
    for word in text.split()[:4]:
        if word.casefold() in PHRASE_ENDS:
            break
        kept.append(word)
    if kept and kept[-1].casefold() == "of":
        kept.pop()
    if not kept or len(kept) > 3 or kept[-1].casefold() in NOT_HANDLED or any(is_character(word) for word in kept):
        return ""
    return " ".join(kept).lower()
