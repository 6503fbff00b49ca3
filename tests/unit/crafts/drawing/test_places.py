"""Places, weather, things and faces, measured in pixels."""

from __future__ import annotations

import itertools
import re

import numpy as np
import pytest
from PIL import Image

from reelmake.crafts.drawing.plate import art_action
from reelmake.crafts.drawing.sets.backdrop import _THEMES, theme_of
from reelmake.crafts.drawing.sets.exteriors import EXTERIORS
from reelmake.crafts.drawing.sets.interiors import INTERIORS
from reelmake.crafts.drawing.shot_context import ShotContext
from reelmake.crafts.drawing.signs import GENERIC_SIGN, SIGNS, sign_of
from reelmake.documents.action import Action
from reelmake.documents.shotlist import Shot
from reelmake.materials.shipped import shipped
from support.asset_world import Draw, figure, shot

NAMES = {
    "kitchen": "KITCHEN", "parlour": "LIVING ROOM", "bedroom": "BEDROOM", "bathroom": "BATHROOM",
    "workplace": "OFFICE",
    "corridor": "CORRIDOR", "shop": "SHOP", "counter": "CAFE", "workshop": "REPAIR SHOP", "auditorium": "THEATRE",
    "church": "CHURCH", "hospital": "HOSPITAL", "classroom": "CLASSROOM", "cell": "PRISON CELL", "vehicle": "CAR",
    "carriage": "TRAIN", "shelves": "LIBRARY", "hall": "MUSEUM",
    "town": "STREET", "park": "PARK", "wood": "FOREST", "coast": "BEACH", "hills": "FIELD",
    "mountains": "MOUNTAIN",
    "roof": "ROOF OF THE ASTRA", "stop": "TRAM STOP", "bridge": "BRIDGE",
    "courtyard": "COURTYARD", "village": "VILLAGE",
}  # fmt: skip


def bare(made: Shot, weather: str = "", size: tuple[int, int] = (320, 180)) -> Action:
    return art_action(
        made,
        width=size[0],
        height=size[1],
        chosen={},
        colours={},
        missing=frozenset(),
        context=ShotContext(weather),
    )


def place(theme: str, time: str = "DAY", **fields: str) -> Shot:
    inside = theme in INTERIORS
    given = {"location": NAMES[theme], "setting": "int" if inside else "ext", "time_of_day": time, **fields}
    return shot("establishing", "extreme_wide", **given)


def pixels(picture: Image.Image) -> np.ndarray:
    return np.asarray(picture, dtype=np.int16)


@pytest.mark.parametrize("theme", NAMES)
def test_a_heading_s_words_call_for_its_kind_of_place(theme: str) -> None:
    assert theme_of(NAMES[theme], "x", inside=theme in INTERIORS) == theme


def test_every_kind_of_place_has_words_that_select_it() -> None:
    assert {*INTERIORS, *EXTERIORS} == set(NAMES) == set(_THEMES)
    assert len(INTERIORS) >= 15 and len(EXTERIORS) >= 10


def test_kinds_of_place_are_distinct_at_a_glance(draw: Draw) -> None:
    small = {theme: pixels(draw(bare(place(theme))).resize((32, 18))) for theme in NAMES}
    for one, two in itertools.combinations(small, 2):
        assert np.abs(small[one] - small[two]).mean() > 9, (one, two)


@pytest.mark.parametrize("theme", ["kitchen", "church", "carriage", "town", "park", "roof"])
def test_night_is_darker_than_day_but_never_black(draw: Draw, theme: str) -> None:
    light = {time: pixels(draw(bare(place(theme, time)))).mean() for time in ("DAY", "DUSK", "NIGHT", "DAWN")}
    assert light["NIGHT"] < light["DUSK"] < light["DAY"]
    assert light["NIGHT"] < light["DAWN"] < light["DAY"]
    assert light["NIGHT"] > 18


@pytest.mark.parametrize("weather", ["rain", "snow", "fog", "storm"])
def test_weather_is_visible_outside_and_through_the_window(draw: Draw, weather: str) -> None:
    for theme, least in (("town", 6), ("kitchen", 0.25)):
        fair, foul = (pixels(draw(bare(place(theme), kind))) for kind in ("", weather))
        assert np.abs(fair - foul).mean() > least
    if weather == "fog":
        fair, foul = (pixels(draw(bare(place("town"), kind)))[60:].std() for kind in ("", weather))
        assert foul < fair * 0.7


def test_lamps_are_lit_at_night(draw: Draw) -> None:
    for theme in ("stop", "courtyard", "bedroom"):
        night = pixels(draw(bare(place(theme, "NIGHT"))))
        assert ((night[..., 0] > 220) & (night[..., 2] < 190)).sum() > 20, theme


def test_every_sign_is_drawn_and_differs_from_the_others(draw: Draw) -> None:
    template = shipped("templates", "art", "prop.svg.j2").read_text(encoding="utf-8")
    drawn = set(re.findall(r'kind == "(\w+)"', template))
    assert drawn == set(SIGNS) and len(SIGNS) >= 24
    outlines = {}
    for name in SIGNS:
        svg = bare(shot("insert", "insert", prop=name)).texts["plate.svg"]
        outline = re.search(r'stroke-linejoin="round">\n(.*)</g></g>', svg, re.DOTALL)
        assert outline is not None
        outlines[name] = re.sub(r"#[0-9a-f]{6}", "", outline[1])
    assert len(set(outlines.values())) == len(SIGNS)


@pytest.mark.parametrize(
    ("prop", "sign"),
    [
        ("BRASS KEY", "key"),
        ("key ring", "ring"),
        ("bottle of wine", "bottle"),
        ("old photographs", "photo"),
        ("WRISTWATCH", "watch"),
        ("two tickets", "ticket"),
        ("frobnicator", GENERIC_SIGN),
        ("", GENERIC_SIGN),
    ],
)
def test_a_thing_s_name_says_which_sign_it_has(prop: str, sign: str) -> None:
    assert sign_of(prop) == sign


@pytest.mark.parametrize(
    "emotion", ["happy", "sad", "angry", "afraid", "surprised", "tired", "disgusted", "tender", "whisper"]
)
def test_each_feeling_has_its_own_face_and_gesture(draw: Draw, emotion: str) -> None:
    others = ["", "happy", "sad", "angry", "afraid", "surprised", "tired", "disgusted", "tender", "whisper"]
    faces = {
        name: pixels(
            draw(bare(shot("close_up", "medium", figure("MARA", role="speaker"), emotion=name), size=(640, 360)))
        )
        for name in (emotion, *others)
    }
    for other in set(others) - {emotion}:
        assert (np.abs(faces[emotion] - faces[other]).max(axis=2) > 40).sum() > 120, other


@pytest.mark.parametrize(("facing", "sign"), [("left", -1), ("right", 1)])
def test_a_face_looks_to_its_side(draw: Draw, facing: str, sign: int) -> None:
    def eyes(turned: str) -> float:
        made = shot("close_up", "close_up", figure("MARA", "centre", turned))
        svg = bare(made).texts["plate.svg"]
        turn = re.search(r"scale\((-?1),1\) translate\((\d+),0\)", svg)
        assert turn is not None
        return int(turn[1]) * int(turn[2])

    assert eyes(facing) * sign > 8 and eyes("camera") == 0


def test_a_plate_in_two_layers_shows_what_the_whole_one_shows(draw: Draw) -> None:
    from reelmake.crafts.drawing.plate import has_depth

    made = shot("close_up", "medium", figure("MARA", "left", "right"), move="push_in")
    assert has_depth(made, {}) and not has_depth(shot("close_up", "medium", figure("MARA")), {})
    missing = frozenset({"character/mara", f"location/{made.location_id}"})
    layers = [
        art_action(made, width=640, height=360, chosen={}, colours={}, missing=missing, layer=layer)
        for layer in ("whole", "back", "front")
    ]
    whole, back, front = (draw(action, mode="RGBA") for action in layers)
    assert front.getpixel((5, 5))[3] == 0 and front.getchannel("A").getbbox() is not None
    slate = front.crop((736 * 9 // 100, 414 * 9 // 100, 736 * 13 // 100, 414 * 13 // 100))
    assert slate.getchannel("A").getextrema()[0] > 150, "the place's name is in front of all heads"
    both = Image.alpha_composite(back, front)
    assert np.abs(pixels(both.convert("RGB")) - pixels(whole.convert("RGB"))).mean() < 0.2
