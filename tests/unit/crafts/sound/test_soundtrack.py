from __future__ import annotations

import pytest

from reelmake.crafts.sound.soundtrack import Soundtrack, soundtrack
from reelmake.crafts.sound.spotting import noises, places, stretches
from reelmake.documents.action import Action, FromAction
from reelmake.documents.library import LibraryAsset, Licence
from reelmake.documents.shotlist import Shot, ShotList

SECOND = 48_000


def shot(number: int, scene: str, mood: str, frames: int = 240, **fields: object) -> Shot:
    base = {"id": f"{scene}-{number}", "scene_id": scene, "start": number * 240, "frames": frames, "mood": mood}
    place = {"kind": "action", "framing": "wide", "location_id": "kitchen", "location": "KITCHEN", "setting": "int"}
    return Shot.model_validate({**base, **place, **fields})


def episode(*shots: Shot) -> ShotList:
    total = shots[-1].end_exclusive
    return ShotList(
        trace_id="t", episode="ep", title="T", fps="24", total_frames=total, timing_lock_hash="", shots=shots
    )


def scored(shotlist: ShotList, **assets: LibraryAsset) -> tuple[Soundtrack, list[Action]]:
    made: list[Action] = []

    def add(action: Action) -> FromAction:
        made.append(action)
        return FromAction(key=action.key, kind=action.kind, extension=action.extension)

    return soundtrack(
        shotlist, {name.replace("__", "/").replace("_", "-"): asset for name, asset in assets.items()}, add
    ), made


THREE = (shot(0, "title", "", location_id=""), shot(1, "1", "calm"), shot(2, "2", "tense"), shot(3, "3", "tense"))


@pytest.mark.spec("R4")
def test_the_first_cue_begins_under_the_title_and_scenes_of_one_mood_share_a_cue() -> None:
    found = stretches(episode(*THREE))
    assert [(cue.mood.name, cue.start // SECOND, cue.end // SECOND) for cue in found] == [
        ("calm", 0, 20),
        ("tense", 20, 40),
    ]


def test_cues_leave_no_gap_and_overlap_only_while_one_rings_out() -> None:
    track, _made = scored(episode(*THREE))
    first, second = track.music
    assert first.start == 0 and second.start == 20 * SECOND
    assert 0 < first.start + first.length - second.start <= 3 * SECOND
    assert second.start + second.length <= 40 * SECOND, "the film's last chord ends with it"


@pytest.mark.spec("E2")
def test_a_scene_that_grows_leaves_the_other_scenes_cues_alone() -> None:
    longer = (
        THREE[0],
        shot(1, "1", "calm", 264),
        *(item.model_copy(update={"start": item.start + 24}) for item in THREE[2:]),
    )
    before, after = scored(episode(*THREE))[1], scored(episode(*longer))[1]
    keys = [{action.key for action in made if action.subject.startswith("music 2")} for made in (before, after)]
    assert keys[0] == keys[1]
    assert {a.key for a in before if a.kind == "texture"} == {a.key for a in after if a.kind == "texture"}
    assert {a.key for a in before} != {a.key for a in after}


def test_a_place_keeps_its_air_over_a_card_and_changes_it_with_the_scene() -> None:
    shots = (shot(0, "1", "calm"), shot(1, "1", "calm", location_id=""), shot(2, "2", "calm", location="TRAM STOP"))
    assert [(place.air.name, place.end // SECOND) for place in places(episode(*shots))] == [
        ("kitchen", 20),
        ("tram stop", 30),
    ]


def test_a_sound_is_heard_in_its_shot_once_though_the_action_tells_of_it_too() -> None:
    slams = shot(1, "1", "calm", sfx=("door slams",), action="The door SLAMS. A tap drips.")
    found = noises(episode(shot(0, "1", "calm"), slams))
    assert [heard.name for heard in found] == ["door slams", "drip"]
    assert all(10 * SECOND < heard.at < 20 * SECOND for heard in found)


@pytest.mark.spec("A3")
def test_a_sound_nothing_can_make_is_named() -> None:
    track, _made = scored(episode(shot(0, "1", "calm", sfx=("the laughter of the gods",))))
    assert track.unmade == ("sfx/the-laughter-of-the-gods",)


def test_a_mood_nobody_knows_is_scored_as_calm_and_named() -> None:
    track, _made = scored(episode(shot(0, "1", "zxqv")))
    assert track.unknown_moods == ("zxqv",)
    assert len(track.music) == 1


@pytest.mark.spec("A1")
def test_the_librarys_music_and_sounds_come_before_the_programs_own() -> None:
    asset = LibraryAsset(
        path="assets/music/tense/tense.mp3",
        digest="ab" * 32,
        media="audio",
        format="mp3",
        kind="music",
        subject_id="tense",
        licence=Licence(license_type="CC0-1.0"),
    )
    slam = asset.model_copy(update={"path": "assets/sfx/door-slams.wav", "kind": "sfx", "format": "wav"})
    shots = (*THREE[:2], shot(2, "2", "tense", sfx=("door slams",)))
    track, made = scored(episode(*shots), music__tense=asset, sfx__door_slams=slam)
    taken = {action.subject for action in made if action.pipeline[0].tool == "take_in"}
    assert taken == {"assets/music/tense/tense.mp3", "assets/sfx/door-slams.wav"}
    assert track.music[1].loop and not track.music[0].loop
