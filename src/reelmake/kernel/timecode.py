"""SMPTE timecode: labels for frames, drop-frame at 29.97 and 59.94 so that labels keep up with the clock."""

from __future__ import annotations

import re

from reelmake.kernel.frames import Rate

_LABEL = re.compile(r"(\d\d):([0-5]\d):([0-5]\d)([:;])(\d\d)")
_NTSC_DENOMINATOR = 1001


def is_drop_frame(rate: Rate) -> bool:
    """Say whether timecode at this rate drops labels: at 30000/1001 and 60000/1001 only."""
    return rate.value.denominator == _NTSC_DENOMINATOR and rate.timebase in (30, 60)


def timecode(frame: int, rate: Rate) -> str:
    """Return the label of ``frame``: ``01:00:00:00``, with a semicolon before the frames where labels are dropped.

    Labels start again at zero after 24 hours, as they do on tape.
    """
    if frame < 0:
        raise ValueError(f"a frame number cannot be negative, as {frame} is")
    base, mark = rate.timebase, ":"
    if is_drop_frame(rate):
        frame, mark = _with_dropped(frame, base), ";"
    seconds, frames = divmod(frame, base)
    hours = seconds // 3600 % 24
    return f"{hours:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{mark}{frames:02d}"


def frame_at(label: str, rate: Rate) -> int:
    """Return the number of the frame that ``label`` names; raise ValueError when it names no frame."""
    found = _LABEL.fullmatch(label)
    if found is None:
        raise ValueError(f"{label!r} is not a timecode: write 01:00:00:00")
    hours, minutes, seconds, frames = (int(found[place]) for place in (1, 2, 3, 5))
    base, drops = rate.timebase, is_drop_frame(rate)
    if hours > 23 or frames >= base:
        raise ValueError(f"{label!r} is not a timecode at {rate} frames a second")
    if (found[4] == ";") != drops:
        kind = "drop-frame, with a semicolon before the frames" if drops else "non-drop, with colons only"
        raise ValueError(f"{label!r}: timecode at {rate} frames a second is {kind}")
    number = ((hours * 60 + minutes) * 60 + seconds) * base + frames
    if not drops:
        return number
    dropped = base // 15
    if minutes % 10 and not seconds and frames < dropped:
        raise ValueError(f"{label!r} is a label that drop-frame timecode skips")
    whole = hours * 60 + minutes
    return number - dropped * (whole - whole // 10)


def _with_dropped(frame: int, base: int) -> int:
    """Return the frame's number with the skipped labels before it counted as well."""
    dropped = base // 15
    minute = 60 * base - dropped
    tens, rest = divmod(frame, 10 * minute + dropped)
    # The first of every ten minutes has all its labels; the other nine skip their first ones.
    minutes = 0 if rest < 60 * base else 1 + (rest - 60 * base) // minute
    return frame + dropped * (9 * tens + minutes)
