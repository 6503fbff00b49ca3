"""Where each figure of a shot stands in the picture, how large, and whether it is drawn or a picture of the library."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from reelmake.crafts.drawing.figure_looks import Look, in_shadow
from reelmake.crafts.drawing.gestures import expression_of, gesture_of
from reelmake.crafts.drawing.sets.shapes import Frame
from reelmake.documents.library import LibraryAsset
from reelmake.documents.manifest import NeedKind, need_id
from reelmake.documents.shotlist import Figure, Framing, Shot, ShotKind

_HEAD_SHARE: dict[Framing, int] = {Framing.MEDIUM: 185, Framing.MEDIUM_CLOSE: 285, Framing.CLOSE_UP: 480}
"""Height of a head in thousandths of the picture's height, where figures are cut off below."""
_HEAD_AT: dict[Framing, int] = {Framing.MEDIUM: 385, Framing.MEDIUM_CLOSE: 400, Framing.CLOSE_UP: 425}
_BODY_SHARE: dict[Framing, int] = {Framing.EXTREME_WIDE: 210, Framing.WIDE: 500}
"""Height of a whole figure, where it is seen from head to foot."""
_FEET_AT: dict[Framing, int] = {Framing.EXTREME_WIDE: 800, Framing.WIDE: 890}
_CUT_OUT_SHARE: dict[Framing, int] = {
    Framing.EXTREME_WIDE: 440,
    Framing.WIDE: 620,
    Framing.MEDIUM: 860,
    Framing.MEDIUM_CLOSE: 1000,
    Framing.CLOSE_UP: 1330,
}
"""Height of a library picture that shows head and shoulders on a transparent ground: it stands on the lower edge, so
that a smaller one would leave the eyes below the middle."""
_FIGURE_UNITS, _HEAD_UNITS, _ABOVE, _BELOW = 505, 104, 60, 445
_SHOULDERS = 250
_SEAT = 72
_CHILD = 72
"""A child's height in percent of an adult's."""
_TURN = 13
"""How far a face is turned aside, in units."""
_UNSEEN = 65
"""How much of a plate lies outside of the picture at either side, in thousandths."""
_TALL = 160
"""A cut-out this many percent as high as wide shows a whole person."""


@dataclass(frozen=True)
class Staged:
    """A figure in its place. ``drawn`` gives the look; else ``picture`` names what the tool makes of the file."""

    kind: Literal["drawn", "cut_out", "panel", "full"]
    figure: Figure
    x: int
    y: int
    """The middle of a drawn figure's head, or the top middle of a picture."""
    scale: int = 0
    """Thousandths of a pixel to a unit of the drawn figure."""
    width: int = 0
    height: int = 0
    whole: bool = False
    turn: int = 0
    look: Look | None = None
    picture: str = ""
    near: bool = False
    """Whether it stands between the camera and whom the shot is about."""
    top: int = 0
    """Where its head begins, for what is written above it."""
    sits: bool = False
    gesture: str = ""
    emotion: str = ""


def stage(
    shot: Shot,
    frame: Frame,
    chosen: Mapping[str, LibraryAsset],
    looks: Mapping[str, Look],
    seated: Collection[str] = (),
) -> tuple[Staged, ...]:
    """Return a shot's figures in the order they are drawn: those nearest to the camera last."""
    if shot.framing in (Framing.INSERT, Framing.CARD):
        return ()
    near = [figure for figure in shot.figures if _is_near(shot, figure)]
    rest = [figure for figure in shot.figures if not _is_near(shot, figure)]
    staged: list[Staged] = []
    for index, (figure, x) in enumerate(zip(rest, _across(rest, near, shot, frame), strict=True)):
        asset = chosen.get(need_id(NeedKind.CHARACTER, figure.character_id))
        name = f"figure{index}"
        if asset is not None and asset.media == "picture":
            staged.append(_pictured(figure, asset, name, x, len(rest), shot, frame))
        else:
            one = _drawn(figure, x, len(rest), shot, frame, looks[figure.character_id])
            staged.append(_seated(one, shot, frame) if figure.character_id in seated else one)
    staged += [_from_behind(figure, f"near{index}", frame, chosen, looks) for index, figure in enumerate(near)]
    return tuple(staged)


def _seated(item: Staged, shot: Shot, frame: Frame) -> Staged:
    """Return a figure on a chair: lower by the height of the thighs, or by a little where the legs are not seen."""
    lower = _SEAT * item.scale // 1000 if item.whole else frame.y({Framing.CLOSE_UP: 15}.get(shot.framing, 45))
    return replace(item, y=item.y + lower, top=item.top + lower, sits=True)


def _is_near(shot: Shot, figure: Figure) -> bool:
    return shot.kind is ShotKind.OVER_SHOULDER and figure.facing == "away"


def _across(figures: list[Figure], near: list[Figure], shot: Shot, frame: Frame) -> list[int]:
    """Return the middle of each figure from left to right; people stand nearer to each other in a tall picture."""
    if near and len(figures) == 1:
        share = {"left": 610, "right": 390}.get(near[0].place, 600)
        return [frame.x(share)]
    if len(figures) == 1:
        aside = {Framing.CLOSE_UP: 50, Framing.MEDIUM_CLOSE: 85}.get(shot.framing, 130)
        aside = aside if frame.width > frame.height else aside // 2
        return [frame.x(500 + {"left": -aside, "right": aside}.get(figures[0].place, 0))]
    if len(figures) == 2:
        wide = frame.width > frame.height
        return [frame.x(310 if wide else 270), frame.x(690 if wide else 730)]
    # Each in the middle of a share of what a still camera sees: a plate is wider than the picture.
    count = len(figures)
    return [frame.x(_UNSEEN + (1000 - 2 * _UNSEEN) * (2 * index + 1) // (2 * count)) for index in range(count)]


def _drawn(figure: Figure, x: int, count: int, shot: Shot, frame: Frame, look: Look) -> Staged:
    turn = {"left": -_TURN, "right": _TURN}.get(figure.facing, 0)
    gesture, emotion = gesture_of(shot, figure), expression_of(shot, figure)
    room = frame.width * 115 // (100 * count)
    child = look.age == "child"
    if shot.framing in _BODY_SHARE:
        height = frame.y(_BODY_SHARE[shot.framing]) * (_CHILD if child else 100) // 100
        scale = min(height * 1000 // _FIGURE_UNITS, room * 1000 // _SHOULDERS)
        y = frame.y(_FEET_AT[shot.framing]) - _BELOW * scale // 1000
        top = y - _ABOVE * scale // 1000
        return Staged(
            "drawn", figure, x, y, scale, whole=True, turn=turn, look=look, top=top, gesture=gesture, emotion=emotion
        )
    share = {Framing.CLOSE_UP: 190, Framing.MEDIUM_CLOSE: 130}.get(shot.framing, 100)
    head = frame.y(_HEAD_SHARE.get(shot.framing, 185)) * (90 if child else 100) // 100
    scale = min(head * 1000 // _HEAD_UNITS, room * share * 10 // _SHOULDERS)
    y = frame.y(_HEAD_AT.get(shot.framing, 385) + (70 if child and shot.framing is not Framing.CLOSE_UP else 0))
    return Staged(
        "drawn",
        figure,
        x,
        y,
        scale,
        turn=turn,
        look=look,
        top=y - _ABOVE * scale // 1000,
        gesture=gesture,
        emotion=emotion,
    )


def _from_behind(
    figure: Figure, name: str, frame: Frame, chosen: Mapping[str, LibraryAsset], looks: Mapping[str, Look]
) -> Staged:
    """Someone near the camera with their back to it: a dark outline, of the library's cut-out where there is one."""
    asset = chosen.get(need_id(NeedKind.CHARACTER, figure.character_id))
    if asset is not None and asset.cut_out and asset.height * 100 < asset.width * _TALL:
        height = min(frame.y(1000), frame.width * 80 * asset.height // (100 * asset.width))
        width = height * asset.width // asset.height
        x, top = frame.x(850 if figure.place == "right" else 150), frame.height - height * 86 // 100
        return Staged("cut_out", figure, x, top, width=width, height=height, picture=name, near=True)
    x, turn = (860, 9) if figure.place == "right" else (140, -9)
    look = in_shadow(looks[figure.character_id])
    scale = min(frame.y(500), frame.width * 40 // 100) * 1000 // _HEAD_UNITS
    return Staged("drawn", figure, frame.x(x), frame.y(505), scale, turn=turn, look=look, near=True)


def _pictured(figure: Figure, asset: LibraryAsset, name: str, x: int, count: int, shot: Shot, frame: Frame) -> Staged:
    if not asset.cut_out:
        if shot.framing is Framing.CLOSE_UP and count == 1:
            return Staged("full", figure, 0, 0, width=frame.width, height=frame.height, picture=name)
        height = frame.y(_CUT_OUT_SHARE[shot.framing] * 78 // 100 if shot.framing in _BODY_SHARE else 640)
        width = min(height * 3 // 4, frame.width * 88 // (100 * count))
        top = frame.y(110)
        return Staged("panel", figure, x, top, width=width, height=height, picture=name, top=top)
    height = frame.y(_CUT_OUT_SHARE.get(shot.framing, 860))
    # Side by side in a tall picture they would be small, at its foot, under the caption: there they stand close together.
    room = 135 if frame.width > frame.height or count == 1 else 300
    height = min(height, frame.width * room * asset.height // (100 * count * asset.width))
    if asset.height * 100 >= asset.width * _TALL:
        return _whole_person(figure, asset, name, x, shot, frame)
    width = height * asset.width // asset.height
    top = max(frame.height - height, -frame.y(20))
    return Staged("cut_out", figure, x, top, width=width, height=height, picture=name, top=top)


def _whole_person(figure: Figure, asset: LibraryAsset, name: str, x: int, shot: Shot, frame: Frame) -> Staged:
    """A person from head to foot: seen whole in wide views, and nearer by the height of the head in the others."""
    if shot.framing in _BODY_SHARE:
        height = frame.y(_BODY_SHARE[shot.framing])
        top = frame.y(_FEET_AT[shot.framing]) - height
    else:
        head = frame.y(_HEAD_SHARE.get(shot.framing, 185))
        height = head * 7
        top = frame.y(_HEAD_AT.get(shot.framing, 385)) - head * 6 // 10
    width = height * asset.width // asset.height
    return Staged("cut_out", figure, x, top, width=width, height=height, whole=True, picture=name, top=top)
