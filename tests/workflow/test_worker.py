"""A run keeps a process on standby for its keyed jobs; with it, without it, or when it dies, the film is the same."""

from __future__ import annotations

import os
import signal
import subprocess
from functools import partial
from pathlib import Path

import pytest

from reelmake.execution.worker_main import OFF
from support.processes import eventually, working_in
from support.world import World

FILM = "episodes/ep01/render.mp4"


def on_standby(root: Path) -> int:
    """Return the process on standby of a run in a workspace, 0 without one; its children are called the same."""
    named = [pid for pid, argv in working_in(root).items() if "reelmake.execution.worker_main" in argv]
    return min(named, default=0)


@pytest.mark.spec("E5")
def test_without_one_the_bytes_are_the_same(built_once: World, tmp_path: Path) -> None:
    alone = built_once.copy(tmp_path / "alone")
    process = alone.start(environment={OFF: "1"})
    eventually(lambda: list(alone.root.glob("build/clip/*.mp4")))
    assert not on_standby(alone.root)
    assert process.wait() == 0
    for name in (FILM, "episodes/ep01/render_output.json", "episodes/ep01/captions.srt"):
        assert alone.bytes_of(name) == built_once.bytes_of(name)


@pytest.mark.spec("E4")
def test_when_it_is_killed_in_mid_run_jobs_do_without(built_once: World, tmp_path: Path) -> None:
    world = built_once.copy(tmp_path / "world")
    said = tmp_path / "said"
    with said.open("wb") as output:
        process = subprocess.Popen(world.command(FILM), stdout=output, stderr=output)
    eventually(lambda: list(world.root.glob("build/clip/*.mp4")))
    worker = on_standby(world.root)
    assert worker, "the run is still at work"
    os.kill(worker, signal.SIGKILL)
    assert process.wait() == 0
    assert "the process on standby had ended with -9; jobs did without, and took longer" in said.read_text()
    assert world.bytes_of(FILM) == built_once.bytes_of(FILM)
    assert set(world.made().values()) == {1}
    eventually(lambda: not working_in(world.root))


@pytest.mark.spec("E4")
def test_an_interrupted_run_ends_whole_and_goes_on(built_once: World, tmp_path: Path) -> None:
    world = built_once.copy(tmp_path / "world")
    said = tmp_path / "said"
    with said.open("wb") as output:
        # Whoever runs these tests in the background has them, and all they start, ignore Ctrl-C.
        heard = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
        process = subprocess.Popen(
            world.command(FILM),
            stdout=output,
            stderr=output,
            start_new_session=True,
            preexec_fn=heard,  # noqa: PLW1509 it makes one system call
        )
    eventually(lambda: list(world.root.glob("build/clip/*.mp4")))
    # As a terminal does at Ctrl-C: to all of the run at once.
    os.killpg(process.pid, signal.SIGINT)
    assert process.wait() != 0
    eventually(lambda: not working_in(world.root))
    assert "Traceback" not in said.read_text()
    assert not list(world.root.glob("cache/tmp/*"))
    world.build()
    assert world.bytes_of(FILM) == built_once.bytes_of(FILM)
