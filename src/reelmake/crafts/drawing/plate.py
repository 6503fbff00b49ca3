"""A shot's still picture: the action that makes its plate from library pictures, drawings, or both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from reelmake.actions.fonts import font_input
from reelmake.actions.tools import Tool, python_tool
from reelmake.crafts.drawing.card_layout import lay_out_card
from reelmake.crafts.drawing.figure_layout import PlacedFigure, place_figures
from reelmake.crafts.drawing.figure_looks import FigureLook
from reelmake.crafts.drawing.insert import PropCard, prop_card
from reelmake.crafts.drawing.labels import Label, TextLine, name_labels, place_labels
from reelmake.crafts.drawing.sets.backdrop import backdrop_of, background_zoom
from reelmake.crafts.drawing.sets.shapes import Frame
from reelmake.crafts.drawing.sets.weather import foreground_weather
from reelmake.crafts.drawing.shot_context import ShotContext, weather_of
from reelmake.crafts.drawing.visible import VisibleShot, visible_card, visible_shot
from reelmake.documents.action import Action, FromAction, FromFile
from reelmake.documents.library import LibraryAsset
from reelmake.documents.manifest import NeedKind, need_id, prop_id
from reelmake.documents.plate import plate_size
from reelmake.documents.shotlist import Framing, Move, Shot, ShotKind
from reelmake.materials.fonts.files import FONTS, Font

__all__ = ["Layer", "art_action", "draw_tool", "has_depth", "plate_size"]

RECIPE = 2
_CACHE_SIZE = 512
"""Plate actions kept in memory: an episode shows the same people in the same places again and again."""
Layer = Literal["whole", "back", "front"]
"""The whole picture; or, where the camera moves, the place (``back``) and a transparent layer over it (``front``)."""
_BLUR: dict[Framing, int] = {Framing.MEDIUM: 3, Framing.MEDIUM_CLOSE: 8, Framing.CLOSE_UP: 16, Framing.INSERT: 16}
"""How much a photographed place is blurred in closer framings, in thousandths of the picture's smaller side."""


@dataclass(frozen=True)
class _PlatePicture:
    """A library picture on a plate, and how the tool must fit it."""

    name: str
    asset: LibraryAsset
    width: int
    height: int
    mode: str
    zoom: int = 100
    blur: int = 0
    at: tuple[int, int] | None = None
    """Where it is pasted onto the background; None where the drawing refers to it."""

    @property
    def option(self) -> str:
        return "--picture" if self.at is None else "--paste"

    @property
    def argument(self) -> str:
        place = "" if self.at is None else f"@{self.at[0]},{self.at[1]}"
        return f"{self.name}:{self.width}x{self.height}:{self.mode}:{self.zoom}:{self.blur}{place}"


@dataclass(frozen=True)
class _Drawing:
    """An SVG, the words in it, the pictures it refers to, and the picture beneath it."""

    svg: str
    texts: tuple[TextLine, ...]
    pictures: tuple[_PlatePicture, ...] = ()
    background: _PlatePicture | None = None


def draw_tool() -> Tool:
    """Return the tool that turns an SVG drawing into a PNG."""
    return python_tool("draw", "reelmake.crafts.drawing.draw_tool", ("resvg-py", "pillow"))


def art_action(
    shot: Shot,
    *,
    width: int,
    height: int,
    chosen: Mapping[str, LibraryAsset],
    colours: Mapping[str, str],
    missing: frozenset[str],
    figure_looks: Mapping[str, FigureLook] | None = None,
    context: ShotContext | None = None,
    layer: Layer = "whole",
) -> Action:
    """Return the action that draws a shot's plate, or one layer of it, for an output of ``width`` by ``height``.

    ``chosen`` maps the ids of needs to library files; ``missing`` are the ids of needs that have none. ``colours`` and
    ``figure_looks`` are by character id. Only what is visible enters the action, so shots that look alike share one.
    """
    frame = Frame(*plate_size(width, height))
    if shot.kind is ShotKind.CARD or shot.framing is Framing.CARD:
        return _card_action(visible_card(shot, frame))
    context = context or ShotContext(weather_of((shot.location, shot.time_of_day)))
    visible = visible_shot(
        shot,
        frame,
        chosen=chosen,
        missing=missing,
        colours=colours,
        figure_looks=figure_looks or {},
        context=context,
    )
    return _plate_action(visible, layer)


@lru_cache(maxsize=_CACHE_SIZE)
def _card_action(visible: VisibleShot) -> Action:
    return _action(_card(visible.shot, visible.frame), subject="a card")


@lru_cache(maxsize=_CACHE_SIZE)
def _plate_action(visible: VisibleShot, layer: Layer) -> Action:
    return _action(_plate(visible, layer), subject=f"{visible.shot.location}, {visible.shot.framing.value}")


def has_depth(shot: Shot, chosen: Mapping[str, LibraryAsset]) -> bool:
    """Return whether a shot is drawn in two layers: its camera moves, and something stands in front of the place."""
    # Not close-ups: a face hides nearly all of the place, and a second layer costs half as much as an encode.
    if shot.move is Move.STATIC or shot.kind is ShotKind.CARD or shot.framing in (Framing.CARD, Framing.CLOSE_UP):
        return False
    if shot.framing is Framing.INSERT:
        thing = _picture_of(chosen, NeedKind.PROP, prop_id(shot))
        return thing is None or thing.cut_out
    people = [chosen.get(need_id(NeedKind.CHARACTER, figure.character_id)) for figure in shot.figures]
    return bool(people) and all(asset is None or asset.cut_out for asset in people)


def _card(shot: Shot, frame: Frame) -> _Drawing:
    face = lay_out_card(shot, frame)
    drawing = _render(
        "card",
        width=frame.width,
        height=frame.height,
        words=face.words,
        rule=frame.s(60),
        rules=face.rules,
        thickness=max(2, frame.s(4)),
    )
    return _Drawing(drawing, face.words)


def _plate(visible: VisibleShot, layer: Layer) -> _Drawing:
    shot, frame, chosen = visible.shot, visible.frame, visible.chosen
    staged = place_figures(shot, frame, chosen, visible.figure_looks, visible.seated)
    thing = _picture_of(chosen, NeedKind.PROP, prop_id(shot))
    prop = prop_card(shot, frame, thing) if shot.framing is Framing.INSERT else None
    backdrop = backdrop_of(shot, frame, visible.weather)
    labels: tuple[Label, ...] = ()
    if layer == "back":
        staged, prop = (), None
    else:
        # Labels belong to the front layer: no head may pass over the place's name.
        labels = (
            *place_labels(shot, frame, visible.missing, backdrop.accent),
            *name_labels(staged, frame, visible.missing, visible.colours),
        )
    background = _background(shot, frame, staged, chosen) if layer != "front" else None
    on_background = background is not None or layer == "front"
    pictures = _people_pictures(staged, chosen, on_background=on_background)
    if prop is not None and prop.asset is not None and not prop.fills:
        pictures.append(_PlatePicture(prop.picture, prop.asset, prop.width, prop.height, "contain"))
    drawing = _render(
        "plate",
        width=frame.width,
        height=frame.height,
        set=None if on_background else backdrop,
        zoom=_zoom(backdrop.zoom, frame),
        staged=[item for item in staged if item.kind != "full" and not (on_background and item.kind == "cut_out")],
        colours=visible.colours,
        prop=None if prop is not None and prop.fills else prop,
        before=() if layer == "back" else foreground_weather(shot, frame, visible.weather),
        labels=labels,
    )
    return _Drawing(drawing, _texts(labels, prop), tuple(pictures), background)


def _background(
    shot: Shot, frame: Frame, staged: tuple[PlacedFigure, ...], chosen: Mapping[str, LibraryAsset]
) -> _PlatePicture | None:
    """Return the library picture that fills the plate beneath the drawing: a face, a thing or the place."""
    size = (frame.width, frame.height)
    for item in staged:
        if item.kind == "full":
            return _PlatePicture("under", chosen[need_id(NeedKind.CHARACTER, item.figure.character_id)], *size, "cover")
    thing = _picture_of(chosen, NeedKind.PROP, prop_id(shot))
    if shot.framing is Framing.INSERT and thing is not None and not thing.cut_out:
        return _PlatePicture("under", thing, *size, "cover")
    place = _picture_of(chosen, NeedKind.LOCATION, shot.location_id)
    if place is None:
        return None
    return _PlatePicture(
        "under", place, *size, "cover", background_zoom(shot.framing), frame.s(_BLUR.get(shot.framing, 0))
    )


def _people_pictures(
    staged: tuple[PlacedFigure, ...], chosen: Mapping[str, LibraryAsset], *, on_background: bool
) -> list[_PlatePicture]:
    """Return the library's pictures of people. Cut-outs are pasted onto a background: drawing them is much slower."""
    pictures = []
    for item in staged:
        if item.kind in ("cut_out", "panel"):
            asset = chosen[need_id(NeedKind.CHARACTER, item.figure.character_id)]
            pasted = on_background and item.kind == "cut_out"
            at = (item.x - item.width // 2, item.y) if pasted else None
            mode = "cover" if item.kind == "panel" else "shadow" if item.foreground else "contain"
            pictures.append(_PlatePicture(item.picture, asset, item.width, item.height, mode, at=at))
    return pictures


def _picture_of(chosen: Mapping[str, LibraryAsset], kind: NeedKind, subject_id: str) -> LibraryAsset | None:
    asset = chosen.get(need_id(kind, subject_id))
    return asset if asset is not None and asset.media == "picture" else None


def _zoom(percent: int, frame: Frame) -> dict[str, object]:
    """Return the transformation that magnifies a set about a point a little above its middle."""
    return {
        "x": -frame.x(500) * (percent - 100) // 100,
        "y": -frame.y(470) * (percent - 100) // 100,
        "scale": f"{percent // 100}.{percent % 100:02d}",
    }


def _texts(labels: tuple[Label, ...], prop: PropCard | None) -> tuple[TextLine, ...]:
    return (*(text for label in labels for text in label.texts), *(prop.name if prop else ()))


def _fonts(texts: tuple[TextLine, ...]) -> tuple[Font, ...]:
    families = {span.family for text in texts for span in text.line.spans}
    return tuple(font for font in FONTS if font.family in families)


def _action(drawing: _Drawing, *, subject: str) -> Action:
    fonts = _fonts(drawing.texts)
    tool = draw_tool()
    argv = ["--under", drawing.background.argument] if drawing.background else []
    argv += [part for picture in drawing.pictures for part in (picture.option, picture.argument)]
    argv += [part for font in fonts for part in ("--font", f"in/{font.filename}")]
    shown = (*drawing.pictures, drawing.background) if drawing.background else drawing.pictures
    inputs: dict[str, FromFile | FromAction] = {picture.name: picture.asset.as_input() for picture in shown}
    inputs |= {font.filename: font_input(font) for font in fonts}
    return Action(
        kind="art",
        recipe=RECIPE,
        pipeline=(tool.command(*argv),),
        inputs=inputs,
        texts={"plate.svg": drawing.svg},
        extension="png",
        subject=subject,
    )


def _render(template: str, **values: object) -> str:
    from reelmake.materials.templating import templates

    return templates("art", markup=True).get_template(f"{template}.svg.j2").render(**values)
