"""What is made again, and what is not."""

from __future__ import annotations

import base64
import io
import json
import os
import time
from pathlib import Path

import pytest
from PIL import Image

from support.world import World

STAGES = ["gate", "intake", "manifest", "plan", "safety", "shoot", "voice"]
LICENCE = "license_type: CC0-1.0\n"


def keyed(jobs: list[str]) -> list[str]:
    """Return only the jobs that run actions."""
    return [job for job in jobs if job.split()[0] in ("art", "clip", "gain", "sound", "mux")]


def picture(colour: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (640, 360), colour).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.mark.spec("E1", "E2")
def test_a_second_run_does_nothing(built: World) -> None:
    runs = built.runs()
    assert "Nothing to be done" in built.build().output
    assert built.runs() == runs


@pytest.mark.spec("E2")
def test_touching_every_file_rebuilds_nothing(built: World) -> None:
    later = time.time() + 100
    for directory, _names, files in os.walk(built.root):
        for name in files:
            if ".snakemake" not in directory:
                os.utime(Path(directory, name), (later, later))
    assert "Nothing to be done" in built.build().output


@pytest.mark.spec("E2")
def test_files_made_first_that_now_look_newest_rebuild_nothing(built: World) -> None:
    """As after a copy that does not keep dates: every input looks newer than what was made from it."""
    targets = ("episodes/ep01/render.mp4", "episodes/ep01/index.html", "season/1")
    built.build(*targets)
    files = [
        Path(directory, name)
        for directory, _names, names in os.walk(built.root)
        for name in names
        if ".snakemake" not in directory
    ]
    later = time.time() + 100
    for age, path in enumerate(sorted(files, key=lambda path: path.stat().st_mtime_ns, reverse=True)):
        os.utime(path, (later + age, later + age))
    assert built.build(*targets).messages == []


@pytest.mark.spec("E2")
def test_a_changed_line_rebuilds_only_its_shots_and_the_film(built: World) -> None:
    before = {shot["shot_id"]: shot["clip_key"] for shot in plan_shots(built)}
    lines = shots_that_say(built, "There are five now.")
    built.replace("story/ep01.fountain", "There are five now.", "There are nine now.")
    built.build()
    after = {shot["shot_id"]: shot["clip_key"] for shot in plan_shots(built)}
    changed = {shot for shot, key in after.items() if before.get(shot) != key}
    assert changed == set(lines)
    made = keyed(built.jobs_run())
    assert [job.split()[0] for job in made] == ["clip"] * len(lines) + ["mux"]


@pytest.mark.spec("E2", "F1")
def test_only_the_changed_line_is_spoken_again(world: World) -> None:
    world.replace("config/project.yaml", "engine: none", "engine: piper")
    world.build()
    before = {line["text"]: line["key"] for line in spoken(world)}
    shown = {shot["shot_id"]: shot["clip_key"] for shot in plan_shots(world)}
    new = "There are nine of them now, I think."
    world.replace("story/ep01.fountain", "There are five now.", new)
    sounds = set((world.root / "cache/objects").glob("*/*/object.wav"))
    world.build()
    after = {line["text"]: line["key"] for line in spoken(world)}
    assert {text for text, key in after.items() if key not in before.values()} == {new}
    made = set((world.root / "cache/objects").glob("*/*/object.wav")) - sounds
    kinds = [json.loads(path.with_name("record.json").read_bytes())["artifact_kind"] for path in made]
    assert [kind for kind in kinds if kind == "speech"] == ["speech"]
    changed = {shot["shot_id"] for shot in plan_shots(world) if shown.get(shot["shot_id"]) != shot["clip_key"]}
    assert changed == set(shots_that_say(world, new))
    assert [job.split()[0] for job in keyed(world.jobs_run())] == [
        *["clip"] * len(changed),
        "gain",
        "gain",
        "mux",
        "sound",
    ]


@pytest.mark.spec("E2")
def test_a_new_comment_rebuilds_no_clip(built: World) -> None:
    built.replace("story/ep01.fountain", "ADA\nThere", "[[She has counted before.]]\n\nADA\nThere")
    film = built.bytes_of("episodes/ep01/render.mp4")
    built.build()
    assert keyed(built.jobs_run()) == []
    assert "deliver" not in built.jobs_run()
    assert built.bytes_of("episodes/ep01/render.mp4") == film


@pytest.mark.spec("E2")
@pytest.mark.parametrize("old_date", [False, True], ids=["new date", "a date long ago"])
def test_a_replaced_picture_rebuilds_exactly_its_shots(world: World, old_date: bool) -> None:
    place = "assets/location/kitchen/kitchen.png"
    world.write(place, picture("#224466"))
    world.write(f"{place}.licence.yaml", LICENCE)
    world.build()
    path = world.root / place
    world.write(place, picture("#884422"))
    if old_date:
        os.utime(path, (1_000_000_000, 1_000_000_000))
    in_kitchen = {shot["id"] for shot in shots(world) if shot["location_id"] == "kitchen" and shot["kind"] != "card"}
    before = {shot["shot_id"]: shot["clip_key"] for shot in plan_shots(world)}
    world.build()
    after = {shot["shot_id"]: shot["clip_key"] for shot in plan_shots(world)}
    changed = {shot for shot, key in after.items() if before[shot] != key}
    assert changed
    assert changed <= in_kitchen
    assert {job.split()[0] for job in keyed(world.jobs_run())} == {"art", "clip", "mux"}


@pytest.mark.spec("E3")
@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("story/ep01.fountain", "There are five now.", "There are nine now."),
        ("story/ep01.fountain", "Ben looks at the street.", "Ben looks at the empty street below."),
        ("story/ep01.fountain", "ADA\nThere", "[[A note.]]\n\nADA\nThere"),
        ("config/project.yaml", "crf: 35", "crf: 36"),
        ("story/canon.yaml", "name: ADA", "name: ADA, colour: '#3366cc'"),
    ],
)
def test_a_dry_run_names_exactly_what_then_runs(built: World, file: str, old: str, new: str) -> None:
    built.replace(file, old, new)
    named = built.build("-n", "episodes/ep01/render.mp4").messages
    assert named == built.build().messages
    assert named


@pytest.mark.spec("E3")
def test_the_first_dry_run_names_everything(world: World) -> None:
    named = world.build("-n", "episodes/ep01/render.mp4").messages
    assert named == world.build().messages


@pytest.mark.spec("E4")
@pytest.mark.parametrize(
    "artifact",
    [
        "script.json",
        "canon_verdict.json",
        "safety_verdict.json",
        "voice.json",
        "shotlist.json",
        "asset_manifest.json",
        "render_plan.preview_local.json",
        "render.mp4",
        "captions.srt",
        "captions.ttml",
        "render_output.json",
    ],
)
def test_a_deleted_artifact_is_made_again_with_the_same_bytes(built: World, artifact: str) -> None:
    path = built.root / "episodes/ep01" / artifact
    kept = path.read_bytes()
    path.unlink()
    built.build(f"episodes/ep01/{artifact}")
    assert path.read_bytes() == kept
    assert keyed(built.jobs_run()) == []


@pytest.mark.spec("E4")
def test_a_missing_delivered_file_is_written_again_with_the_film(built: World) -> None:
    (built.root / "episodes/ep01/captions.vtt").unlink()
    assert built.build("-n", "episodes/ep01/render.mp4").messages == built.build().messages
    assert built.bytes_of("episodes/ep01/captions.vtt")
    assert built.jobs_run() == ["deliver"]


@pytest.mark.spec("E2")
def test_a_delivery_made_by_an_older_version_is_updated(built: World) -> None:
    """Snakemake has no record of a file that the older version did not make, and would then compare no parameter."""
    (built.root / "episodes/ep01/captions.vtt").unlink()
    for record in (built.root / ".snakemake/metadata").iterdir():
        if "captions.vtt" in base64.urlsafe_b64decode(record.name + "==").decode():
            record.unlink()
    built.replace("story/ep01.fountain", "There are five now.", "There are nine now.")
    built.build()
    assert b"nine" in built.bytes_of("episodes/ep01/captions.srt")


@pytest.mark.spec("E4", "E7")
def test_everything_built_can_be_deleted_and_is_restored_from_the_cache(built: World) -> None:
    import shutil

    film = built.bytes_of("episodes/ep01/render.mp4")
    for part in ("build", "episodes", ".snakemake"):
        shutil.rmtree(built.root / part)
    built.build()
    assert keyed(built.jobs_run()) == []
    assert built.bytes_of("episodes/ep01/render.mp4") == film


@pytest.mark.spec("E7")
def test_a_damaged_cache_entry_is_quarantined_rebuilt_and_never_served(built: World) -> None:
    import shutil

    film = built.bytes_of("episodes/ep01/render.mp4")
    clip = next(path for path in (built.root / "cache/objects").glob("*/*/object.mp4"))
    data = bytearray(clip.read_bytes())
    data[len(data) // 2] ^= 1
    clip.chmod(0o644)
    stat = clip.stat()
    clip.write_bytes(data)
    os.utime(clip, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    for part in ("build", "episodes", ".snakemake"):
        shutil.rmtree(built.root / part)
    built.build()
    assert built.bytes_of("episodes/ep01/render.mp4") == film
    assert len(list((built.root / "cache/quarantine").iterdir())) == 1


def spoken(world: World) -> list[dict[str, str]]:
    lines = world.document("episodes/ep01/voice.json")["lines"]
    assert all(line["status"] == "spoken" for line in lines)  # type: ignore[union-attr]
    return lines  # type: ignore[return-value]


def shots(world: World) -> list[dict[str, str]]:
    return world.document("episodes/ep01/shotlist.json")["shots"]  # type: ignore[return-value]


def plan_shots(world: World) -> list[dict[str, str]]:
    return world.document("episodes/ep01/render_plan.preview_local.json")["shots"]  # type: ignore[return-value]


def shots_that_say(world: World, text: str) -> list[str]:
    return [shot["id"] for shot in shots(world) if any(text in line["text"] for line in shot["lines"])]  # type: ignore[index]
