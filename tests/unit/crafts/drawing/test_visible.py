"""The visible part of a shot: shots that are equal in it share one plate, which is drawn once."""

from __future__ import annotations

import pytest

from reelmake.crafts.drawing import plate
from reelmake.crafts.drawing.plate import art_action
from reelmake.documents.action import Action
from reelmake.documents.shotlist import Move, Shot, ShotLine, Transition, TransitionKind
from support.asset_world import figure, shot

LINE = ShotLine(line_id="d1.0", speaker_id="mara", speaker="MARA", text="Hello.", offset=0, frames=24)
UNSEEN = {
    "id": "9Z",
    "scene_id": "9",
    "start": 77,
    "frames": 5,
    "move": Move.PUSH_IN,
    "action": "Mara sits down.",
    "mood": "tense",
    "sfx": ("THUNDER",),
    "transition_in": Transition(kind=TransitionKind.DISSOLVE, frames=4),
    "transition_out": Transition(kind=TransitionKind.FADE_OUT, frames=4),
    "lines": (LINE,),
    "element_ids": ("a7",),
}
SEEN = {
    "kind": "over_shoulder",
    "framing": "close_up",
    "figures": (figure("OTTO"),),
    "location_id": "pier",
    "location": "PIER",
    "setting": "ext",
    "time_of_day": "DAY",
    "prop": "BRASS KEY",
    "emotion": "angry",
    "card": "THE END",
    "card_style": "title",
    "credits": ({"heading": "Music", "lines": ["Nobody"]},),
}


def art(made_for: Shot, **changes: object) -> Action:
    changed = Shot.model_validate({**made_for.model_dump(), **changes})
    missing = frozenset({"character/mara", "character/otto", "location/lighthouse", "location/pier"})
    return art_action(changed, width=640, height=360, chosen={}, colours={}, missing=missing)


TWO = shot("two_shot", "medium", figure("MARA", "left", "right"), figure("OTTO", "right", "left"))
CARD = shot("card", "card", location="", card="SERIES\nPART ONE")


@pytest.mark.parametrize("field", UNSEEN)
@pytest.mark.parametrize("made_for", [TWO, CARD], ids=["people", "card"])
def test_an_invisible_field_changes_no_plate_and_causes_no_drawing(made_for: Shot, field: str) -> None:
    first = art(made_for)
    drawn = plate._plate_action.cache_info().misses + plate._card_action.cache_info().misses
    assert art(made_for, **{field: UNSEEN[field]}) == first
    assert plate._plate_action.cache_info().misses + plate._card_action.cache_info().misses == drawn


@pytest.mark.parametrize("field", ["kind", "framing", "figures", "location_id", "location", "setting", "time_of_day"])
def test_a_visible_field_changes_the_plate_of_people_in_a_place(field: str) -> None:
    assert art(TWO, **{field: SEEN[field]}).key != art(TWO).key


def test_a_thing_a_feeling_and_words_change_the_plates_that_show_them() -> None:
    insert = shot("insert", "insert", prop="LETTER")
    near = shot("close_up", "close_up", figure("MARA"))
    assert art(insert, prop="BRASS KEY").key != art(insert).key
    assert art(near, emotion="angry").key != art(near).key
    for field in ("card", "card_style"):
        assert art(CARD, **{field: SEEN[field]}).key != art(CARD).key


def test_every_field_of_a_shot_is_classified_as_visible_or_invisible() -> None:
    assert UNSEEN.keys() | SEEN.keys() == set(Shot.model_fields)
    assert not UNSEEN.keys() & SEEN.keys()
