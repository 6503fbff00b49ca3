"""Damage in the store: every flip, cut and swap is found, quarantined, and never served."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from reelmake.actions.runner import Runner
from reelmake.actions.store import Store
from support.actions import TOOLS, action

KEPT = 60
WANTED = [action("upper", text=f"take {number}: {'light ' * (number % 7 + 1)}") for number in range(KEPT)]


def flip(path: Path, _other: Path, chance: random.Random) -> None:
    data = bytearray(path.read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def cut(path: Path, _other: Path, chance: random.Random) -> None:
    path.write_bytes(path.read_bytes()[: chance.randrange(path.stat().st_size)])


def add(path: Path, _other: Path, chance: random.Random) -> None:
    path.write_bytes(path.read_bytes() + bytes(chance.randrange(1, 9)))


def swap(path: Path, other: Path, _chance: random.Random) -> None:
    path.write_bytes(other.read_bytes())


def swap_with_record(path: Path, other: Path, _chance: random.Random) -> None:
    for part in (path, path.with_name("record.json")):
        part.write_bytes((other.parent / part.name).read_bytes())


DAMAGE: list[Callable[[Path, Path, random.Random], None]] = [flip, cut, add, swap, swap_with_record]


def dates_kept(path: Path, harm: Callable[[], None]) -> None:
    """Do harm to the files beside ``path`` and give them the mode and the dates they had."""
    before = {part: part.stat() for part in path.parent.iterdir()}
    for part in before:
        part.chmod(0o644)
    harm()
    for part, stat in before.items():
        part.chmod(stat.st_mode & 0o777)
        os.utime(part, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def shout(work: Path) -> None:
    """Do what the tool would do, without starting one."""
    (work / "out.txt").write_text((work / "text").read_text().upper())


@pytest.fixture(scope="module")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of many small objects; to be copied and never changed."""
    root = tmp_path_factory.mktemp("stocked") / "cache"
    runner = Runner(Store(root), TOOLS)
    for wanted in WANTED:
        runner.ensure(wanted, shout)
    return root


@pytest.mark.spec("E4", "E7")
def test_every_flip_cut_and_swap_is_found_quarantined_and_never_served(stocked: Path, tmp_path: Path) -> None:
    store = Store(shutil.copytree(stocked, tmp_path / "cache"))
    chance = random.Random(7)  # noqa: S311 a seeded choice of damage
    paths = {wanted.key: store.entry(wanted.key) / "object.txt" for wanted in WANTED}
    good = {key: path.read_bytes() for key, path in paths.items()}
    for number, (key, path) in enumerate(paths.items()):
        another = chance.choice([name for name in good if good[name] != good[key]])
        other = stocked / paths[another].relative_to(store.root)
        dates_kept(path, partial(DAMAGE[number % len(DAMAGE)], path, other, chance))
    assert [key for key in paths if store.look(key) is not None] == []
    assert [key for key in paths if store.find(key) is not None] == []
    assert len(store.quarantined()) == KEPT
    assert list(filter(None, store.keys())) == []


@pytest.mark.spec("E7")
def test_looking_without_the_lock_moves_nothing_away(stocked: Path, tmp_path: Path) -> None:
    store = Store(shutil.copytree(stocked, tmp_path / "cache"))
    path = store.entry(WANTED[0].key) / "object.txt"
    dates_kept(path, partial(flip, path, path, random.Random(1)))  # noqa: S311
    assert store.look(WANTED[0].key) is None
    assert path.exists()
    assert store.quarantined() == []
