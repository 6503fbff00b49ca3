"""Where cut-outs of head and shoulders stand: framed as a camera would frame them, and above the captions."""

from __future__ import annotations

from itertools import pairwise

import pytest

from reelmake.crafts.drawing.figure_layout import PlacedFigure, place_figures
from reelmake.crafts.drawing.sets.shapes import Frame
from reelmake.documents.library import LibraryAsset
from reelmake.documents.plate import plate_size
from support.asset_world import figure, shot

NAMES = ("ADA", "BEN", "MARA")
HAIR, EYES, CHIN = 0.13, 0.37, 0.58
"""Their heights in the example's pictures, and in most busts, as shares of the picture's height."""


def staged(framing: str, count: int, size: tuple[int, int] = (1280, 720)) -> tuple[tuple[PlacedFigure, ...], Frame]:
    chosen = {
        f"character/{name.lower()}": LibraryAsset.model_validate(
            {
                "kind": "character",
                "subject_id": name.lower(),
                "path": f"assets/{name}.png",
                "digest": "ab" * 32,
                "media": "picture",
                "format": "png",
                "width": 1000,
                "height": 1000,
                "cut_out": True,
                "licence": {"license_type": "CC0-1.0"},
            }
        )
        for name in NAMES[:count]
    }
    frame = Frame(*plate_size(*size))
    places = ("left", "right", "centre")[:count] if count > 1 else ("centre",)
    people = [figure(name, place) for name, place in zip(NAMES[:count], places, strict=True)]
    return place_figures(shot("action", framing, *people), frame, chosen, {}), frame


@pytest.mark.parametrize(("framing", "count"), [("medium", 1), ("medium", 2), ("medium_close", 1)])
def test_eyes_lie_above_the_middle_and_the_hair_inside_the_picture(framing: str, count: int) -> None:
    people, frame = staged(framing, count)
    # A still camera's view begins at 6.5 % of the plate's height.
    for person in people:
        assert (person.y + EYES * person.height) / frame.height < 0.5
        assert (person.y + HAIR * person.height) / frame.height > 0.065


@pytest.mark.parametrize("count", [2, 3])
def test_several_people_in_a_wide_view_are_inside_the_picture_and_apart(count: int) -> None:
    people, frame = staged("wide", count)
    edges = [(person.x - person.width * 30 // 100, person.x + person.width * 30 // 100) for person in people]
    assert all(left > frame.width * 0.065 and right < frame.width * 0.935 for left, right in edges)
    assert all(before[1] <= after[0] for before, after in pairwise(edges))


@pytest.mark.parametrize("count", [2, 3])
def test_in_a_tall_picture_faces_lie_above_the_captions(count: int) -> None:
    people, frame = staged("wide", count, (1080, 1920))
    for person in people:
        assert (person.y + CHIN * person.height) / frame.height < 0.78
        assert (person.y + EYES * person.height) / frame.height < 0.68
