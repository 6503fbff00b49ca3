"""``kill -9`` at random moments, then the same command again."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from pathlib import Path

import pytest

from reelmake.execution.run import has_active_run
from support.processes import eventually, working_in
from support.world import World

FILM = "episodes/ep01/render.mp4"
KILLS = 3
WATCHED = 5
"""Seconds for which nothing may change in a workspace whose run was killed."""


def still_writing(root: Path, seconds: float) -> list[str]:
    """Return files below a workspace that change while nothing should be running."""

    def marks() -> dict[str, tuple[int, int]]:
        found = {}
        for path in root.rglob("*"):
            if path.is_file():
                stat = path.stat()
                found[str(path)] = (stat.st_size, stat.st_mtime_ns)
        return found

    before = marks()
    time.sleep(seconds)
    return sorted(name for name, mark in marks().items() if before.get(name) != mark)


@pytest.mark.spec("E4")
def test_killed_at_random_moments_the_same_command_ends_in_the_same_bytes(
    world: World, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    full = request.config.getoption("--full-sweep")
    reference = world.copy(tmp_path / "reference")
    reference.build()
    jobs = reference.begun()
    chance = random.Random(20_260)  # noqa: S311 a seeded choice of moments
    all_kills = 0
    while all_kills < (50 if full else 2):
        victim = world.copy(tmp_path / f"victim{all_kills}")
        kills = 0
        for _ in range(KILLS):
            left = jobs - sum(len(victim.jobs_of(run)) for run in victim.runs())
            kills += victim.kill_at(chance.randrange(max(left, 1)), chance.uniform(0, 0.3))
        victim.build()
        all_kills += kills
        assert victim.bytes_of(FILM) == reference.bytes_of(FILM)
        assert victim.bytes_of("episodes/ep01/render_output.json") == reference.bytes_of(
            "episodes/ep01/render_output.json"
        )
        again = {key: count for key, count in victim.made().items() if count > 1}
        assert not again, "a finished result was made a second time"
        assert left_over(victim) == []
        assert "Nothing to be done" in victim.build().output
        _finished_stages_ran_once(victim, kills)
        shutil.rmtree(victim.root)
    print(f"{all_kills} runs killed, {jobs} jobs in one that is not")


def left_over(world: World) -> list[str]:
    """Return what the next run would have to clear away: locks, marks of unfinished files, parts, damage."""
    places = (
        ".snakemake/locks/*",
        ".snakemake/incomplete/*",
        "cache/tmp/*",
        "cache/quarantine/*",
        "cache/locks/*",
        "build/*/*.tmp",
        "episodes/**/*.tmp",
    )
    found = [str(path) for place in places for path in world.root.glob(place)]
    return [*found, ".reelmake.lock is held"] if has_active_run(world.root) else found


def _finished_stages_ran_once(world: World, kills: int) -> None:
    """A stage may run twice only where a kill fell between its end and Snakemake's note of it."""
    counts: dict[str, int] = {}
    for run in world.runs():
        for job in world.jobs_of(run):
            if not job["key"] and job["status"] == "done":
                counts[job["stage"]] = counts.get(job["stage"], 0) + 1
    assert sum(count - 1 for count in counts.values()) <= kills, counts


@pytest.mark.spec("E4")
def test_no_process_of_a_killed_run_lives_on_or_writes(world: World) -> None:
    world.replace("config/project.yaml", "preset: ultrafast", "preset: slow")
    process = world.start()
    encoder = eventually(lambda: next((pid for pid, argv in working_in(world.root).items() if "ffmpeg" in argv), 0))
    # Stopped it cannot end by itself: it is gone only if somebody ends it.
    os.kill(encoder, signal.SIGSTOP)
    assert len(working_in(world.root)) >= 3, "Snakemake, a job and its tool"
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    eventually(lambda: not working_in(world.root))
    assert still_writing(world.root, WATCHED) == []


@pytest.mark.spec("E4")
def test_whenever_a_run_is_killed_nothing_is_written_from_then_on(
    world: World, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if not request.config.getoption("--full-sweep"):
        pytest.skip("one of the slow sweeps: make fault")
    chance = random.Random(2_026)  # noqa: S311 a seeded choice of moments
    reference = world.copy(tmp_path / "reference")
    reference.build()
    for attempt in range(10):
        victim = world.copy(tmp_path / f"victim{attempt}")
        victim.kill_at(chance.randrange(reference.begun()), chance.uniform(0, 0.3))
        eventually(lambda victim=victim: not working_in(victim.root))
        assert still_writing(victim.root, WATCHED) == []
