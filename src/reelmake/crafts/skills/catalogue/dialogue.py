"""Dialogue: how each character speaks, where they deviate from it, and who speaks alike."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

from reelmake.crafts.skills.contract import Skill, SkillInput, SkillReading
from reelmake.crafts.skills.script_pages import advice, by_speaker, found, line_of, table, word_set, words
from reelmake.documents.skill import Tier
from reelmake.documents.spoken import SpokenPart
from reelmake.documents.verdict import Finding

_SHORT = re.compile(r"\b(?:\w+n't|(?:i|you|we|they|he|she|it|that|there)'(?:m|re|s|ve|ll|d))\b")
_FULL = re.compile(
    r"\b(?:do|does|did|is|are|was|were|have|has|will|would|can|could|should) not\b"
    r"|\b(?:i am|you are|we are|they are|it is|i will|i have|cannot)\b"
)
_ENOUGH = 8
_MONOLOGUE = 70
_ALIKE = 96
"""Hundredths of the cosine from which two voices count as alike."""
_COMMON = tuple(
    sorted(
        word_set(
            "the a and or but i you he she it we they me my your of to in on at for with not no yes so if that "
            "this is are was be have has do did what who why how when where there here just then well all one"
        )
    )
)


def read(material: SkillInput) -> SkillReading:
    """Return measures of each character's speech, and findings for deviations, repetitions and similar voices."""
    voices = by_speaker(material.script)
    rows = [(who, *_measures(parts)) for who, parts in voices.items()]
    findings = [item for parts in voices.values() for item in (*_repeats(parts), *_monologues(parts))]
    if not material.unread:
        findings += [item for parts in voices.values() for item in _slips(parts)]
        findings += _alike(voices)
    columns = ("character", "speeches", "words each", "questions %", "contractions %", "different words %")
    return SkillReading(findings, (table("voices", columns, rows),))


def _measures(parts: Sequence[SpokenPart]) -> tuple[int, ...]:
    said = [word for part in parts for word in words(part.text)]
    asks = sum("?" in part.text for part in parts)
    short, full = _forms(parts)
    return (
        len(parts),
        len(said) // len(parts),
        asks * 100 // len(parts),
        short * 100 // (short + full) if short + full else 0,
        len(set(said)) * 100 // len(said) if said else 0,
    )


def _forms(parts: Sequence[SpokenPart]) -> tuple[int, int]:
    texts = [part.text.replace("’", "'").casefold() for part in parts]
    return sum(len(_SHORT.findall(text)) for text in texts), sum(len(_FULL.findall(text)) for text in texts)


def _slips(parts: Sequence[SpokenPart]) -> Iterator[Finding]:
    """Find full forms of somebody who usually contracts, and contractions of somebody who usually does not."""
    short, full = _forms(parts)
    if short + full < _ENOUGH:
        return
    rare = _FULL if full * 10 <= short else _SHORT if short * 10 <= full else None
    for part in parts if rare else ():
        hit = rare.search(part.text.replace("’", "'").casefold()) if rare else None
        if hit:
            usual = "contracts" if rare is _FULL else "speaks in full"
            what = f"{part.speaker} usually {usual} ({short} to {full}) but says {hit[0]!r} here"
            yield found("voice_slip", "LOW", part.scene, line_of(part), what, "keep it if it is for emphasis")


def _repeats(parts: Sequence[SpokenPart]) -> Iterator[Finding]:
    seen: dict[str, SpokenPart] = {}
    for part in parts:
        said = words(part.text)
        key = " ".join(said)
        if len(said) >= 4 and key in seen:
            what = f"{part.speaker} says the same words as on line {line_of(seen[key])}"
            yield found("said_twice", "LOW", part.scene, line_of(part), what, "keep it if it is an intended echo")
        seen.setdefault(key, part)


def _monologues(parts: Sequence[SpokenPart]) -> Iterator[Finding]:
    for part in parts:
        count = len(words(part.text))
        if count > _MONOLOGUE:
            what = f"{part.speaker} speaks {count} words without a pause"
            yield found(
                "monologue",
                "LOW",
                part.scene,
                line_of(part),
                what,
                "interrupt it with a (beat), an action or an answer",
            )


def _alike(voices: dict[str, list[SpokenPart]]) -> Iterator[Finding]:
    """Find pairs of characters with similar frequencies of small words, which characterise a voice."""
    profiles = {who: _profile(parts) for who, parts in voices.items() if len(parts) >= _ENOUGH}
    for (one, first), (other, second) in combinations(profiles.items(), 2):
        likeness = _cosine(first, second)
        if likeness >= _ALIKE:
            part = voices[other][0]
            what = f"{part.speaker} and {voices[one][0].speaker} use small words alike ({likeness} of 100)"
            repair = "give one of them a habit: shorter sentences, questions, a typical word"
            yield found("voices_alike", "MEDIUM", part.scene, line_of(part), what, repair)


def _profile(parts: Sequence[SpokenPart]) -> list[int]:
    counts = Counter(word for part in parts for word in words(part.text))
    return [counts[word] for word in _COMMON]


def _cosine(first: Sequence[int], second: Sequence[int]) -> int:
    """Return the cosine of two counts in hundredths, rounded down, in integer arithmetic."""
    from math import isqrt

    dot = sum(a * b for a, b in zip(first, second, strict=True))
    norm = sum(a * a for a in first) * sum(b * b for b in second)
    return isqrt(dot * dot * 10_000 // norm) if norm else 0


SKILL = Skill(
    advice("dialogue", "How each character speaks, where one slips, and who sounds like whom", Tier.JUDGMENT),
    read,
    "Say which lines could not be this character's, by how they speak elsewhere.",
)
