"""Which clips a plan makes again when a video changes and a shot dissolves out of it."""

from __future__ import annotations

import pytest

from reelmake.crafts.assets.needs import needs_of
from reelmake.documents.canon import Canon
from reelmake.documents.library import Library, LibraryAsset, Licence
from reelmake.documents.plan import RenderPlan
from reelmake.documents.project import ProjectConfig
from reelmake.episode.plan import plan_render
from reelmake.kernel.digest import digest
from support.studio import make_shot, make_shotlist, make_voice

PROJECT = ProjectConfig.model_validate(
    {"series": {"id": "s", "title": "S"}, "profiles": {"preview_local": {"width": 320, "height": 180}}}
)
DISSOLVE = {"kind": "dissolve", "frames": 6}
ROOF = {"location_id": "roof", "location": "ROOF"}
SHOTS = (
    make_shot(id="1", framing="extreme_wide"),
    make_shot(id="2", start=12, framing="extreme_wide", transition_in=DISSOLVE, **ROOF),
    make_shot(id="3", start=24, framing="medium", transition_in=DISSOLVE, **ROOF),
    make_shot(id="4", start=36, framing="extreme_wide", transition_in=DISSOLVE),
    make_shot(id="5", start=48, framing="medium"),
    make_shot(id="6", start=60, framing="extreme_wide"),
)


def video(place: str, content: str) -> LibraryAsset:
    return LibraryAsset(
        path=f"assets/location/{place}/{place}.mp4",
        digest=digest(content),
        media="video",
        format="mp4",
        kind="location",
        subject_id=place,
        licence=Licence(license_type="CC0-1.0"),
    )


def plan(pier: str = "pier", roof: str = "roof") -> RenderPlan:
    shotlist, voice = make_shotlist(*SHOTS), make_voice()
    return plan_render(
        shotlist,
        voice=voice,
        manifest=needs_of(shotlist, voice),
        library=Library(trace_id="t", assets=(video("pier", pier), video("roof", roof))),
        canon=Canon(version=1),
        project=PROJECT,
        profile="preview_local",
    )


def changed(before: RenderPlan, after: RenderPlan) -> tuple[list[str], list[str]]:
    """Return the shots whose clips differ, and the other new actions besides clips and the final mux."""
    clips = [
        one.shot_id for one, other in zip(before.shots, after.shots, strict=True) if one.clip_key != other.clip_key
    ]
    new = [action for key, action in after.actions.items() if key not in before.actions]
    return clips, sorted(f"{one.kind} {one.subject}" for one in new if one.kind not in ("clip", "mux"))


@pytest.mark.spec("E2", "R1")
def test_another_video_changes_its_clips_and_those_that_dissolve_out_of_it() -> None:
    before = plan()
    assert changed(before, plan(roof="another")) == (["2", "3"], ["still shot 2"])
    assert changed(before, plan(pier="another")) == (["1", "2", "4", "6"], ["still shot 1"])
    assert changed(before, plan()) == ([], [])


@pytest.mark.spec("R1")
def test_a_still_is_made_only_of_videos_that_are_dissolved_out_of() -> None:
    planned = plan()
    stills = {action.subject: key for key, action in planned.actions.items() if action.kind == "still"}
    assert sorted(stills) == ["shot 1", "shot 2"]
    second, third, fourth = (planned.actions[planned.shots[index].clip_key] for index in (1, 2, 3))
    assert sorted(second.inputs) == ["plate.png", "video"] and stills["shot 1"] in second.parent_keys
    assert sorted(third.inputs) == ["plate.png", "previous.png"] and stills["shot 2"] in third.parent_keys
    assert sorted(fourth.inputs) == ["plate.png", "video"]
    assert planned.shots[2].art_keys[0] in fourth.parent_keys, (
        "the plate of the previous shot, where its camera stopped"
    )
