"""EIO and ENOSPC at each system call of a job: told plainly, nothing damaged is kept, the same command goes on."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable

import pytest

from reelmake.actions.store import Store
from reelmake.episode.job_commands import run
from support.system_calls import Call, Result, calls_of, run_undisturbed, run_with_fault, why_unavailable
from support.world import World

pytestmark = pytest.mark.skipif(bool(why_unavailable()), reason=f"no system calls can be counted: {why_unavailable()}")

TOLD = {"EIO": "the disk reports an error", "ENOSPC": "the disk is full"}
REMEDY = {"EIO": "to do: check the disk, then run the same command again", "ENOSPC": "to do: free some space"}
WRITES = ("write", "fsync", "rename", "link", "ftruncate", "sendfile", "copy_file_range")


class Task:
    """A command of the product that makes one file of a workspace."""

    def __init__(self, world: World, made: str, command: Callable[[], object], forget: Callable[[], None]) -> None:
        self.world = world
        self.made = made
        self._command = command
        self.forget = forget
        self.good = world.bytes_of(made)

    def __call__(self) -> None:
        os.chdir(self.world.root)
        self._command()

    def points(self, *, reads: bool) -> list[Call]:
        """Return the calls of this command on files of the workspace that may meet a failing disk."""
        self.forget()
        calls = [call for call in calls_of(self) if str(self.world.root) in call.line]
        names = (*WRITES, "read") if reads else WRITES
        return [call for call in calls if call.name in names or (call.changes and call.name in ("openat", "mkdir"))]

    def is_sound(self) -> bool:
        """Say whether nothing damaged is to be seen."""
        store = Store(self.world.root / "cache")
        made = self.world.root / self.made
        return all(store.look(key) for key in store.keys()) and (  # noqa: SIM118 a store is no mapping
            not made.exists() or made.read_bytes() == self.good
        )


@pytest.fixture(scope="module")
def tasks(built_once: World, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Task]:
    """A keyed job and a stage of an episode that is built."""
    world = built_once.copy_built(tmp_path_factory.mktemp("failing") / "world")
    clip = min(path.stem for path in world.root.glob("build/clip/*.mp4"))
    store = Store(world.root / "cache")

    def forget_clip() -> None:
        (world.root / f"build/clip/{clip}.mp4").unlink(missing_ok=True)
        store.evict(clip)

    def make_clip() -> None:
        raise SystemExit(run(["action", clip, f"build/clip/{clip}.mp4", "--log", "logs/again.log"]))

    written = "episodes/ep01/asset_manifest.json"

    def make_manifest() -> None:
        read = ["--in", "shotlist", "episodes/ep01/shotlist.json", "--in", "voice", "episodes/ep01/voice.json"]
        raise SystemExit(
            run(["stage", "manifest", "ep=ep01", "--log", "logs/again.log", *read, "--out", "manifest", written])
        )

    def forget_manifest() -> None:
        (world.root / written).unlink(missing_ok=True)
        for path in world.root.glob("registry/*/*/*.json"):
            path.unlink()

    return {
        "a keyed job": Task(world, f"build/clip/{clip}.mp4", make_clip, forget_clip),
        "a stage": Task(world, written, make_manifest, forget_manifest),
    }


@pytest.mark.spec("E4", "E12")
@pytest.mark.parametrize("name", ["a keyed job", "a stage"])
@pytest.mark.parametrize("fault", ["EIO", "ENOSPC"])
def test_a_disk_that_fails_at_any_call_is_named_and_the_same_command_then_succeeds(
    tasks: dict[str, Task], name: str, fault: str, request: pytest.FixtureRequest
) -> None:
    task, full = tasks[name], request.config.getoption("--full-sweep")
    points = task.points(reads=full and fault == "EIO")
    assert {"write", "fsync", "rename"} <= {call.name for call in points}
    chosen = points if full else points[:: max(1, len(points) // 4)]
    ends = {"told": 0, "did without": 0}
    for call in chosen:
        task.forget()
        ended = run_with_fault(task, call.fault(f"error={fault}"))
        if ended.status:
            told_plainly(ended, call, fault)
            ends["told"] += 1
        else:
            assert task.world.bytes_of(task.made) == task.good, f"{call}: {ended}"
            ends["did without"] += 1
        assert task.is_sound(), call
        again = run_undisturbed(task)
        assert again.status == 0, f"{call}: {again}"
        assert task.world.bytes_of(task.made) == task.good, call
        assert list(task.world.root.glob("cache/tmp/*")) == [], call
        if call.name == "read":
            # What cannot be read is damaged, and was made anew.
            shutil.rmtree(task.world.root / "cache/quarantine", ignore_errors=True)
        assert Store(task.world.root / "cache").quarantined() == [], call
    assert ends["told"], ends
    print(f"{name}: {len(chosen)} calls that met {fault}: {ends}")


def told_plainly(ended: Result, call: Call, fault: str) -> None:
    assert ended.status > 0, f"{call}: {ended}"
    assert "Traceback" not in ended.output, f"{call}: {ended.output}"
    assert TOLD[fault] in ended.output, f"{call}: {ended.output}"
    assert REMEDY[fault] in ended.output, f"{call}: {ended.output}"
    assert os.strerror(getattr(errno, fault)) in ended.output or fault == "EIO"
