"""Two runs over one cache: each key is made once, and a killed holder keeps nobody waiting."""

from __future__ import annotations

import contextlib
import json
import os
import signal
from collections import Counter
from pathlib import Path

import pytest

from support.processes import eventually, working_in
from support.world import World

FILM = "episodes/ep01/render.mp4"


@pytest.fixture
def pair(built_once: World, tmp_path: Path) -> tuple[World, World, dict[str, str]]:
    """Two unbuilt workspaces and the environment that has them share a cache."""
    shared = {"REELMAKE_CACHE": str(tmp_path / "shared")}
    return built_once.copy(tmp_path / "one"), built_once.copy(tmp_path / "two"), shared


@pytest.mark.spec("E7")
def test_two_runs_at_once_make_each_key_once_and_end_in_the_same_bytes(
    pair: tuple[World, World, dict[str, str]], built_once: World
) -> None:
    one, two, shared = pair
    running = [one.start(environment=shared), two.start(environment=shared)]
    assert [process.wait() for process in running] == [0, 0]
    made = Counter(one.made()) + Counter(two.made())
    assert set(made.values()) == {1}
    assert set(made) == set(built_once.made())
    assert one.bytes_of(FILM) == two.bytes_of(FILM) == built_once.bytes_of(FILM)
    assert one.made() and two.made(), "both had a share in the work"


@pytest.mark.spec("E7")
def test_sixteen_runs_at_once_make_each_key_once(
    built_once: World, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if not request.config.getoption("--full-sweep"):
        pytest.skip("one of the slow sweeps: make fault; test_crowd has its short form")
    shared = {"REELMAKE_CACHE": str(tmp_path / "shared")}
    worlds = [built_once.copy(tmp_path / f"run{number}") for number in range(16)]
    running = [world.start(environment=shared) for world in worlds]
    assert [process.wait() for process in running] == [0] * 16
    made = sum((Counter(world.made()) for world in worlds), Counter[str]())
    assert made == dict.fromkeys(built_once.made(), 1)
    assert {world.bytes_of(FILM) for world in worlds} == {built_once.bytes_of(FILM)}
    print(f"{len(made)} keys; runs that made any: {sum(bool(world.made()) for world in worlds)}")


@pytest.mark.spec("E4", "E7")
def test_when_the_one_that_builds_a_key_is_killed_the_other_takes_over(
    pair: tuple[World, World, dict[str, str]], built_once: World
) -> None:
    one, two, shared = pair
    first = one.start(environment=shared)
    holder, argv = eventually(lambda: building(one))
    os.kill(holder, signal.SIGSTOP)
    second = two.start(environment=shared)
    log = two.root / argv.split("--log ")[1].strip()
    try:
        eventually(lambda: "waiting" in events(log))
    finally:
        os.kill(first.pid, signal.SIGKILL)
        with contextlib.suppress(ProcessLookupError):
            # Stopped or not, it may have ended with its run already.
            os.kill(holder, signal.SIGKILL)
        first.wait()
    eventually(lambda: "making" in events(log))
    assert second.wait() == 0
    assert two.bytes_of(FILM) == built_once.bytes_of(FILM)
    assert list(Path(shared["REELMAKE_CACHE"]).glob("tmp/*")) == []
    assert list(Path(shared["REELMAKE_CACHE"]).glob("quarantine/*")) == []


def building(world: World) -> tuple[int, str] | None:
    """Return who holds a key's lock in this run and makes its result now, and the command that asked for it."""
    at_work = working_in(world.root)
    for argv in at_work.values():
        if "action.py" in argv and "bash" not in argv and "--log " in argv:
            key, log = argv.split("action.py ")[1].split()[0], world.root / argv.split("--log ")[1].strip()
            holder = next((pid for pid in at_work if has_open(pid, f"locks/{key}.lock")), 0)
            if holder and events(log)[-1:] == ["making"]:
                return holder, argv
    return None


def has_open(pid: int, ending: str) -> bool:
    """Say whether a process has a file of that name open."""
    with contextlib.suppress(OSError):
        return any(str(handle.readlink()).endswith(ending) for handle in Path(f"/proc/{pid}/fd").iterdir())
    return False


def events(log: Path) -> list[str]:
    """Return the events a job's log tells of, in order."""
    if not log.exists():
        return []
    return [json.loads(line)["event"] for line in log.read_text(encoding="utf-8").splitlines() if line.endswith("}")]
