"""The text an engine is given for a line: its words, and marks for pauses and tone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from reelmake.crafts.voice.spoken_forms import read_aloud
from reelmake.documents.canon import Canon

_PAUSES = ".,;:!?"
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("’‘ʼ`´", "'"),
        **dict.fromkeys('“”„«»"', " "),
        **dict.fromkeys("()[]{}", " , "),
        "؟": "?",
        "،": ",",
        "№": "No. ",
        "½": " 1/2",
        "⅓": " 1/3",
        "⅔": " 2/3",
        "¼": " 1/4",
        "¾": " 3/4",
    }
)


@dataclass(frozen=True)
class Wording:
    """A line as an engine can say it."""

    spoken: str
    left_out: str
    """Letters and digits of writing systems that the engine does not read."""

    @property
    def is_speakable(self) -> bool:
        return any(char.isalpha() for char in self.spoken)


def pronunciations_for(canon: Canon, speaker_id: str) -> dict[str, str]:
    """Return the pronunciations for a speaker: everybody's, overridden by the speaker's own."""
    table = dict(canon.pronunciations)
    for character_id in sorted(canon.characters, reverse=True):
        table.update(canon.characters[character_id].pronunciation)
    if speaker_id in canon.characters:
        table.update(canon.characters[speaker_id].pronunciation)
    return table


def wording(text: str, pronunciations: Mapping[str, str], *, language: str, scripts: tuple[str, ...]) -> Wording:
    """Return the wording of ``text``. Numbers and abbreviations are spelled out in English only."""
    text = _pronounced(_flat(text), pronunciations)
    text = re.sub(r"\s*(?:\.{2,}|…|—|–(?![0-9])|--+|\s-\s)+\s*", _pause, text)
    if language == "en":
        text = read_aloud(text)
    kept, left_out = _readable(text, scripts)
    return Wording(_tidy(kept), left_out)


def _pronounced(text: str, table: Mapping[str, str]) -> str:
    """Replace whole words, longest first, in any case."""
    spellings = {_flat(word).casefold(): spoken for word, spoken in sorted(table.items()) if word}
    if not spellings:
        return text
    longest_first = sorted(spellings, key=lambda word: (-len(word), word))
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)", re.IGNORECASE)
    return pattern.sub(lambda match: spellings.get(match[0].casefold(), match[0]), text)


def _flat(text: str) -> str:
    """Return text with normalised letters, plain apostrophes, and brackets as pauses."""
    return unicodedata.normalize("NFKC", text.translate(_PLAIN)).translate(_PLAIN)


def _pause(match: re.Match[str]) -> str:
    """Return a comma, or the end of a sentence if the next word begins one or nothing follows."""
    following = match.string[match.end() : match.end() + 1]
    trails_off = "." in match[0] or "…" in match[0]
    return ". " if not following or (trails_off and following.isupper()) else ", "


def _readable(text: str, scripts: tuple[str, ...]) -> tuple[str, str]:
    kept: list[str] = []
    left_out: list[str] = []
    for index, char in enumerate(text):
        category = unicodedata.category(char)
        if category[0] in "LN":
            known = char in "0123456789" or unicodedata.name(char, "").startswith(scripts)
            (kept if known else left_out).append(char)
            if not known:
                kept.append(" ")
        elif category[0] == "M":
            if kept and kept[-1].isalpha():
                kept.append(char)
        elif char in _PAUSES or char == "'" or (char == "-" and _joins_words(text, index)):
            kept.append(char)
        elif unicodedata.name(char, "").endswith("FULL STOP"):
            kept.append(".")
        else:
            kept.append(" ")
    return "".join(kept), "".join(left_out)


def _joins_words(text: str, index: int) -> bool:
    return text[index - 1 : index].isalpha() and text[index + 1 : index + 2].isalpha()


def _tidy(text: str) -> str:
    """Return text with single spaces, the strongest of adjacent marks, and an end mark."""
    text = " ".join(text.split())
    text = re.sub(rf"\s*([{_PAUSES}](?:\s*[{_PAUSES}])*)", _one_mark, text)
    text = text.lstrip(_PAUSES + " ").rstrip(" ,;:")
    return f"{text}." if text and text[-1] not in _PAUSES else text


def _one_mark(match: re.Match[str]) -> str:
    marks = match[1]
    return next((mark for mark in "?!.;:," if mark in marks), ",")
