"""The worker of a run: the film is the same with it, without it, and if it is killed."""

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
    """Return the process id of the worker of a run in a workspace; 0 if there is none."""
    # The jobs that the worker forks have the same command line, and higher process ids.
    workers = [pid for pid, argv in working_in(root).items() if "reelmake.episode.worker" in argv]
    return min(workers, default=0)


@pytest.mark.spec("E5")
def test_without_a_worker_the_bytes_are_the_same(built_once: World, tmp_path: Path) -> None:
    world = built_once.copy(tmp_path / "world")
    process = world.start(environment={DISABLE_VARIABLE: "1"})
    eventually(lambda: list(world.root.glob("build/clip/*.mp4")))
    assert not worker_of(world.root)
    assert process.wait() == 0
    for name in (FILM, "episodes/ep01/render_output.json", "episodes/ep01/captions.srt"):
        assert world.bytes_of(name) == built_once.bytes_of(name)


@pytest.mark.spec("E4")
def test_if_the_worker_is_killed_jobs_run_without_it(built_once: World, tmp_path: Path) -> None:
    world = built_once.copy(tmp_path / "world")
    log = tmp_path / "log"
    with log.open("wb") as handle:
        process = subprocess.Popen(world.command(FILM), stdout=handle, stderr=handle)
    eventually(lambda: list(world.root.glob("build/clip/*.mp4")))
    worker = worker_of(world.root)
    assert worker, "the run ended before its worker could be killed"
    os.kill(worker, signal.SIGKILL)
    assert process.wait() == 0
    assert "the worker ended early (status -9); jobs loaded their own modules and took longer" in log.read_text()
    assert world.bytes_of(FILM) == built_once.bytes_of(FILM)
    assert set(world.made().values()) == {1}
    eventually(lambda: not working_in(world.root))


@pytest.mark.spec("E4")
def test_an_interrupted_run_leaves_nothing_behind_and_can_be_continued(built_once: World, tmp_path: Path) -> None:
    world = built_once.copy(tmp_path / "world")
    log = tmp_path / "log"
    with log.open("wb") as handle:
        # Tests that run in the background ignore Ctrl-C, and so would all processes they start.
        accept_interrupt = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
        process = subprocess.Popen(
            world.command(FILM),
            stdout=handle,
            stderr=handle,
            start_new_session=True,
            preexec_fn=accept_interrupt,  # noqa: PLW1509 it makes one system call
        )
    eventually(lambda: list(world.root.glob("build/clip/*.mp4")))
    # As a terminal does at Ctrl-C: to all processes of the run at once.
    os.killpg(process.pid, signal.SIGINT)
    assert process.wait() != 0
    eventually(lambda: not working_in(world.root))
    assert "Traceback" not in log.read_text()
    assert not list(world.root.glob("cache/tmp/*"))
    world.build()
    assert world.bytes_of(FILM) == built_once.bytes_of(FILM)
