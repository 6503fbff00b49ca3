"""The visible part of a shot: shots that are equal in it share one plate, which is drawn once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from reelmake.crafts.drawing.colours import assign_colours
from reelmake.crafts.drawing.figure_looks import FigureLook, distinct_looks
from reelmake.crafts.drawing.sets.shapes import Frame
from reelmake.crafts.drawing.shot_context import ShotContext
from reelmake.documents.library import LibraryAsset
from reelmake.documents.shotlist import Move, Shot, Transition

_INVISIBLE_FIELDS: Mapping[str, object] = {
    "id": "unseen",
    "scene_id": "",
    "start": 0,
    "frames": 1,
    "move": Move.STATIC,
    "action": "",
    "mood": "",
    "sfx": (),
    "transition_in": Transition(),
    "transition_out": Transition(),
    "lines": (),
    "element_ids": (),
}
"""The fields of a shot that no plate shows, each with a neutral value."""


@dataclass(frozen=True)
class VisibleShot:
    """Everything a plate is drawn from, as a hashable value: equal values have equal plates."""

    shot: Shot
    """The shot with its invisible fields made neutral, so that no drawing can depend on them"""
    frame: Frame
    file_items: tuple[tuple[str, LibraryAsset], ...] = ()
    """The library's files for what is seen, by the need's id"""
    missing: frozenset[str] = frozenset()
    colour_items: tuple[tuple[str, str], ...] = ()
    figure_look_items: tuple[tuple[str, FigureLook], ...] = ()
    weather: str = ""
    seated: frozenset[str] = frozenset()

    @cached_property
    def chosen(self) -> Mapping[str, LibraryAsset]:
        return dict(self.file_items)

    @cached_property
    def colours(self) -> Mapping[str, str]:
        return dict(self.colour_items)

    @cached_property
    def figure_looks(self) -> Mapping[str, FigureLook]:
        return dict(self.figure_look_items)


def visible_card(shot: Shot, frame: Frame) -> VisibleShot:
    """Return the visible part of a card: its words."""
    return VisibleShot(shot.model_copy(update=_INVISIBLE_FIELDS), frame)


def visible_shot(
    shot: Shot,
    frame: Frame,
    *,
    chosen: Mapping[str, LibraryAsset],
    missing: frozenset[str],
    colours: Mapping[str, str],
    figure_looks: Mapping[str, FigureLook],
    context: ShotContext,
) -> VisibleShot:
    """Return the visible part of a shot; of ``colours`` and ``figure_looks`` it keeps those of the shot's figures."""
    figures = context.with_eyelines(shot.figures)
    people = tuple(dict.fromkeys(figure.character_id for figure in figures))
    if not colours.keys() >= set(people):
        colours = {**assign_colours(people, colours), **colours}
    if not figure_looks.keys() >= set(people):
        figure_looks = {**distinct_looks(people, colours, {}), **figure_looks}
    return VisibleShot(
        shot.model_copy(update={**_INVISIBLE_FIELDS, "figures": figures}),
        frame,
        tuple(chosen.items()),
        missing,
        tuple((name, colours[name]) for name in people),
        tuple((name, figure_looks[name]) for name in people),
        context.weather,
        context.seated.intersection(people),
    )
