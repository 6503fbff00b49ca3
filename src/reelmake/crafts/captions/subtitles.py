"""Captions as SubRip and WebVTT, the formats that players read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from reelmake.crafts.captions.cue import Cue, Speech
from reelmake.crafts.captions.text_direction import is_right_to_left
from reelmake.kernel.frames import Rate

_WORD_JOINER = "\u2060"
"""A word joiner, an invisible character. Next to a special character it keeps that from being read as markup."""
_RIGHT_TO_LEFT, _END = "\u202b", "\u202c"
"""Put around rows of Hebrew or Arabic: SubRip players assume left-to-right text otherwise."""


def to_srt(cues: Iterable[Cue], rate: Rate) -> str:
    """Return captions as the text of a SubRip file; no text in them can be read as a tag."""
    blocks = []
    for number, cue in enumerate(cues, 1):
        rows = "\n".join(_srt_row(row) for row in cue.rows)
        blocks.append(f"{number}\n{_time(rate, cue.start, ',')} --> {_time(rate, cue.end_exclusive, ',')}\n{rows}\n")
    return "\n".join(blocks)


def to_vtt(cues: Sequence[Cue], rate: Rate, language: str = "", colours: Mapping[str, str] | None = None) -> str:
    """Return captions as the text of a WebVTT file, with a voice span for each speaker; off-screen voices in italics.

    With ``colours``, by speaker id, each speaker's words have a colour.
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
    # SubRip has no escapes, and players interpret <i>, {\an8} and \N; a word joiner makes them plain text.
    for opening in ("<", "{", "\\"):
        text = text.replace(opening, opening + _WORD_JOINER)
    return text.replace("-->", f"--{_WORD_JOINER}>")


def _vtt_text(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _time(rate: Rate, frame: int, point: str) -> str:
    seconds, milliseconds = divmod(rate.milliseconds(frame), 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{point}{milliseconds:03d}"
