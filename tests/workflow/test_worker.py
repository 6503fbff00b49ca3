"""A run's worker process: with it, without it, or when it dies, the film is the same."""

from __future__ import annotations

import os
import signal
import subprocess
from functools import partial
from pathlib import Path

import pytest

from reelmake.episode.worker import DISABLE_VARIABLE
from support.processes import eventually, working_in
from support.world import World

FILM = "episodes/ep01/render.mp4"


def worker_of(root: Path) -> int:
    """Return the pid of a run's worker, 0 without one; its children have the same name and higher pids."""
    named = [pid for pid, argv in working_in(root).items() if "reelmake.episode.worker" in argv]
    return min(named, default=0)


@pytest.mark.spec("E5")
def test_without_a_worker_the_bytes_are_the_same(built_once: World, tmp_path: Path) -> None:
    alone = built_once.copy(tmp_path / "alone")
    process = alone.start(environment={DISABLE_VARIABLE: "1"})
    eventually(lambda: list(alone.root.glob("build/clip/*.mp4")), 60)
    assert not worker_of(alone.root)
    assert process.wait(120) == 0
    for name in (FILM, "episodes/ep01/render_output.json", "episodes/ep01/captions.srt"):
        assert alone.bytes_of(name) == built_once.bytes_of(name)


@pytest.mark.spec("E4")
def test_when_the_worker_is_killed_during_a_run_jobs_load_their_own_modules(built_once: World, tmp_path: Path) -> None:
    world = built_once.copy(tmp_path / "world")
    said = tmp_path / "said"
    with said.open("wb") as output:
        process = subprocess.Popen(world.command(FILM), stdout=output, stderr=output)
    eventually(lambda: list(world.root.glob("build/clip/*.mp4")), 60)
    os.kill(worker_of(world.root), signal.SIGKILL)
    assert process.wait(120) == 0
    assert "the worker ended early (status -9); jobs loaded their own modules and took longer" in said.read_text()
    assert world.bytes_of(FILM) == built_once.bytes_of(FILM)
    assert set(world.made().values()) == {1}
    eventually(lambda: not working_in(world.root), 5)


@pytest.mark.spec("E4")
def test_an_interrupted_run_ends_whole_and_goes_on(built_once: World, tmp_path: Path) -> None:
    world = built_once.copy(tmp_path / "world")
    said = tmp_path / "said"
    with said.open("wb") as output:
        # Tests run in the background, and the processes they start, ignore Ctrl-C unless this restores it.
        restore = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
        process = subprocess.Popen(
            world.command(FILM),
            stdout=output,
            stderr=output,
            start_new_session=True,
            preexec_fn=restore,  # noqa: PLW1509 it makes one system call
        )
    eventually(lambda: list(world.root.glob("build/clip/*.mp4")), 60)
    # As a terminal does at Ctrl-C: to all of the run at once.
    os.killpg(process.pid, signal.SIGINT)
    assert process.wait(60) != 0
    eventually(lambda: not working_in(world.root), 5)
    assert "Traceback" not in said.read_text()
    assert not list(world.root.glob("cache/tmp/*"))
    world.build()
    assert world.bytes_of(FILM) == built_once.bytes_of(FILM)
