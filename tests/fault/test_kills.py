"""``kill -9`` at random moments, then the same command again."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from pathlib import Path

import pytest

from support.processes import eventually, working_in
from support.world import World

FILM = "episodes/ep01/render.mp4"


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
    started = time.monotonic()
    reference.build()
    whole = time.monotonic() - started
    chance = random.Random(20_260)  # noqa: S311 a seeded choice of moments
    for attempt in range(50 if full else 2):
        victim = world.copy(tmp_path / f"victim{attempt}")
        kills = 0
        for _ in range(3):
            kills += victim.kill_after(chance.uniform(0.8, whole))
        victim.build()
        assert victim.bytes_of(FILM) == reference.bytes_of(FILM)
        assert victim.bytes_of("episodes/ep01/render_output.json") == reference.bytes_of(
            "episodes/ep01/render_output.json"
        )
        again = {key: count for key, count in victim.made().items() if count > 1}
        assert not again, "a finished result was made a second time"
        assert not list((victim.root / "cache/quarantine").glob("*"))
        _finished_stages_ran_once(victim, kills)
        shutil.rmtree(victim.root)


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
    eventually(lambda: any("ffmpeg" in argv for argv in working_in(world.root).values()), 60)
    assert len(working_in(world.root)) >= 3, "Snakemake, a job and its tool"
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    eventually(lambda: not working_in(world.root), 3)
    assert still_writing(world.root, 2) == []
