"""Captions as the files players read: SubRip and WebVTT."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from reelmake.crafts.captions.cue import Cue, Speech
from reelmake.crafts.captions.text_direction import is_right_to_left
from reelmake.kernel.frames import Rate

_JOINER = "\u2060"
"""A word joiner: it has no width and no meaning, and takes the meaning from what follows or precedes it."""
_RIGHT_TO_LEFT, _END = "\u202b", "\u202c"
"""Around a row of Hebrew or Arabic: players of SubRip set every row from left to right if nothing tells them."""


def to_srt(cues: Iterable[Cue], rate: Rate) -> str:
    """Return captions as SubRip text; nothing in a line is read as a tag."""
    blocks = []
    for number, cue in enumerate(cues, 1):
        rows = "\n".join(_srt_row(row) for row in cue.rows)
        blocks.append(f"{number}\n{_time(rate, cue.start, ',')} --> {_time(rate, cue.end_exclusive, ',')}\n{rows}\n")
    return "\n".join(blocks)


def to_vtt(cues: Sequence[Cue], rate: Rate, language: str = "", colours: Mapping[str, str] | None = None) -> str:
    """Return captions as WebVTT text; each says who speaks, and off-screen voices are in italics.

    With ``colours``, by speakers' ids, each speaker's words have their colour.
    """
    classes = {who: f"s{number}" for number, who in enumerate(sorted(colours or {}), 1)}
    blocks = ["WEBVTT\n" + (f"Kind: captions\nLanguage: {language}\n" if language else "")]
    if colours:
        rules = "".join(f"::cue(.{classes[who]}) {{ color: {colours[who]}; }}\n" for who in sorted(colours))
        blocks.append(f"STYLE\n{rules}")
    for cue in cues:
        place = " line:0" if cue.top else ""
        alone = len(cue.speeches) == 1
        text = "\n".join(_vtt_speech(speech, classes, alone) for speech in cue.speeches)
        blocks.append(f"{_time(rate, cue.start, '.')} --> {_time(rate, cue.end_exclusive, '.')}{place}\n{text}\n")
    return "\n".join(blocks)


def _vtt_speech(speech: Speech, classes: Mapping[str, str], alone: bool) -> str:
    rows = "\n".join(_vtt_text(row) for row in speech.written)
    if speech.voice_over:
        rows = f"<i>{rows}</i>"
    if not speech.speaker:
        return rows
    look = f".{classes[speech.speaker_id]}" if speech.speaker_id in classes else ""
    return f"<v{look} {_vtt_text(speech.speaker)}>{rows}" + ("" if alone else "</v>")


def _srt_row(row: str) -> str:
    text = _srt_text(row)
    return f"{_RIGHT_TO_LEFT}{text}{_END}" if is_right_to_left(row) else text


def _srt_text(text: str) -> str:
    # SubRip has no escape, and players read <i>, {\an8} and \N as orders: a joiner makes them words again.
    for opening in ("<", "{", "\\"):
        text = text.replace(opening, opening + _JOINER)
    return text.replace("-->", f"--{_JOINER}>")


def _vtt_text(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _time(rate: Rate, frame: int, point: str) -> str:
    seconds, milliseconds = divmod(rate.milliseconds(frame), 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{point}{milliseconds:03d}"
