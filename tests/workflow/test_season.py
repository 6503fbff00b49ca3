"""A season: a failed episode does not stop the others, and a table shows which failed and why."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from support.world import World

SHORT = """Title: {title}

INT. KITCHEN - NIGHT

{speaker}
{words}
"""
CONFIGURED = 'fps: 24\nseasons: {"2": [special]}\n'


@pytest.fixture
def season(world: World) -> World:
    """Season 1 with a good, a bad and an unreadable episode; season 2 with a good one and a configured one."""
    (world.root / "story/ep01.fountain").unlink()
    world.replace("config/project.yaml", "fps: 24\n", CONFIGURED)
    world.write("story/s01e01.fountain", SHORT.format(title="One", speaker="ADA", words="Six cups."))
    world.write("story/s01e02.fountain", SHORT.format(title="Two", speaker="MALLORY", words="I was never here."))
    world.write("story/s02e01.fountain", SHORT.format(title="Three", speaker="BEN", words="Five cups."))
    world.write("story/special.fountain", SHORT.format(title="Four", speaker="BEN", words="No cups."))
    return world


def table(world: World, *arguments: str) -> dict[str, dict[str, object]]:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("reelmake")), "season", "--json", *arguments],
        cwd=world.root,
        capture_output=True,
        text=True,
        check=True,
        env=os.environ,
    )
    return {row["episode"]: row for row in json.loads(done.stdout)["episodes"]}


@pytest.mark.spec("E9", "O8")
def test_an_episode_that_fails_its_gate_does_not_stop_the_others(season: World) -> None:
    before = table(season)
    assert {name: row["state"] for name, row in before.items() if row["state"] != "waiting"} == {"s01e02": "failed"}
    assert {name: row["season"] for name, row in before.items()} == {
        "s01e01": "1",
        "s01e02": "1",
        "s02e01": "2",
        "special": "2",
    }
    assert float(str(before["s01e01"]["seconds"])) > 0

    build = season.build("season", check=False)
    assert build.status != 0
    assert (season.root / "season/2").is_file(), "the season without a failure is complete"
    assert not (season.root / "season/1").exists()
    after = table(season)
    assert {name: row["state"] for name, row in after.items()} == {
        "s01e01": "done",
        "s01e02": "failed",
        "s02e01": "done",
        "special": "done",
    }
    assert "MALLORY" in str(after["s01e02"]["why"])
    films = season.document("season/2")["films"]
    assert isinstance(films, list)
    assert [film["episode"] for film in films] == ["s02e01", "special"]
    stages = season.document("episodes/special/run_summary.json")["stages"]
    assert isinstance(stages, list)
    planned = season.document("episodes/special/render_plan.preview_local.json")["actions"]
    assert isinstance(planned, dict)
    assert {job["key"] for job in stages} <= {"", *planned}, "an episode's summary lists its own jobs only"
    assert "clip" in {job["stage"] for job in stages}

    season.replace("story/s01e02.fountain", "MALLORY", "ADA")
    season.build("season/1")
    assert {row["state"] for row in table(season, "1").values()} == {"done"}
    assert [count for count in season.made().values() if count > 1] == [], "only what was missing was made"
    stages = {job["stage"] for job in season.jobs_of(season.runs()[-1]) if job["episode"] == "s01e01"}
    assert stages == set(), "no stage of the finished episode runs again"
    season.build("season")
    assert [count for count in season.made().values() if count > 1] == [], (
        "the next season only reads how this season ends"
    )
    assert "Nothing to be done" in season.build("season").output


def test_an_unknown_season_is_refused_with_the_list_of_seasons(season: World) -> None:
    build = season.build("season/9", check=False)
    assert build.status != 0
    assert "there is no season '9'" in build.output
    assert "allowed: 1, 2" in build.output
    assert "Traceback" not in build.output


@pytest.mark.spec("E9", "O8")
def test_an_episode_with_two_screenplays_does_not_stop_the_others(season: World) -> None:
    season.replace("story/s01e02.fountain", "MALLORY", "ADA")
    season.write("story/s01e02.fdx", "<FinalDraft></FinalDraft>")
    season.write("story/s01e03.fountain", SHORT.format(title="After", speaker="ADA", words="Four cups."))
    build = season.build("season/1", "--retries", "1", check=False)
    assert build.status != 0
    assert "s01e02 has two screenplays" in build.output
    jobs = season.jobs_of(season.runs()[-1])
    assert [job["attempt"] for job in jobs if job["status"] == "failed"] == [1, 2]
    assert {job["attempt"] for job in jobs if job["status"] == "done"} == {1}
    assert all(0 <= float(job["queue_wait_seconds"]) < 600 and int(job["peak_mib"]) > 10 for job in jobs)
    after = table(season, "1")
    assert {name: row["state"] for name, row in after.items()} == {
        "s01e01": "done",
        "s01e02": "failed",
        "s01e03": "done",
    }
    assert "two screenplays" in str(after["s01e02"]["why"])
    (season.root / "story/s01e02.fdx").unlink()
    season.build("season/1")
    assert {row["state"] for row in table(season, "1").values()} == {"done"}
