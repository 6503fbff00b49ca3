"""Words in capitals in an action line: a sound, or a thing that gets its own shot."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from reelmake.crafts.shots.english import DETERMINERS, DIRECTIONS, PERSONS, SOUNDS

_TOKEN = re.compile(r"[^\W_][\w'’-]*")

_REACH = 3
"""How many words may stand between an article and the thing: the old, rusted BRASS KEY."""


@dataclass(frozen=True)
class Capitals:
    """A run of words in capitals."""

    words: tuple[str, ...]
    start: int
    after_article: bool
    """Whether an article or the like stands before it: ``the old, rusted BRASS KEY``."""
    introduces: bool
    """Whether an age or a bracket follows, as in the introduction of a person: ``MAEVE (40)``, ``MAEVE, 40``."""


def capital_runs(text: str) -> tuple[Capitals, ...]:
    """Return the runs of capitals in a text; none when the whole text is in capitals."""
    if not any(char.islower() for char in text):
        return ()
    tokens = list(_TOKEN.finditer(text))
    runs: list[Capitals] = []
    index = 0
    while index < len(tokens):
        end = index
        while end < len(tokens) and _capital(tokens[end][0]) and (end == index or _joined(text, tokens, end)):
            end += 1
        if end > index:
            runs.append(_run(text, tokens, index, end))
        index = max(end, index + 1)
    return tuple(runs)


def is_sound(run: Capitals) -> bool:
    """Say whether a run of capitals is a sound: ``THUNDER``, ``DOOR SLAMS``."""
    return any(word.casefold() in SOUNDS for word in run.words)


def sound_name(run: Capitals) -> str:
    """Return the name of the sound: ``door slams``."""
    return " ".join(run.words[-3:]).lower()


def is_thing(run: Capitals, is_character: Callable[[str], bool]) -> bool:
    """Say whether a run of capitals names a thing to show, not a person."""
    lowered = [word.casefold() for word in run.words]
    if not run.after_article or run.introduces or is_sound(run):
        return False
    if PERSONS & set(lowered) or DIRECTIONS & set(lowered):
        return False
    return not is_character(" ".join(run.words)) and not any(is_character(word) for word in run.words)


def _capital(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def _joined(text: str, tokens: list[re.Match[str]], index: int) -> bool:
    return text[tokens[index - 1].end() : tokens[index].start()].strip() == ""


def _run(text: str, tokens: list[re.Match[str]], first: int, end: int) -> Capitals:
    before = tokens[max(0, first - _REACH - 1) : first]
    led = False
    for token in reversed(before):
        led = led or token[0].casefold() in DETERMINERS
        if re.search(r"[.!?;:]", text[token.end() : tokens[first].start()]):
            led = False
            break
        if led:
            break
    words = tuple(token[0] for token in tokens[first:end])
    if words[0].casefold() in DETERMINERS and len(words) > 1:
        words, led = words[1:], True
    rest = text[tokens[end - 1].end() :].lstrip()
    introduces = rest.startswith("(") or re.match(r",\s*\d", rest) is not None
    return Capitals(words, tokens[first].start(), led, introduces)
