"""Captions as the files players read: SubRip and WebVTT."""

from __future__ import annotations

from collections.abc import Iterable

from reelmake.kernel.frames import Rate
from reelmake.render.cues import Cue

_JOINER = "\u2060"
"""A word joiner: it has no width and no meaning, and takes the meaning from what follows or precedes it."""


def to_srt(cues: Iterable[Cue], rate: Rate) -> str:
    """Return captions as SubRip text; nothing in a line is read as a tag."""
    blocks = []
    for number, cue in enumerate(cues, 1):
        rows = "\n".join(_srt_text(row) for row in _labelled(cue))
        blocks.append(f"{number}\n{_time(rate, cue.start, ',')} --> {_time(rate, cue.end_exclusive, ',')}\n{rows}\n")
    return "\n".join(blocks)


def to_vtt(cues: Iterable[Cue], rate: Rate, language: str = "") -> str:
    """Return captions as WebVTT text; each cue says who speaks, and off-screen voices are in italics."""
    head = "WEBVTT\n" + (f"Kind: captions\nLanguage: {language}\n" if language else "")
    blocks = [head]
    for cue in cues:
        rows = "\n".join(_vtt_text(row) for row in _labelled(cue))
        if cue.voice_over:
            rows = f"<i>{rows}</i>"
        voice = f"<v {_vtt_text(cue.speaker)}>" if cue.speaker else ""
        blocks.append(f"{_time(rate, cue.start, '.')} --> {_time(rate, cue.end_exclusive, '.')}\n{voice}{rows}\n")
    return "\n".join(blocks)


def _labelled(cue: Cue) -> tuple[str, ...]:
    if not cue.label:
        return cue.rows
    return (f"{cue.label}: {cue.rows[0]}", *cue.rows[1:])


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
