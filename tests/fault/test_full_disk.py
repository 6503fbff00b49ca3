"""A disk that is too small, or fills up: told plainly, nothing half-made is kept, and the same command goes on."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from reelmake.actions.store import Store
from reelmake.kernel.disk_errors import free_bytes
from support.processes import eventually
from support.world import Build, World

FILM = "episodes/ep01/render.mp4"
NAMESPACE = "REELMAKE_TEST_NAMESPACE"


class Disk:
    """A small file system of its own, which a test can fill."""

    def __init__(self, root: Path, mebibytes: int) -> None:
        self.root = root
        root.mkdir()
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={mebibytes}m", "tmpfs", str(root)], capture_output=True, check=False
        )
        if done.returncode:
            root.rmdir()
            pytest.skip("mounting a small file system is not permitted here")

    def fill(self, leave: int = 0) -> None:
        """Take all room but ``leave`` bytes."""
        with (self.root / "filler").open("wb") as filler:
            size = 0
            while (room := free_bytes(self.root) - leave) > 0:
                # A run that writes meanwhile may be faster than we are.
                with contextlib.suppress(OSError):
                    os.posix_fallocate(filler.fileno(), size, room)
                size = filler.seek(0, os.SEEK_END)

    def free(self) -> None:
        """Give the room back."""
        (self.root / "filler").unlink()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """A disk of 260 MiB."""
    disk = Disk(tmp_path / "disk", 260)
    yield disk
    subprocess.run(["umount", "-l", str(disk.root)], check=True)


def refused(build: Build, root: Path) -> None:
    assert build.status != 0
    assert "Traceback" not in build.output, build.output
    assert "Logging error" not in build.output
    assert f"{root}: the disk is full" in build.output
    assert "to do: free some space, then run the same command again" in build.output


def nothing_half_made(world: World, reference: World) -> None:
    store = Store(world.root / "cache")
    assert list(filter(lambda key: store.look(key) is None, store.keys())) == []
    assert list(world.root.glob("cache/tmp/*")) == []
    assert [path for path in world.root.rglob("*.tmp") if ".snakemake" not in path.parts] == []
    for place in ("episodes/ep01/*.json", "build/actions/*.json", "registry/*/*/*.json"):
        for path in world.root.glob(place):
            json.loads(path.read_bytes())
    for path in world.root.glob("build/*/*.[mpw]*"):
        assert path.read_bytes() == reference.bytes_of(str(path.relative_to(world.root)))


@pytest.mark.spec("E4", "E12")
@pytest.mark.parametrize("leave", [0, 8 << 20], ids=["not a byte left", "8 MiB left"])
def test_with_too_little_room_nothing_is_begun(disk: Disk, built_once: World, leave: int) -> None:
    world = built_once.copy(disk.root / "world")
    disk.fill(leave)
    build = world.build(check=False)
    refused(build, world.root)
    assert world.runs() == []
    assert not (world.root / "episodes").exists()


@pytest.mark.spec("E4")
@pytest.mark.parametrize("leave", [0, 8 << 20], ids=["not a byte left", "8 MiB left"])
def test_a_disk_that_fills_up_in_mid_run_loses_nothing_and_the_same_command_goes_on(
    disk: Disk, built_once: World, leave: int
) -> None:
    world = built_once.copy(disk.root / "world")

    def fill_while_it_works() -> None:
        eventually(lambda: len(list(world.root.glob("cache/objects/*/*"))) >= 2)
        disk.fill(leave)

    filling = threading.Thread(target=fill_while_it_works)
    filling.start()
    build = world.build(check=False)
    filling.join()
    refused(build, world.root)
    nothing_half_made(world, built_once)
    kept = len(list(world.root.glob("cache/objects/*/*")))
    assert kept >= 2
    disk.free()
    world.build()
    for name in (FILM, "episodes/ep01/render_output.json", "episodes/ep01/captions.srt"):
        assert world.bytes_of(name) == built_once.bytes_of(name)
    assert [key for key, count in world.made().items() if count > 1] == []
    assert not list(world.root.glob("cache/quarantine/*"))


def test_a_lost_memory_of_snakemake_does_not_hide_a_changed_line(built: World) -> None:
    """A full disk, or a copy without hidden directories, loses the parameters stages were made with."""
    film = built.bytes_of(FILM)
    shutil.rmtree(built.root / ".snakemake")
    built.replace("story/ep01.fountain", "There are five now.", "There are nine now.")
    named = built.build("-n", FILM).messages
    assert named == built.build().messages
    assert built.bytes_of(FILM) != film
    assert b"nine now" in built.bytes_of("episodes/ep01/captions.srt")
    assert "Nothing to be done" in built.build().output


@pytest.mark.skipif(os.geteuid() == 0 or NAMESPACE in os.environ, reason="root mounts without a namespace")
def test_the_same_in_a_namespace_of_its_own() -> None:
    start = ["unshare", "-rm", "--"]
    if not shutil.which("unshare") or subprocess.run([*start, "true"], capture_output=True, check=False).returncode:
        pytest.skip("neither mounting nor a user namespace is permitted here")
    command = [*start, sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-k", "room or fills_up", __file__]
    done = subprocess.run(command, env={**os.environ, NAMESPACE: "1"}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]
