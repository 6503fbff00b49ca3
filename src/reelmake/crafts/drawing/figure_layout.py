"""The place and size of each figure of a shot, and whether it is drawn or a library picture."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from reelmake.crafts.drawing.figure_looks import FigureLook, backlit
from reelmake.crafts.drawing.gestures import expression_of, gesture_of
from reelmake.crafts.drawing.sets.shapes import Frame
from reelmake.documents.library import LibraryAsset
from reelmake.documents.manifest import NeedKind, need_id
from reelmake.documents.shotlist import Figure, Framing, Shot, ShotKind

_HEAD_SHARE: dict[Framing, int] = {Framing.MEDIUM: 185, Framing.MEDIUM_CLOSE: 285, Framing.CLOSE_UP: 480}
"""Height of a head in thousandths of the picture's height, in framings that cut figures off below."""
_HEAD_Y: dict[Framing, int] = {Framing.MEDIUM: 385, Framing.MEDIUM_CLOSE: 400, Framing.CLOSE_UP: 425}
_BODY_SHARE: dict[Framing, int] = {Framing.EXTREME_WIDE: 210, Framing.WIDE: 500}
"""Height of a figure in framings that show it from head to foot."""
_FEET_Y: dict[Framing, int] = {Framing.EXTREME_WIDE: 800, Framing.WIDE: 890}
_CUT_OUT_SHARE: dict[Framing, int] = {
    Framing.EXTREME_WIDE: 440,
    Framing.WIDE: 620,
    Framing.MEDIUM: 860,
    Framing.MEDIUM_CLOSE: 1000,
    Framing.CLOSE_UP: 1330,
}
"""Height of a cut-out of head and shoulders. It stands on the picture's lower edge; if it were smaller, the eyes would
lie below the middle."""
_FIGURE_HEIGHT, _HEAD_HEIGHT, _ABOVE_ORIGIN, _BELOW_ORIGIN = 505, 104, 60, 445
"""Sizes of the figure in templates/art/figure.svg.j2, in its own units; its origin is the middle of the head."""
_SHOULDER_WIDTH = 250
_SEAT_DROP = 72
_CHILD_PERCENT = 72
"""A child's height in percent of an adult's."""
_HEAD_TURN = 13
"""How far a face is turned to one side, in units of the drawn figure."""
_PLATE_MARGIN = 65
"""How much of a plate lies outside a still camera's view on either side, in thousandths."""
_WHOLE_PERSON_PERCENT = 160
"""A cut-out whose height is at least this many percent of its width shows a whole person."""


@dataclass(frozen=True)
class PlacedFigure:
    """A figure at its place in the picture. A ``drawn`` one has a look; the others name a ``picture`` of the tool's."""

    kind: Literal["drawn", "cut_out", "panel", "full"]
    figure: Figure
    x: int
    y: int
    """``x`` and ``y``: the centre of a drawn figure's head, or the middle of a picture's upper edge."""
    scale: int = 0
    """Thousandths of a pixel per unit of the drawn figure."""
    width: int = 0
    height: int = 0
    whole: bool = False
    turn: int = 0
    look: FigureLook | None = None
    picture: str = ""
    foreground: bool = False
    """Whether it stands between the camera and the shot's subject."""
    top: int = 0
    """The y of its upper end, for a name plate above it."""
    sits: bool = False
    gesture: str = ""
    emotion: str = ""


def place_figures(
    shot: Shot,
    frame: Frame,
    chosen: Mapping[str, LibraryAsset],
    looks: Mapping[str, FigureLook],
    seated: Collection[str] = (),
) -> tuple[PlacedFigure, ...]:
    """Return a shot's figures in drawing order: those nearest to the camera last."""
    if shot.framing in (Framing.INSERT, Framing.CARD):
        return ()
    foreground = [figure for figure in shot.figures if _is_foreground(shot, figure)]
    rest = [figure for figure in shot.figures if not _is_foreground(shot, figure)]
    staged: list[PlacedFigure] = []
    for index, (figure, x) in enumerate(zip(rest, _x_positions(rest, foreground, shot, frame), strict=True)):
        asset = chosen.get(need_id(NeedKind.CHARACTER, figure.character_id))
        name = f"figure{index}"
        if asset is not None and asset.media == "picture":
            staged.append(_library_figure(figure, asset, name, x, len(rest), shot, frame))
        else:
            one = _drawn_figure(figure, x, len(rest), shot, frame, looks[figure.character_id])
            staged.append(_seated(one, shot, frame) if figure.character_id in seated else one)
    staged += [
        _foreground_figure(figure, f"near{index}", frame, chosen, looks) for index, figure in enumerate(foreground)
    ]
    return tuple(staged)


def _seated(item: PlacedFigure, shot: Shot, frame: Frame) -> PlacedFigure:
    """Return a figure on a chair: lower by the length of the thighs, or only a little if the legs are not visible."""
    lower = _SEAT_DROP * item.scale // 1000 if item.whole else frame.y({Framing.CLOSE_UP: 15}.get(shot.framing, 45))
    return replace(item, y=item.y + lower, top=item.top + lower, sits=True)


def _is_foreground(shot: Shot, figure: Figure) -> bool:
    return shot.kind is ShotKind.OVER_SHOULDER and figure.facing == "away"


def _x_positions(figures: list[Figure], foreground: list[Figure], shot: Shot, frame: Frame) -> list[int]:
    """Return the x of each figure's middle, from left to right."""
    if foreground and len(figures) == 1:
        share = {"left": 610, "right": 390}.get(foreground[0].place, 600)
        return [frame.x(share)]
    if len(figures) == 1:
        aside = {Framing.CLOSE_UP: 50, Framing.MEDIUM_CLOSE: 85}.get(shot.framing, 130)
        aside = aside if frame.width > frame.height else aside // 2
        return [frame.x(500 + {"left": -aside, "right": aside}.get(figures[0].place, 0))]
    if len(figures) == 2:
        wide = frame.width > frame.height
        return [frame.x(310 if wide else 270), frame.x(690 if wide else 730)]
    # Spread over what a still camera shows: a plate is wider than the picture.
    count = len(figures)
    return [
        frame.x(_PLATE_MARGIN + (1000 - 2 * _PLATE_MARGIN) * (2 * index + 1) // (2 * count)) for index in range(count)
    ]


def _drawn_figure(figure: Figure, x: int, count: int, shot: Shot, frame: Frame, look: FigureLook) -> PlacedFigure:
    turn = {"left": -_HEAD_TURN, "right": _HEAD_TURN}.get(figure.facing, 0)
    gesture, emotion = gesture_of(shot, figure), expression_of(shot, figure)
    room = frame.width * 115 // (100 * count)
    child = look.age == "child"
    if shot.framing in _BODY_SHARE:
        height = frame.y(_BODY_SHARE[shot.framing]) * (_CHILD_PERCENT if child else 100) // 100
        scale = min(height * 1000 // _FIGURE_HEIGHT, room * 1000 // _SHOULDER_WIDTH)
        y = frame.y(_FEET_Y[shot.framing]) - _BELOW_ORIGIN * scale // 1000
        top = y - _ABOVE_ORIGIN * scale // 1000
        return PlacedFigure(
            "drawn", figure, x, y, scale, whole=True, turn=turn, look=look, top=top, gesture=gesture, emotion=emotion
        )
    share = {Framing.CLOSE_UP: 190, Framing.MEDIUM_CLOSE: 130}.get(shot.framing, 100)
    head = frame.y(_HEAD_SHARE.get(shot.framing, 185)) * (90 if child else 100) // 100
    scale = min(head * 1000 // _HEAD_HEIGHT, room * share * 10 // _SHOULDER_WIDTH)
    y = frame.y(_HEAD_Y.get(shot.framing, 385) + (70 if child and shot.framing is not Framing.CLOSE_UP else 0))
    return PlacedFigure(
        "drawn",
        figure,
        x,
        y,
        scale,
        turn=turn,
        look=look,
        top=y - _ABOVE_ORIGIN * scale // 1000,
        gesture=gesture,
        emotion=emotion,
    )


def _foreground_figure(
    figure: Figure, name: str, frame: Frame, chosen: Mapping[str, LibraryAsset], looks: Mapping[str, FigureLook]
) -> PlacedFigure:
    """Return a figure near the camera, with its back to it: a dark outline, of a library cut-out if there is one."""
    asset = chosen.get(need_id(NeedKind.CHARACTER, figure.character_id))
    if asset is not None and asset.cut_out and asset.height * 100 < asset.width * _WHOLE_PERSON_PERCENT:
        height = min(frame.y(1000), frame.width * 80 * asset.height // (100 * asset.width))
        width = height * asset.width // asset.height
        x, top = frame.x(850 if figure.place == "right" else 150), frame.height - height * 86 // 100
        return PlacedFigure("cut_out", figure, x, top, width=width, height=height, picture=name, foreground=True)
    x, turn = (860, 9) if figure.place == "right" else (140, -9)
    look = backlit(looks[figure.character_id])
    scale = min(frame.y(500), frame.width * 40 // 100) * 1000 // _HEAD_HEIGHT
    return PlacedFigure("drawn", figure, frame.x(x), frame.y(505), scale, turn=turn, look=look, foreground=True)


def _library_figure(
    figure: Figure, asset: LibraryAsset, name: str, x: int, count: int, shot: Shot, frame: Frame
) -> PlacedFigure:
    if not asset.cut_out:
        if shot.framing is Framing.CLOSE_UP and count == 1:
            return PlacedFigure("full", figure, 0, 0, width=frame.width, height=frame.height, picture=name)
        height = frame.y(_CUT_OUT_SHARE[shot.framing] * 78 // 100 if shot.framing in _BODY_SHARE else 640)
        width = min(height * 3 // 4, frame.width * 88 // (100 * count))
        top = frame.y(110)
        return PlacedFigure("panel", figure, x, top, width=width, height=height, picture=name, top=top)
    height = frame.y(_CUT_OUT_SHARE.get(shot.framing, 860))
    # In a tall picture, cut-outs side by side would be small and under the captions; there they overlap instead.
    room = 135 if frame.width > frame.height or count == 1 else 300
    height = min(height, frame.width * room * asset.height // (100 * count * asset.width))
    if asset.height * 100 >= asset.width * _WHOLE_PERSON_PERCENT:
        return _whole_person(figure, asset, name, x, shot, frame)
    width = height * asset.width // asset.height
    top = max(frame.height - height, -frame.y(20))
    return PlacedFigure("cut_out", figure, x, top, width=width, height=height, picture=name, top=top)


def _whole_person(figure: Figure, asset: LibraryAsset, name: str, x: int, shot: Shot, frame: Frame) -> PlacedFigure:
    """Return a cut-out of a whole person: all of it in wide framings, scaled by the head's height in closer ones."""
    if shot.framing in _BODY_SHARE:
        height = frame.y(_BODY_SHARE[shot.framing])
        top = frame.y(_FEET_Y[shot.framing]) - height
    else:
        head = frame.y(_HEAD_SHARE.get(shot.framing, 185))
        height = head * 7
        top = frame.y(_HEAD_Y.get(shot.framing, 385)) - head * 6 // 10
    width = height * asset.width // asset.height
    return PlacedFigure("cut_out", figure, x, top, width=width, height=height, whole=True, picture=name, top=top)
