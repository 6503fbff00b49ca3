"""Reads caption files of any origin: SubRip, WebVTT, ASS and TTML."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from xml.etree import ElementTree

from reelmake.crafts.captions.ttml import frame_rate
from reelmake.kernel.errors import Unsupported, ValidationFailed
from reelmake.kernel.frames import Rate

_INVISIBLE = str.maketrans("", "", "\u2060\u200e\u200f\u202a\u202b\u202c\u202d\u202e\ufeff")
_ARROW = re.compile(r"^((?:\d+:)?\d+:\d\d[.,]\d{1,3})\s+-->\s+((?:\d+:)?\d+:\d\d[.,]\d{1,3})(?:\s.*)?$")
_SRT_TAG = re.compile(r"</?(?:b|i|u|s|font)\b[^<>]*>|\{\\[^}]*\}", re.IGNORECASE)
_VTT_TAG = re.compile(r"<[^>]*>")
_OVERRIDE = re.compile(r"(?<!\\)\{[^}]*\}")
_OFFSET = re.compile(r"(\d+(?:\.\d+)?)(h|m|s|ms|f|t)")
_CLOCK = re.compile(r"(\d+):(\d\d):(\d\d)(?:(\.\d+)|:(\d+))?")
_NAMES = {"p": "http://www.w3.org/ns/ttml", "ttp": "http://www.w3.org/ns/ttml#parameter"}
_MOST_CHARACTERS = 20_000_000


@dataclass(frozen=True)
class ReadCue:
    """A caption read from a file: its rows, and its frames from ``start`` until before ``end_exclusive``."""

    start: int
    end_exclusive: int
    rows: tuple[str, ...]


def read_captions(text: str, name: str, rate: Rate) -> list[ReadCue]:
    """Return the captions of a file; the format follows from its ``name``. Times are rounded to the nearest frame.

    A TTML file that states a frame rate is read at that rate.
    """
    ending = name.rpartition(".")[2].lower()
    if ending not in READERS:
        raise Unsupported(f"this is not a caption file: .{ending}", where=name, allowed=", ".join(READERS))
    if len(text) > _MOST_CHARACTERS:
        raise ValidationFailed("this is too long for a caption file", where=name)
    try:
        return READERS[ending](text, rate)
    except (ValueError, ZeroDivisionError, ElementTree.ParseError) as error:
        raise ValidationFailed(
            f"this is not a .{ending} file ({error})", where=name, allowed="captions with times"
        ) from None


def _srt(text: str, rate: Rate) -> list[ReadCue]:
    return [
        ReadCue(start, end, _rows(_SRT_TAG.sub("", row) for row in rows))
        for start, end, rows in _blocks(text, rate, "SubRip")
    ]


def _vtt(text: str, rate: Rate) -> list[ReadCue]:
    if not text.lstrip("\ufeff").startswith("WEBVTT"):
        raise ValueError("it does not start with WEBVTT")
    return [
        ReadCue(start, end, _rows(html.unescape(_VTT_TAG.sub("", row)) for row in rows))
        for start, end, rows in _blocks(text, rate, "")
    ]


def _blocks(text: str, rate: Rate, required: str) -> list[tuple[int, int, list[str]]]:
    """Return the blocks, separated by empty lines, that have an arrow in their first two lines."""
    found = []
    for block in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n").strip("\ufeff\n")):
        lines = block.strip("\n").split("\n")
        for place, line in enumerate(lines[:2]):
            if match := _ARROW.match(line.strip()):
                found.append((_frame(match[1], rate), _frame(match[2], rate), lines[place + 1 :]))
                break
    if required and not found and text.strip():
        raise ValueError(f"it has no {required} times")
    return found


def _ass(text: str, rate: Rate) -> list[ReadCue]:
    if "[Events]" not in text:
        raise ValueError("it has no [Events] section")
    found = []
    for line in text.partition("[Events]")[2].splitlines():
        if line.startswith("Dialogue:"):
            fields = line.partition(":")[2].split(",", 9)
            if len(fields) < 10:
                raise ValueError(f"an event has {len(fields)} fields")
            words = re.split(r"\\N", _OVERRIDE.sub("", fields[9]))
            rows = _rows(row.replace("\\{", "{").replace("\\}", "}") for row in words)
            # Not rounded, hundredths are too coarse: an event is shown from the first frame at or after its time.
            start, end = (-(-_seconds(field.strip()) * rate.value // 1) for field in fields[1:3])
            found.append(ReadCue(start, end, rows))
    return found


def _ttml(text: str, rate: Rate) -> list[ReadCue]:
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise ValueError("it declares entities, which captions do not need")
    root = ElementTree.fromstring(text.encode())  # noqa: S314 -- entities are refused above
    if root.tag != f"{{{_NAMES['p']}}}tt":
        raise ValueError("its root element is not tt")
    stated = root.get(f"{{{_NAMES['ttp']}}}frameRate")
    base = rate.value
    if stated:
        base = frame_rate(stated, root.get(f"{{{_NAMES['ttp']}}}frameRateMultiplier", "1 1"))
    found = []
    for paragraph in root.iterfind(".//p:p", _NAMES):
        start, end = (_ttml_frame(paragraph.get(name, ""), base) for name in ("begin", "end"))
        found.append(ReadCue(start, end, _rows(_ttml_text(paragraph).split("\n"))))
    return found


def _ttml_text(element: ElementTree.Element) -> str:
    inner = "".join(
        ("\n" if child.tag.endswith("}br") else _ttml_text(child)) + (child.tail or "").replace("\n", " ")
        for child in element
    )
    return (element.text or "").replace("\n", " ") + inner


def _ttml_frame(time: str, rate: Fraction) -> int:
    if match := _OFFSET.fullmatch(time):
        amount = Fraction(match[1])
        seconds = {"h": amount * 3600, "m": amount * 60, "s": amount, "ms": amount / 1000, "f": amount / rate}
        if match[2] not in seconds:
            raise ValueError(f"times in ticks are not supported: {time!r}")
        return round(seconds[match[2]] * rate)
    if match := _CLOCK.fullmatch(time):
        seconds_past = int(match[1]) * 3600 + int(match[2]) * 60 + int(match[3]) + Fraction(f"0{match[4] or '.0'}")
        return round(seconds_past * rate) + int(match[5] or 0)
    raise ValueError(f"this is not a time: {time[:40]!r}")


def _frame(time: str, rate: Rate) -> int:
    return round(_seconds(time.replace(",", ".")) * rate.value)


def _seconds(time: str) -> Fraction:
    seconds = Fraction(0)
    for part in time.split(":"):
        seconds = seconds * 60 + Fraction(part)
    return seconds


def _rows(rows: Iterable[str]) -> tuple[str, ...]:
    return tuple(row for row in (row.translate(_INVISIBLE).strip() for row in rows) if row)


READERS: dict[str, Callable[[str, Rate], list[ReadCue]]] = {"srt": _srt, "vtt": _vtt, "ass": _ass, "ttml": _ttml}
