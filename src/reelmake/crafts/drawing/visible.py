"""What a plate shows of a shot, and nothing else: shots that agree in it share one picture, drawn once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from reelmake.crafts.drawing.circumstances import Circumstance
from reelmake.crafts.drawing.colours import assign_colours
from reelmake.crafts.drawing.figure_looks import Look, cast_looks
from reelmake.crafts.drawing.sets.shapes import Frame
from reelmake.documents.library import LibraryAsset
from reelmake.documents.shotlist import Move, Shot, Transition

_UNSEEN: Mapping[str, object] = {
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
"""The fields of a shot that no plate shows, and a value for each that says nothing."""


@dataclass(frozen=True)
class Visible:
    """Everything a plate is drawn from, as a value: equal ones have equal plates."""

    shot: Shot
    """The shot without what cannot be seen of it, so that no drawing can depend on that"""
    frame: Frame
    files: tuple[tuple[str, LibraryAsset], ...] = ()
    """The library's files for what is seen, by the need's id"""
    missing: frozenset[str] = frozenset()
    colour_of: tuple[tuple[str, str], ...] = ()
    look_of: tuple[tuple[str, Look], ...] = ()
    weather: str = ""
    seated: frozenset[str] = frozenset()

    @cached_property
    def chosen(self) -> Mapping[str, LibraryAsset]:
        return dict(self.files)

    @cached_property
    def colours(self) -> Mapping[str, str]:
        return dict(self.colour_of)

    @cached_property
    def looks(self) -> Mapping[str, Look]:
        return dict(self.look_of)


def visible_card(shot: Shot, frame: Frame) -> Visible:
    """Return what is seen of a card: its words."""
    return Visible(shot.model_copy(update=_UNSEEN), frame)


def visible_of(
    shot: Shot,
    frame: Frame,
    *,
    chosen: Mapping[str, LibraryAsset],
    missing: frozenset[str],
    colours: Mapping[str, str],
    looks: Mapping[str, Look],
    given: Circumstance,
) -> Visible:
    """Return what is seen of a shot. Of all ``colours`` and ``looks``, only those of its figures count."""
    figures = given.directed(shot.figures)
    people = tuple(dict.fromkeys(figure.character_id for figure in figures))
    if not colours.keys() >= set(people):
        colours = {**assign_colours(people, colours), **colours}
    if not looks.keys() >= set(people):
        looks = {**cast_looks(people, colours, {}), **looks}
    return Visible(
        shot.model_copy(update={**_UNSEEN, "figures": figures}),
        frame,
        tuple(chosen.items()),
        missing,
        tuple((name, colours[name]) for name in people),
        tuple((name, looks[name]) for name in people),
        given.weather,
        given.seated.intersection(people),
    )
