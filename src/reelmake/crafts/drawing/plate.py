"""A shot's still picture: the action that draws its plate from the library, from placeholders, or from both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from reelmake.actions.fonts import font_input
from reelmake.actions.tools import Tool, python_tool
from reelmake.crafts.drawing.card_layout import card_face
from reelmake.crafts.drawing.circumstances import Circumstance, weather_of
from reelmake.crafts.drawing.figure_layout import Staged, stage
from reelmake.crafts.drawing.figure_looks import Look
from reelmake.crafts.drawing.insert import PropCard, prop_card
from reelmake.crafts.drawing.labels import Label, Text, name_labels, place_labels
from reelmake.crafts.drawing.sets.backdrop import backdrop_of, background_zoom
from reelmake.crafts.drawing.sets.shapes import Frame
from reelmake.crafts.drawing.sets.weather import foreground_weather
from reelmake.crafts.drawing.visible import Visible, visible_card, visible_of
from reelmake.documents.action import Action, FromAction, FromFile
from reelmake.documents.library import LibraryAsset
from reelmake.documents.manifest import NeedKind, need_id, prop_id
from reelmake.documents.plate import plate_size
from reelmake.documents.shotlist import Framing, Move, Shot, ShotKind
from reelmake.materials.fonts.files import FONTS, Font

__all__ = ["Layer", "art_action", "draw_tool", "has_depth", "plate_size"]

RECIPE = 2
_REMEMBERED = 512
"""Plates kept in memory: an episode shows the same people in the same places again and again."""
Layer = Literal["whole", "back", "front"]
"""All of a picture; or, where a camera moves, what is behind the figures and what is before it, on nothing."""
_BLUR: dict[Framing, int] = {Framing.MEDIUM: 3, Framing.MEDIUM_CLOSE: 8, Framing.CLOSE_UP: 16, Framing.INSERT: 16}
"""How much a photographed place is softened behind what is near, in thousandths of the picture's smaller side."""


@dataclass(frozen=True)
class _Picture:
    """A library file a plate shows, and how the tool is to shape it."""

    name: str
    asset: LibraryAsset
    width: int
    height: int
    mode: str
    zoom: int = 100
    blur: int = 0
    at: tuple[int, int] | None = None
    """Where it stands on the picture beneath the drawing; None where the drawing itself shows it."""

    @property
    def option(self) -> str:
        return "--picture" if self.at is None else "--paste"

    @property
    def argument(self) -> str:
        place = "" if self.at is None else f"@{self.at[0]},{self.at[1]}"
        return f"{self.name}:{self.width}x{self.height}:{self.mode}:{self.zoom}:{self.blur}{place}"


@dataclass(frozen=True)
class _Drawing:
    """An SVG, the words in it, and the pictures it shows or lies upon."""

    svg: str
    texts: tuple[Text, ...]
    pictures: tuple[_Picture, ...] = ()
    under: _Picture | None = None


def draw_tool() -> Tool:
    """Return the tool that turns a drawing into a picture."""
    return python_tool("draw", "reelmake.crafts.drawing.draw_tool", ("resvg-py", "pillow"))


def art_action(
    shot: Shot,
    *,
    width: int,
    height: int,
    chosen: Mapping[str, LibraryAsset],
    colours: Mapping[str, str],
    missing: frozenset[str],
    looks: Mapping[str, Look] | None = None,
    circumstance: Circumstance | None = None,
    layer: Layer = "whole",
) -> Action:
    """Return the action that draws a shot's plate, or a layer of it, for an output of ``width`` by ``height``.

    ``chosen`` are library files and ``missing`` the needs without one, both by the need's id; ``colours`` and
    ``looks`` are the characters'. Only what is seen takes part, so shots that look alike share one picture.
    """
    frame = Frame(*plate_size(width, height))
    if shot.kind is ShotKind.CARD or shot.framing is Framing.CARD:
        return _card_action(visible_card(shot, frame))
    given = circumstance or Circumstance(weather_of((shot.location, shot.time_of_day)))
    seen = visible_of(shot, frame, chosen=chosen, missing=missing, colours=colours, looks=looks or {}, given=given)
    return _plate_action(seen, layer)


@lru_cache(maxsize=_REMEMBERED)
def _card_action(seen: Visible) -> Action:
    return _action(_card(seen.shot, seen.frame), subject="a card")


@lru_cache(maxsize=_REMEMBERED)
def _plate_action(seen: Visible, layer: Layer) -> Action:
    return _action(_plate(seen, layer), subject=f"{seen.shot.location}, {seen.shot.framing.value}")


def has_depth(shot: Shot, chosen: Mapping[str, LibraryAsset]) -> bool:
    """Say whether a shot is drawn in two layers: its camera moves, and something stands before the place."""
    # Before a face that fills the picture hardly any place is left to pass by, and the layer costs half an encode.
    if shot.move is Move.STATIC or shot.kind is ShotKind.CARD or shot.framing in (Framing.CARD, Framing.CLOSE_UP):
        return False
    if shot.framing is Framing.INSERT:
        thing = _still(chosen, NeedKind.PROP, prop_id(shot))
        return thing is None or thing.cut_out
    people = [chosen.get(need_id(NeedKind.CHARACTER, figure.character_id)) for figure in shot.figures]
    return bool(people) and all(asset is None or asset.cut_out for asset in people)


def _card(shot: Shot, frame: Frame) -> _Drawing:
    face = card_face(shot, frame)
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


def _plate(seen: Visible, layer: Layer) -> _Drawing:
    shot, frame, chosen = seen.shot, seen.frame, seen.chosen
    staged = stage(shot, frame, chosen, seen.looks, seen.seated)
    thing = _still(chosen, NeedKind.PROP, prop_id(shot))
    prop = prop_card(shot, frame, thing) if shot.framing is Framing.INSERT else None
    backdrop = backdrop_of(shot, frame, seen.weather)
    labels: tuple[Label, ...] = ()
    if layer == "back":
        staged, prop = (), None
    else:
        # Words stand before everything, so in two layers no head passes over the place's name.
        labels = (
            *place_labels(shot, frame, seen.missing, backdrop.accent),
            *name_labels(staged, frame, seen.missing, seen.colours),
        )
    under = _under(shot, frame, staged, chosen) if layer != "front" else None
    pasted = under is not None or layer == "front"
    pictures = _people(staged, chosen, on_picture=pasted)
    if prop is not None and prop.asset is not None and not prop.fills:
        pictures.append(_Picture(prop.picture, prop.asset, prop.width, prop.height, "contain"))
    drawing = _render(
        "plate",
        width=frame.width,
        height=frame.height,
        set=None if pasted else backdrop,
        zoom=_zoom(backdrop.zoom, frame),
        staged=[item for item in staged if item.kind != "full" and not (pasted and item.kind == "cut_out")],
        colours=seen.colours,
        prop=None if prop is not None and prop.fills else prop,
        before=() if layer == "back" else foreground_weather(shot, frame, seen.weather),
        labels=labels,
    )
    return _Drawing(drawing, _texts(labels, prop), tuple(pictures), under)


def _under(shot: Shot, frame: Frame, staged: tuple[Staged, ...], chosen: Mapping[str, LibraryAsset]) -> _Picture | None:
    """Return the picture that fills the plate beneath all that is drawn: a face, a thing, or the place."""
    size = (frame.width, frame.height)
    for item in staged:
        if item.kind == "full":
            return _Picture("under", chosen[need_id(NeedKind.CHARACTER, item.figure.character_id)], *size, "cover")
    thing = _still(chosen, NeedKind.PROP, prop_id(shot))
    if shot.framing is Framing.INSERT and thing is not None and not thing.cut_out:
        return _Picture("under", thing, *size, "cover")
    place = _still(chosen, NeedKind.LOCATION, shot.location_id)
    if place is None:
        return None
    return _Picture("under", place, *size, "cover", background_zoom(shot.framing), frame.s(_BLUR.get(shot.framing, 0)))


def _people(staged: tuple[Staged, ...], chosen: Mapping[str, LibraryAsset], *, on_picture: bool) -> list[_Picture]:
    """Return the library's pictures of people; on a picture, cut-outs are pasted there, which is much faster."""
    pictures = []
    for item in staged:
        if item.kind in ("cut_out", "panel"):
            asset = chosen[need_id(NeedKind.CHARACTER, item.figure.character_id)]
            pasted = on_picture and item.kind == "cut_out"
            at = (item.x - item.width // 2, item.y) if pasted else None
            mode = "cover" if item.kind == "panel" else "shadow" if item.near else "contain"
            pictures.append(_Picture(item.picture, asset, item.width, item.height, mode, at=at))
    return pictures


def _still(chosen: Mapping[str, LibraryAsset], kind: NeedKind, subject_id: str) -> LibraryAsset | None:
    asset = chosen.get(need_id(kind, subject_id))
    return asset if asset is not None and asset.media == "picture" else None


def _zoom(percent: int, frame: Frame) -> dict[str, object]:
    """Return how a set is magnified about a point a little above its middle."""
    return {
        "x": -frame.x(500) * (percent - 100) // 100,
        "y": -frame.y(470) * (percent - 100) // 100,
        "scale": f"{percent // 100}.{percent % 100:02d}",
    }


def _texts(labels: tuple[Label, ...], prop: PropCard | None) -> tuple[Text, ...]:
    return (*(text for label in labels for text in label.texts), *(prop.name if prop else ()))


def _fonts(texts: tuple[Text, ...]) -> tuple[Font, ...]:
    families = {span.family for text in texts for span in text.line.spans}
    return tuple(font for font in FONTS if font.family in families)


def _action(drawing: _Drawing, *, subject: str) -> Action:
    fonts = _fonts(drawing.texts)
    tool = draw_tool()
    argv = ["--under", drawing.under.argument] if drawing.under else []
    argv += [part for picture in drawing.pictures for part in (picture.option, picture.argument)]
    argv += [part for font in fonts for part in ("--font", f"in/{font.filename}")]
    shown = (*drawing.pictures, drawing.under) if drawing.under else drawing.pictures
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
