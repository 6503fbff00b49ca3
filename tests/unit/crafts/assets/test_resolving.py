"""The needs of an episode, and the sources chosen for them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from reelmake.crafts.assets.needs import needs_of
from reelmake.crafts.assets.resolve import chosen_for_shot, index_assets, missing_for_shot, resolve, video_for_shot
from reelmake.documents.manifest import AssetManifest
from reelmake.documents.shotlist import Shot, ShotLine, ShotList
from reelmake.documents.voice import LineStatus, SpokenLine, Voice
from support.asset_world import World, figure, mp4, png, shot, wav

KEY, DIGEST = "a" * 64, "b" * 64


def spoken(**fields: object) -> SpokenLine:
    return SpokenLine.model_validate(
        {
            "id": "d1.0", "element_id": "d1", "part": 0, "scene_id": "1", "speaker_id": "mara", "text": "Hello.",
            "spoken": "Hello.", "status": LineStatus.SPOKEN, "key": KEY, "digest": DIGEST, "samples": 48_000,
            "frames": 24, **fields,
        }
    )  # fmt: skip


def voice(*lines: SpokenLine) -> Voice:
    return Voice(trace_id="t", episode="ep", engine="piper", fps="24", lines=lines)


def manifest(*shots: Shot, said: Voice | None = None) -> AssetManifest:
    listed = ShotList(
        trace_id="t", episode="ep", title="T", fps="24", total_frames=1, timing_lock_hash=DIGEST, shots=shots
    )
    return needs_of(listed, said or voice())


@pytest.mark.spec("A3")
def test_needs_name_people_places_things_music_effects_and_lines_but_no_source() -> None:
    line = ShotLine(line_id="d1.0", speaker_id="mara", speaker="MARA", text="Hello.", offset=0, frames=24)
    one = shot("two_shot", "medium", figure("MARA"), mood="calm", sfx=("DOOR SLAM",), lines=(line,))
    two = shot("insert", "insert", prop="BRASS KEY", id="1B")
    needs = manifest(one, two, said=voice(spoken()))
    assert [(need.id, need.shots) for need in needs.needs] == [
        ("character/mara", ("1A",)),
        ("location/lighthouse", ("1A", "1B")),
        ("music/calm", ("1A",)),
        ("prop/brass-key", ("1B",)),
        ("sfx/door-slam", ("1A",)),
        ("voice_line/d1.0", ("1A",)),
    ]
    assert needs.needs[1].tags == ("int", "night")
    assert b"piper" not in needs.to_bytes()


def test_a_card_needs_no_picture() -> None:
    assert manifest(shot("card", "card", location="", card="THE END")).needs == ()


@pytest.mark.spec("A1", "E10")
def test_a_missing_picture_is_flagged_with_the_path_for_it(world: World) -> None:
    world.put("location/lighthouse/lighthouse.png", b"#EXTM3U\n")
    needs = manifest(shot("two_shot", "medium", figure("MARA"), mood="calm"))
    sources = {source.need_id: source for source in resolve(index_assets(needs, world.index()))}
    assert sources["character/mara"].status == "placeholder"
    assert "assets/character/mara/mara.png" in sources["character/mara"].flag
    assert "is there but refused" in sources["location/lighthouse"].flag
    assert (sources["music/calm"].status, sources["music/calm"].flag) == ("none", "")


@pytest.mark.spec("A1", "A2")
def test_a_library_source_has_the_file_s_digest_and_licence(world: World) -> None:
    world.put("music/calm/calm.wav", wav())
    (source,) = resolve(index_assets(manifest(shot("card", "card", location="", mood="calm")), world.index()))
    (asset,) = world.index().assets
    assert (source.status, source.digest, source.licence) == ("library", asset.digest, asset.licence)


def test_lines_are_spoken_or_silent_according_to_the_voice() -> None:
    said = voice(spoken(), spoken(id="d2.0", status=LineStatus.FAILED, key="", digest=""))
    from reelmake.documents.library import Library

    empty = Library(trace_id="t", assets=())
    sources = resolve(index_assets(manifest(said=said), empty), voice=said)
    assert [(source.status, source.digest) for source in sources] == [("spoken", DIGEST), ("silent", "")]


@pytest.mark.parametrize(
    ("time", "framing", "expected"),
    [
        ("NIGHT", "medium", "pier-night.png"),
        ("SUNSET", "medium", "pier-dusk.png"),
        ("DAY", "wide", "pier.png"),
        ("LATER", "wide", "pier.png"),
    ],
)
def test_each_shot_uses_the_file_tagged_with_its_light(world: World, time: str, framing: str, expected: str) -> None:
    for name in ("pier-night", "pier-dusk", "pier"):
        world.put(f"location/pier/{name}.png", png())
    wanted = shot("master", framing, location="PIER", setting="ext", time_of_day=time)
    chosen = chosen_for_shot(wanted, index_assets(manifest(wanted), world.index()))
    assert chosen["location/pier"].path.endswith(f"/{expected}")


def test_feeling_and_framing_choose_among_pictures_of_a_person_and_ties_go_by_path(world: World) -> None:
    for name in ("b-closeup-happy", "a-closeup-sad", "d", "c"):
        world.put(f"character/mara/{name}.png", png())

    def chosen(framing: str, emotion: str) -> str:
        wanted = shot("close_up", framing, figure("MARA"), emotion=emotion)
        return chosen_for_shot(wanted, index_assets(manifest(wanted), world.index()))["character/mara"].path[-8:]

    assert chosen("close_up", "happy") == "appy.png"
    assert chosen("close_up", "sad") == "-sad.png"
    assert chosen("medium", "") == "ra/c.png"


@pytest.mark.spec("A2")
def test_every_file_that_a_shot_uses_is_among_the_sources(world: World) -> None:
    for name in ("pier-night", "pier-day"):
        world.put(f"location/pier/{name}.png", png())
    shots = [shot("master", "wide", location="PIER", id=time, time_of_day=time) for time in ("DAY", "NIGHT")]
    paths = [source.path[-9:] for source in resolve(index_assets(manifest(*shots), world.index()), shots=shots)]
    assert paths == ["r-day.png", "night.png"]


def test_a_video_is_used_in_wide_views_of_its_place_only(world: World) -> None:
    world.put("location/pier/pier.mp4", mp4())
    wide = shot("establishing", "extreme_wide", location="PIER")
    near = shot("close_up", "close_up", location="PIER", id="1B")
    assets = index_assets(manifest(wide, near), world.index())
    film = video_for_shot(wide, chosen_for_shot(wide, assets))
    assert film is not None
    assert film.format == "mp4"
    assert missing_for_shot(wide, assets) == frozenset()
    assert video_for_shot(near, chosen_for_shot(near, assets)) is None
    assert missing_for_shot(near, assets) == {"location/pier"}


def test_resolving_many_shots_goes_through_the_manifest_and_the_library_once(world: World) -> None:
    for name in ("pier-night", "pier-day"):
        world.put(f"location/pier/{name}.png", png())
    shots = [shot("master", "wide", location="PIER", id=f"1-{number}") for number in range(20)]
    needs, library = manifest(*shots), world.index()
    counted_needs, counted_files = Counted(needs.needs), Counted(library.assets)
    assets = index_assets(
        needs.model_copy(update={"needs": counted_needs}), library.model_copy(update={"assets": counted_files})
    )
    for one in shots:
        assert chosen_for_shot(one, assets)["location/pier"].path.endswith("pier-night.png")
        assert missing_for_shot(one, assets) == frozenset()
    assert (counted_needs.passes, counted_files.passes) == (1, 1)


class Counted(tuple[object, ...]):
    """A tuple that counts how often it is iterated over."""

    passes = 0

    def __iter__(self) -> Iterator[object]:
        self.passes += 1
        return super().__iter__()
