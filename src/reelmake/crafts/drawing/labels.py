"""The labels on drawn placeholders: the place, the framing, people's names, and what is missing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from reelmake.crafts.drawing.colours import mix
from reelmake.crafts.drawing.figure_layout import PlacedFigure
from reelmake.crafts.drawing.lettering import Lettering, fit_block, fit_line
from reelmake.crafts.drawing.sets.shapes import Frame
from reelmake.crafts.drawing.signs import GENERIC_SIGN, sign_of
from reelmake.documents.manifest import NeedKind, need_id, prop_id
from reelmake.documents.shotlist import Framing, Shot, ShotKind

SAFE_LEFT, SAFE_RIGHT, SAFE_TOP, SAFE_BOTTOM = 90, 910, 90, 770
"""The safe area for words, in thousandths of the picture: camera moves may cut the edges, captions lie below."""
_FRAMING_CODES: dict[Framing, str] = {
    Framing.EXTREME_WIDE: "EWS",
    Framing.WIDE: "WS",
    Framing.MEDIUM: "MS",
    Framing.MEDIUM_CLOSE: "MCU",
    Framing.CLOSE_UP: "CU",
    Framing.INSERT: "INSERT",
    Framing.CARD: "CARD",
}
_KIND_CODES: dict[ShotKind, str] = {
    ShotKind.ESTABLISHING: "ESTABLISHING",
    ShotKind.TWO_SHOT: "2-SHOT",
    ShotKind.OVER_SHOULDER: "OTS",
    ShotKind.REACTION: "REACTION",
}
_SETTINGS = {"int": "INT", "ext": "EXT", "int_ext": "INT/EXT"}
_PAPER = "#f6f1e6"
_INK = "#1d1a24"
_TAG = "#f2c14e"


@dataclass(frozen=True)
class TextLine:
    """A line of text whose baseline starts, is centred or ends at ``x``, depending on ``anchor``."""

    line: Lettering
    x: int
    y: int
    fill: str
    weight: int
    anchor: str = "start"
    spacing: int = 0


@dataclass(frozen=True)
class LabelBox:
    """A rounded box behind a text; ``opacity`` is in percent."""

    x: int
    y: int
    width: int
    height: int
    radius: int
    fill: str
    opacity: int = 100


@dataclass(frozen=True)
class Label:
    """Boxes, and the texts over them."""

    boxes: tuple[LabelBox, ...]
    texts: tuple[TextLine, ...]


def place_labels(shot: Shot, frame: Frame, missing: Collection[str], accent: str) -> tuple[Label, ...]:
    """Return the labels of a drawn picture: the place's name, the framing, and a thing that has no sign.

    There are none unless something is ``missing`` from the library (ids of needs).
    """
    if not missing:
        return ()
    labels: list[Label] = []
    below = frame.y(SAFE_TOP)
    if need_id(NeedKind.LOCATION, shot.location_id) in missing:
        slate = _location_slate(shot, frame, accent)
        labels.append(slate)
        if shot.kind is not ShotKind.ESTABLISHING:
            below = max(box.y + box.height for box in slate.boxes) + frame.s(14)
    return (*labels, *_corner_chips(shot, frame, missing, below))


def name_labels(
    staged: Sequence[PlacedFigure], frame: Frame, missing: Collection[str], colours: Mapping[str, str]
) -> tuple[Label, ...]:
    """Return the name plate of each figure that is drawn because the library has no picture."""
    shown = [item for item in staged if not item.foreground and _need_id(item) in missing]
    return tuple(_name_plate(item, frame, colours[item.figure.character_id], len(staged)) for item in shown)


def _need_id(item: PlacedFigure) -> str:
    return need_id(NeedKind.CHARACTER, item.figure.character_id)


def _location_slate(shot: Shot, frame: Frame, accent: str) -> Label:
    """Return the place's slate: INT or EXT and the time of day above its name; larger in establishing shots."""
    opening = shot.kind is ShotKind.ESTABLISHING
    left, bar = frame.x(SAFE_LEFT), frame.s(9)
    pad, size = frame.s(22 if opening else 14), frame.s(84 if opening else 30)
    tall_picture = frame.height > frame.width
    room = frame.x(820 if opening or tall_picture else 430) - 2 * pad - bar
    size_above, spacing = frame.s(28 if opening else 17), frame.s(4 if opening else 3)
    above = fit_line(_where_and_when(shot), width=room, size=size_above, spacing=spacing)
    name = fit_block(shot.location or "—", width=room, lines=2, size=size, min_size=frame.s(30 if opening else 24))
    lead = name[0].size * 118 // 100
    width = max(above.width, *(line.width for line in name)) + 2 * pad + bar
    height = pad * 2 + size_above + frame.s(10) + lead * len(name) - name[0].size * 24 // 100
    top = frame.y(SAFE_BOTTOM) - height if opening else frame.y(SAFE_TOP)
    x = left + bar + pad
    baseline = top + pad + size_above * 80 // 100
    texts = [TextLine(above, x, baseline, mix(accent, "#ffffff", 70), 600, spacing=spacing)]
    first = top + pad + size_above + frame.s(10) + name[0].size * 84 // 100
    texts += [TextLine(line, x, first + number * lead, _PAPER, 800) for number, line in enumerate(name)]
    boxes = (LabelBox(left, top, width, height, 0, "#0b0d16", 72), LabelBox(left, top, bar, height, 0, accent))
    return Label(boxes, tuple(texts))


def _where_and_when(shot: Shot) -> str:
    return " · ".join(part for part in (_SETTINGS.get(shot.setting, ""), shot.time_of_day.upper()) if part) or "—"


def _corner_chips(shot: Shot, frame: Frame, missing: Collection[str], below: int) -> list[Label]:
    """Return small chips with the framing and "DRAWN": top right, or below the slate in a tall picture."""
    tall_picture = frame.height > frame.width
    edge = frame.x(SAFE_LEFT if tall_picture else SAFE_RIGHT)
    top = below if tall_picture else frame.y(SAFE_TOP)
    said = " · ".join(part for part in (_KIND_CODES.get(shot.kind, ""), _FRAMING_CODES[shot.framing], "DRAWN") if part)
    width = frame.x(360 if not tall_picture else 700)
    chips = [_chip(said, frame, edge, top, fill="#0b0d16", ink=_PAPER, size=15, width=width)]
    prop = prop_id(shot)
    if prop and need_id(NeedKind.PROP, prop) in missing and sign_of(shot.prop) == GENERIC_SIGN:
        text = f"PLACEHOLDER · {shot.prop}"
        chips.append(_chip(text, frame, edge, top + frame.s(38), fill=_TAG, ink="#241a05", size=15, width=width))
    return chips


def _chip(text: str, frame: Frame, edge: int, top: int, *, fill: str, ink: str, size: int, width: int) -> Label:
    pad, spacing, height = frame.s(10), frame.s(1), frame.s(size * 2)
    line = fit_line(text, width=width - 2 * pad, size=frame.s(size), min_size=frame.s(size - 2), spacing=spacing)
    wide = line.width + 2 * pad
    tall_picture = frame.height > frame.width
    left = edge if tall_picture else edge - wide
    baseline = top + height // 2 + frame.s(size) * 36 // 100
    box = LabelBox(left, top, wide, height, height // 2, fill, 74)
    return Label((box,), (TextLine(line, left + wide // 2, baseline, ink, 700, "middle", spacing),))


def _name_plate(item: PlacedFigure, frame: Frame, colour: str, count: int) -> Label:
    """Return a figure's name plate: on the chest, or above the head if the whole figure is visible."""
    room = frame.x(820) // max(1, count) - frame.s(12)
    pad = frame.s(12 if item.whole else 18)
    line = fit_line(
        item.figure.name,
        width=min(room, frame.x(500)) - 2 * pad - frame.s(38),
        size=frame.s(22 if item.whole else 27),
        min_size=frame.s(17 if item.whole else 20),
    )
    dot = line.size * 36 // 100
    width, height = line.width + 2 * pad + 3 * dot, line.size * 170 // 100
    left = min(max(item.x - width // 2, frame.x(SAFE_LEFT)), frame.x(SAFE_RIGHT) - width)
    top = item.top - height - frame.s(10) if item.whole else frame.y(SAFE_BOTTOM) - height - frame.s(6)
    top = max(top, frame.y(SAFE_TOP))
    middle = top + height // 2
    plate = LabelBox(left, top, width, height, height // 2, _PAPER)
    mark = LabelBox(left + pad, middle - dot, 2 * dot, 2 * dot, dot, colour)
    baseline = middle + line.size * 36 // 100
    return Label((plate, mark), (TextLine(line, left + pad + 3 * dot, baseline, _INK, 700),))
