"""What a plate shows, measured in pixels."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from reelmake.crafts.drawing.labels import SAFE_BOTTOM, SAFE_LEFT, SAFE_RIGHT, SAFE_TOP
from reelmake.crafts.drawing.plate import art_action
from reelmake.documents.action import Action, FromFile
from reelmake.documents.library import LibraryAsset, Licence
from reelmake.documents.plate import plate_size
from reelmake.documents.shotlist import Shot
from reelmake.kernel.digest import digest_file
from reelmake.materials.fonts.files import ARABIC, CJK, HEBREW, LATIN
from support.asset_world import Draw, World, figure, plate_action, png, shot

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "x',drawtext=textfile=/etc/passwd:<&\"'>]]>{{ 7*7 }}"


def difference(one: Image.Image, two: Image.Image) -> float:
    """Mean difference of two pictures' channels, 0 to 255."""
    return float(np.abs(np.asarray(one, dtype=np.int16) - np.asarray(two, dtype=np.int16)).mean())


def words_in(action: Action) -> list[str]:
    root = ET.fromstring(action.texts["plate.svg"])  # noqa: S314
    return ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]


@pytest.mark.parametrize("size", [(1280, 720), (1080, 1920), (320, 240), (162, 160)])
@pytest.mark.parametrize(
    "made",
    [
        lambda: shot("establishing", "extreme_wide", setting="ext"),
        lambda: shot("two_shot", "medium", figure("MARA", "left"), figure("TOBIAS", "right")),
        lambda: shot("insert", "insert", prop="KEY"),
        lambda: shot("card", "card", location="", card="THE END"),
    ],
)
def test_a_plate_has_the_size_of_a_plate(draw: Draw, size: tuple[int, int], made: Callable[[], Shot]) -> None:
    assert draw(plate_action(made(), size=size)).size == plate_size(*size)


def test_the_camera_and_the_plate_agree_on_its_size() -> None:
    from reelmake.crafts.picture import camera

    for size in ((1280, 720), (1080, 1920), (854, 480), (162, 160), (1998, 1080)):
        assert camera.plate_size(*size) == plate_size(*size)


@pytest.mark.spec("E5")
def test_the_same_shot_gives_the_same_drawing_and_the_same_bytes(draw: Draw) -> None:
    made = shot("two_shot", "medium", figure("MARA", "left"), figure("דוד", "right"))
    one, two = plate_action(made), plate_action(made)
    assert one.key == two.key
    assert draw(one).tobytes() == draw(two).tobytes()


@pytest.mark.spec("E2")
def test_a_plate_s_key_does_not_depend_on_the_shot_s_number_time_or_action() -> None:
    made = shot("two_shot", "medium", figure("MARA"))
    other = made.model_copy(update={"id": "9Z", "scene_id": "9", "start": 500, "frames": 7, "action": "She runs."})
    assert plate_action(other).key == plate_action(made).key
    assert plate_action(other).subject == plate_action(made).subject


@pytest.mark.parametrize(
    "change",
    [
        {"location": "FOREST", "location_id": "forest"},
        {"time_of_day": "DAY"},
        {"setting": "ext"},
        {"framing": "close_up"},
        {"emotion": "angry"},
    ],
)
def test_what_is_visible_is_in_the_key(change: dict[str, object]) -> None:
    made = shot("two_shot", "medium", figure("MARA"))
    changed = Shot.model_validate({**made.model_dump(), **change})
    assert plate_action(changed).key != plate_action(made).key


def test_two_places_look_different_and_so_do_day_and_night(draw: Draw) -> None:
    first = draw(plate_action(shot("master", "wide", location="PLACE ONE", setting="ext")))
    second = draw(plate_action(shot("master", "wide", location="PLACE TWO", setting="ext")))
    assert difference(first, second) > 8
    again = shot("master", "wide", location="PLACE ONE", setting="ext", time_of_day="DAY")
    assert difference(first, draw(plate_action(again))) > 20


def test_two_characters_differ_in_more_than_colour(draw: Draw) -> None:
    def grey(name: str) -> Image.Image:
        person = figure(name)
        made = shot("close_up", "close_up", person)
        action = art_action(
            made,
            width=640,
            height=360,
            chosen={},
            colours={person.character_id: "#808080"},
            missing=frozenset(),
        )
        return draw(action)

    assert difference(grey("MARA"), grey("TOBIAS")) > 4
    assert difference(grey("MARA"), grey("MARA")) == 0


def test_script_text_is_data_in_the_drawing_and_never_markup() -> None:
    action = plate_action(shot("two_shot", "medium", figure(HOSTILE), location="<script>&amp;"))
    assert any(text.startswith("x',drawtext=textfile=/etc/passwd:<&\"'>") for text in words_in(action))
    assert "<script>&amp;" in words_in(action)
    assert "49" not in words_in(action)
    assert HOSTILE not in " ".join(action.pipeline[0].argv)


@settings(max_examples=60, deadline=None)
@given(name=st.text(max_size=300), place=st.text(min_size=1, max_size=300), time=st.text(max_size=40))
def test_the_drawing_is_well_formed_whatever_the_script_says(name: str, place: str, time: str) -> None:
    person = figure("MARA").model_copy(update={"name": name})
    made = shot("two_shot", "medium", person, time_of_day=time).model_copy(update={"location": place})
    ET.fromstring(plate_action(made).texts["plate.svg"])  # noqa: S314


@pytest.mark.parametrize(
    ("name", "font"), [("MARA", LATIN), ("مريم", ARABIC), ("דוד", HEBREW), ("東京タワー", CJK), ("Ольга", LATIN)]
)
def test_a_name_is_drawn_in_the_font_that_has_its_letters(draw: Draw, name: str, font: object) -> None:
    action = plate_action(shot("close_up", "close_up", figure(name)))
    assert getattr(font, "filename") in action.inputs  # noqa: B009
    plain = draw(action)
    # Without that font the letters come out as boxes, or not at all.
    argv = tuple(part.replace("in/" + getattr(font, "filename"), "in/none.ttf") for part in action.pipeline[0].argv)  # noqa: B009
    command = action.pipeline[0].model_copy(update={"argv": argv})
    tofu = draw(action.model_copy(update={"pipeline": (command,)}))
    assert difference(plain, tofu) > 0.02


@pytest.mark.parametrize("size", [(1280, 720), (720, 1280)])
@pytest.mark.parametrize("kind", ["two_shot", "establishing", "insert", "card"])
@pytest.mark.parametrize("name", ["MMMMMMM WWWWWWWWWWWW " * 8, "العربية " * 30, "東京" * 40, "ЩЖЮШ" * 30, "OLGA"])
def test_words_stay_inside_the_safe_area(draw: Draw, size: tuple[int, int], kind: str, name: str) -> None:
    framing = {"two_shot": "medium", "establishing": "extreme_wide"}.get(kind, kind)
    people = (figure(name, "left"), figure(name, "right")) if kind == "two_shot" else ()
    made = shot(kind, framing, *people, location=name, prop=name if kind == "insert" else "", card=name)
    action = plate_action(made, size=size)
    whole = np.asarray(draw(action), dtype=np.int16)
    mute = action.model_copy(update={"texts": {"plate.svg": _without_words(action.texts["plate.svg"])}})
    rows, columns = np.nonzero(np.abs(whole - np.asarray(draw(mute), dtype=np.int16)).max(axis=2))
    height, width = whole.shape[:2]
    slack = width // 200
    assert columns.min() >= width * (SAFE_LEFT - 10) // 1000 - slack
    assert columns.max() <= width * (SAFE_RIGHT + 10) // 1000 + slack
    assert rows.min() >= height * (SAFE_TOP - 10) // 1000 - slack
    assert rows.max() <= height * (SAFE_BOTTOM + 10) // 1000 + slack


def _without_words(svg: str) -> str:
    ET.register_namespace("", "http://www.w3.org/2000/svg")
    root = ET.fromstring(svg)  # noqa: S314
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag == f"{SVG}text":
                parent.remove(child)
    return ET.tostring(root, encoding="unicode")


@pytest.mark.spec("E10")
def test_a_drawn_frame_is_labelled_drawn_and_one_from_the_library_has_no_label(world: World) -> None:
    made = shot("two_shot", "medium", figure("MARA"))
    assert "2-SHOT · MS · DRAWN" in words_in(plate_action(made))
    assert not any("PLACEHOLDER" in text for text in words_in(plate_action(made)))
    known, unknown = (plate_action(shot("insert", "insert", prop=prop)) for prop in ("BRASS KEY", "FROBNICATOR"))
    assert not any("PLACEHOLDER" in text for text in words_in(known))
    assert "PLACEHOLDER · FROBNICATOR" in words_in(unknown)
    chosen = {
        "location/lighthouse": stored(world, "location/lighthouse/a.png", png(320, 180)),
        "character/mara": stored(world, "character/mara/a.png", png(mode="RGBA", colour=(0, 200, 0, 0))),
    }
    complete = plate_action(made, chosen)
    assert words_in(complete) == []
    assert not any(name.endswith(".ttf") for name in complete.inputs)


def stored(world: World, path: str, data: bytes, **fields: object) -> LibraryAsset:
    file = world.put(path, data)
    with Image.open(file) as opened:
        width, height = opened.size
        cut_out = opened.mode == "RGBA"
    given = {"width": width, "height": height, "cut_out": cut_out, "media": "picture", "format": "png", **fields}
    kind, subject = path.split("/")[:2]
    return LibraryAsset.model_validate(
        {
            "path": f"assets/{path}",
            "digest": digest_file(file),
            "kind": kind,
            "subject_id": subject,
            "licence": Licence(license_type="CC0-1.0"),
            **given,
        }
    )


@pytest.mark.spec("E2", "A1")
def test_a_library_picture_fills_the_plate_and_its_content_is_in_the_key(world: World, draw: Draw) -> None:
    made = shot("master", "wide")
    red = plate_action(made, {"location/lighthouse": stored(world, "location/lighthouse/a.png", png(400, 100))})
    picture = draw(red, world.root)
    assert picture.getpixel((5, 5)) == picture.getpixel((1400, 800)) == (200, 40, 40)
    blue = stored(world, "location/lighthouse/a.png", png(400, 100, (20, 20, 220)))
    assert plate_action(made, {"location/lighthouse": blue}).key != red.key


def test_a_cut_out_stands_in_front_of_the_place_and_a_listener_is_a_dark_outline(world: World, draw: Draw) -> None:
    person = stored(world, "character/mara/a.png", png(300, 300, (0, 255, 0, 255), "RGBA"), cut_out=True)
    place = stored(world, "location/lighthouse/a.png", png(320, 180))
    chosen = {"location/lighthouse": place, "character/mara": person}
    front = draw(plate_action(shot("close_up", "close_up", figure("MARA")), chosen), world.root)
    assert front.getpixel((736, 600)) == (0, 255, 0)
    away = shot("over_shoulder", "medium", figure("TOBIAS", "left"), figure("MARA", "right", "away", "listener"))
    back = draw(plate_action(away, chosen), world.root)
    assert max(back.getpixel((1251, 700))) < 40


def test_exif_orientation_is_honoured(world: World, draw: Draw) -> None:
    import io

    picture = Image.new("RGB", (200, 100), (255, 0, 0))
    picture.paste((0, 0, 255), (100, 0, 200, 100))
    exif = Image.Exif()
    exif[0x0112] = 6
    buffer = io.BytesIO()
    picture.save(buffer, format="JPEG", exif=exif, quality=95, subsampling=0)
    world.put("location/pier/pier.jpg", buffer.getvalue())
    (asset,) = world.index().assets
    assert (asset.width, asset.height) == (100, 200)
    made = shot("master", "wide", location="PIER")
    drawn = draw(plate_action(made, {"location/pier": asset}, (180, 320)), world.root)
    assert drawn.getpixel((100, 10))[0] > 200
    assert drawn.getpixel((100, 350))[2] > 200


def test_a_picture_that_breaks_after_indexing_becomes_a_grey_area_and_fails_nothing(world: World, draw: Draw) -> None:
    asset = stored(world, "location/lighthouse/a.png", png(320, 180))
    Path(world.root, asset.path).write_bytes(b"not a picture")
    drawn = draw(plate_action(shot("master", "wide"), {"location/lighthouse": asset}), world.root)
    assert drawn.getpixel((10, 10)) == (72, 74, 84)


def test_pictures_get_safe_names_in_the_action(world: World) -> None:
    asset = stored(world, "location/lighthouse/we (ird) name.png", png(320, 180))
    action = plate_action(shot("master", "wide"), {"location/lighthouse": asset})
    assert isinstance(action.inputs["under"], FromFile)
    assert "ird" not in " ".join(action.pipeline[0].argv) + action.texts["plate.svg"]


@pytest.mark.spec("E11")
def test_planning_a_plate_takes_little_time() -> None:
    import time

    made = [shot("two_shot", "medium", figure("MARA"), location=f"PLACE {number}") for number in range(20)]
    plate_action(made[0])
    started = time.process_time()
    for one in made:
        plate_action(one)
    assert (time.process_time() - started) / 20 < 0.04
