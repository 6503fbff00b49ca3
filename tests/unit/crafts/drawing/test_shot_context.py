"""What a shot's picture takes from its scene: weather, who sits, and eyelines."""

from __future__ import annotations

import pytest

from reelmake.crafts.drawing.plate import art_action
from reelmake.crafts.drawing.shot_context import shot_contexts, weather_of
from reelmake.documents.shotlist import Shot
from support.asset_world import figure, shot


def scene(*shots: Shot) -> list[Shot]:
    return [made.model_copy(update={"id": f"1{number}"}) for number, made in enumerate(shots)]


@pytest.mark.parametrize(
    ("text", "weather"),
    [
        ("STREET IN THE RAIN", "rain"),
        ("Snow falls.", "snow"),
        ("Fog over the harbour", "fog"),
        ("A thunderstorm; rain on the roof.", "storm"),
        ("The rain has stopped.", ""),
        ("No snow this year.", ""),
        ("She storms out to the train.", ""),
    ],
)
def test_weather_follows_the_words_and_their_negations(text: str, weather: str) -> None:
    assert weather_of([text]) == weather


def test_rain_in_one_line_of_action_falls_in_all_of_its_scene() -> None:
    shots = scene(shot("establishing", "wide", setting="ext"), shot("action", "wide", action="Rain."))
    assert [context.weather for context in shot_contexts(shots).values()] == ["rain", "rain"]


def test_a_person_who_sits_down_sits_until_they_rise() -> None:
    people = (figure("MARA", "left", "right"), figure("OTTO", "right", "left"))
    shots = scene(
        shot("master", "wide", *people),
        shot("action", "medium", *people, action="Mara sits."),
        shot("two_shot", "medium", *people),
        shot("action", "medium", figure("MARA"), action="She gets up."),
        shot("two_shot", "medium", *people),
    )
    assert [sorted(context.seated) for context in shot_contexts(shots).values()] == [[], ["mara"], ["mara"], [], []]
    seated, standing = (
        art_action(shots[2], width=640, height=360, chosen={}, colours={}, missing=frozenset(), context=context).key
        for context in (shot_contexts(shots)["12"], shot_contexts(shots)["10"])
    )
    assert seated != standing
