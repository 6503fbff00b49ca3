"""Captions of a real run: the delivered files, the flags, and the linter."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import av
import pytest

from support.world import CHECKOUT, World


def lint(world: World, *arguments: str) -> subprocess.CompletedProcess[str]:
    start = [sys.executable, "-c", "from reelmake.cli.main import main; main()", "captions", "lint", *arguments]
    environment = {**os.environ, "PYTHONPATH": f"{CHECKOUT / 'src'}:{os.environ.get('PYTHONPATH', '')}"}
    return subprocess.run(start, cwd=world.root, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.spec("R5")
def test_four_caption_files_are_delivered_and_the_linter_reads_them_all(built: World) -> None:
    reports = {}
    for extension in ("srt", "vtt", "ass", "ttml"):
        done = lint(built, f"episodes/ep01/captions.{extension}", "--json")
        reports[extension] = json.loads(done.stdout)
        assert done.returncode in (0, 2) and not done.stderr
        assert reports[extension].pop("subject").endswith(extension)
    assert reports["srt"]["captions"] == 4
    assert all(report == reports["srt"] for report in reports.values())
    of_episode = json.loads(lint(built, "ep01", "--json").stdout)
    assert of_episode["captions"] == 4


@pytest.mark.spec("R5")
def test_a_character_without_a_glyph_is_flagged_in_the_summary_and_the_film_is_rendered(world: World) -> None:
    world.replace("story/ep01.fountain", "Nobody came.", "Nobody came. 🦉")
    world.build()
    flags = world.document("episodes/ep01/run_summary.json")["flags"]
    assert any("no font here has a glyph for 🦉 (U+1F989)" in flag for flag in flags), flags  # type: ignore[attr-defined]
    done = lint(world, "ep01")
    assert done.returncode == 2 and "glyph" in done.stdout


@pytest.mark.spec("R5")
def test_a_profile_selects_captions_in_the_picture_or_in_a_track(built: World) -> None:
    def tracks(world: World) -> int:
        with av.open(str(world.root / "episodes/ep01/render.mp4")) as film:
            return len(film.streams.subtitles)

    assert tracks(built) == 1
    built.replace("config/project.yaml", "preset: ultrafast}", "preset: ultrafast, captions: burned}")
    named = built.build("-n", "episodes/ep01/render.mp4").messages
    assert named == built.build().messages, "a dry run names the same jobs"
    assert tracks(built) == 0
    burned = set(built.made())
    built.replace("config/project.yaml", "captions: burned}", "captions: soft}")
    built.build()
    assert tracks(built) == 1
    assert any(job.startswith("clip") for job in built.jobs_run()) and set(built.made()) > burned


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (("missing.srt",), "there is no such file"),
        (("story/ep01.fountain",), "this is no caption file"),
        (("ep99",), "ep99"),
        (("episodes/ep01/captions.srt", "--fps", "0"), "is not a frame rate"),
    ],
)
def test_bad_arguments_of_the_linter_are_clear_errors(built: World, arguments: tuple[str, ...], text: str) -> None:
    done = lint(built, *arguments)
    assert done.returncode not in (0, 1) and text in done.stderr and "Traceback" not in done.stderr
