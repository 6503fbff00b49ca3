"""The same episode in another profile: another picture, the same story, and shared parts made once."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import av
import pytest

from support.world import World

PROFILES = """
  standard_local: {width: 480, height: 270, crf: 30, preset: ultrafast, resampling: lanczos}
  short: {width: 180, height: 320, crf: 35, preset: ultrafast, framing: tall, caption_characters: 18}
"""
SHORT = "episodes/ep01/short"


@pytest.fixture
def upright(built: World) -> World:
    built.write("config/project.yaml", (built.root / "config/project.yaml").read_text(encoding="utf-8") + PROFILES)
    return built


@pytest.mark.spec("R4", "E2")
def test_a_profile_is_delivered_to_its_directory_and_the_default_film_stays(upright: World) -> None:
    default_film = upright.bytes_of("episodes/ep01/render.mp4")
    dry = upright.build(f"{SHORT}/render.mp4", "--dry-run")
    real = upright.build(f"{SHORT}/render.mp4")
    assert dry.messages == real.messages, "a dry run names exactly what then runs"
    with av.open(str(upright.root / SHORT / "render.mp4")) as film:
        assert (film.streams.video[0].width, film.streams.video[0].height) == (180, 320)
        assert film.streams.video[0].frames == upright.document("episodes/ep01/shotlist.json")["total_frames"]
    output = upright.document(f"{SHORT}/render_output.json")
    assert output["profile"] == "short"
    assert output["timing_lock_hash"] == upright.document("episodes/ep01/render_output.json")["timing_lock_hash"]
    assert upright.bytes_of(f"{SHORT}/captions.vtt") != upright.bytes_of("episodes/ep01/captions.vtt"), "shorter rows"
    assert not [name for name in upright.jobs_run() if name.startswith(("gain", "sound"))], "the same sound"
    assert upright.bytes_of("episodes/ep01/render.mp4") == default_film
    assert not upright.build(f"{SHORT}/render.mp4").messages, "a second run does nothing"
    dry = upright.build(f"{SHORT}/render.mp4", "episodes/ep01/render.mp4", "--dry-run")
    assert not [name for name in dry.messages if "clip" in name]


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("episodes/ep01/shrt/render.mp4", "no render profile 'shrt'; did you mean \"short\"?"),
        ("episodes/ep01/render_plan.hd.json", "no render profile 'hd'"),
        ("episodes/ep01/preview_local/render.mp4", "use episodes/ep01/render.mp4"),
    ],
)
def test_an_unknown_profile_is_refused_with_the_list_of_profiles(upright: World, target: str, message: str) -> None:
    build = upright.build(target, check=False)
    assert build.status != 0 and message in build.output
    assert "Traceback" not in build.output
    if "no render profile" in message:
        assert "preview_local, short, standard_local" in build.output


def test_plan_shows_what_a_profile_would_cost(upright: World) -> None:
    reelmake = str(Path(sys.executable).with_name("reelmake"))

    def plan(*more: str) -> subprocess.CompletedProcess[str]:
        command = [reelmake, "plan", "ep01", *more]
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd=upright.root)

    short = json.loads(plan("--profile", "short", "--json").stdout)
    assert short["profile"] == "short"
    assert {task["kind"] for task in short["tasks"]} == {"art", "clip", "mux"}
    unknown = plan("--profile", "shorts")
    assert unknown.returncode != 0 and "preview_local, short, standard_local" in unknown.stderr
