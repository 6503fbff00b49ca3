"""Damage in the store: every flip, cut and swap is found, quarantined, made anew, and never served."""

from __future__ import annotations

import json
import os
import random
import shutil
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from reelmake.actions.eviction import quarantine_damaged
from reelmake.actions.runner import Runner
from reelmake.actions.store import ACTION, RECORD, Store, read_record
from reelmake.documents.action import Action
from reelmake.kernel.log import Log
from support.actions import TOOLS, action

SHORT, FULL = 108, 1_000
OBJECT = "object.txt"
MAPPED = 3 << 20
"""Bytes from which on objects are hashed in another way; every fiftieth is as large."""

Harm = Callable[[Path, Path, random.Random], None]


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


def swap_whole(path: Path, other: Path, _chance: random.Random) -> None:
    for part in other.parent.iterdir():
        path.with_name(part.name).write_bytes(part.read_bytes())


def swap_but_one(path: Path, other: Path, chance: random.Random) -> None:
    kept = path.read_bytes()
    swap_whole(path, other, chance)
    path.write_bytes(kept)


DAMAGE: list[tuple[str, Harm]] = [
    (part, harm) for harm in (flip, cut, add, swap, swap_but_one) for part in (OBJECT, RECORD, ACTION)
]
DAMAGE += [(RECORD, flip), (ACTION, flip), (OBJECT, swap_whole)]


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


def wanted(number: int) -> Action:
    size = MAPPED // 8 if number % 50 == 0 else number % 7 + 1
    return action("upper", text=f"take {number}: {'light ö ' * size}", subject=f"shot {number}")


def runner_over(root: Path) -> Runner:
    return Runner(Store(root), TOOLS, log=Log(open(os.devnull, "w", encoding="utf-8")))  # noqa: PTH123


@pytest.fixture(scope="module")
def stocked(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> tuple[Path, list[Action]]:
    """A store of many small objects, to be copied and never changed; and the actions it holds."""
    root = tmp_path_factory.mktemp("stocked") / "cache"
    runner = runner_over(root)
    count = FULL if request.config.getoption("--full-sweep") else SHORT
    actions = [wanted(number) for number in range(count)]
    for one in actions:
        runner.ensure(one, shout)
    return root, actions


@pytest.mark.spec("E4", "E7")
@pytest.mark.parametrize("found_by", ["reading", "verifying"])
def test_every_flip_cut_and_swap_is_found_quarantined_made_anew_and_never_served(
    stocked: tuple[Path, list[Action]], tmp_path: Path, found_by: str
) -> None:
    source, actions = stocked
    runner = runner_over(shutil.copytree(source, tmp_path / "cache"))
    store = runner.store
    chance = random.Random(f"damage {found_by}")  # noqa: S311 a seeded choice of damage
    done: Counter[str] = Counter()
    for number, one in enumerate(actions):
        part, harm = DAMAGE[number % len(DAMAGE)]
        other = source / store.entry(actions[number - 1].key).relative_to(store.root)
        dates_kept(store.entry(one.key) / part, partial(harm, store.entry(one.key) / part, other / part, chance))
        done[f"{harm.__name__} {part}"] += 1
    assert [one.subject for one in actions if store.look(one.key) is not None] == [], done
    if found_by == "verifying":
        assert set(quarantine_damaged(store)) == {one.key for one in actions}
        assert list(store.keys()) == []
    made = [runner.ensure(one, shout) for one in actions]
    assert not any(one.cached for one in made)
    assert len(store.quarantined()) == len(actions)
    for one in actions:
        entry = source / store.entry(one.key).relative_to(store.root)
        assert (store.entry(one.key) / OBJECT).read_bytes() == (entry / OBJECT).read_bytes()
    assert list(quarantine_damaged(store)) == []


@pytest.mark.spec("E7")
@pytest.mark.parametrize("part", [RECORD, ACTION])
def test_no_bit_of_what_lies_beside_an_object_flips_unseen(
    stocked: tuple[Path, list[Action]], tmp_path: Path, part: str, request: pytest.FixtureRequest
) -> None:
    source, actions = stocked
    store = Store(tmp_path / "cache")
    shutil.copytree(source / "objects" / actions[1].key[:2], tmp_path / "cache/objects" / actions[1].key[:2])
    path = store.entry(actions[1].key) / part
    whole = path.read_bytes()
    for bit in range(0, len(whole) * 8, 1 if request.config.getoption("--full-sweep") else 13):
        data = bytearray(whole)
        data[bit // 8] ^= 1 << bit % 8
        path.write_bytes(data)
        assert read_record(path.parent) is None, f"bit {bit} of {whole!r}"
    path.write_bytes(whole)
    assert store.look(actions[1].key) is not None


@pytest.mark.spec("E7")
def test_looking_without_the_lock_moves_nothing_away(stocked: tuple[Path, list[Action]], tmp_path: Path) -> None:
    source, actions = stocked
    store = Store(shutil.copytree(source, tmp_path / "cache"))
    path = store.entry(actions[1].key) / OBJECT
    dates_kept(path, partial(flip, path, path, random.Random(1)))  # noqa: S311
    assert store.look(actions[1].key) is None
    assert path.exists()
    assert store.quarantined() == []


@pytest.mark.spec("E7")
def test_a_record_whose_seal_was_taken_away_is_damaged(stocked: tuple[Path, list[Action]], tmp_path: Path) -> None:
    source, actions = stocked
    store = Store(shutil.copytree(source, tmp_path / "cache"))
    path = store.entry(actions[1].key) / RECORD
    whole = json.loads(path.read_bytes())
    for unsealed in ({**whole, "seal": ""}, {name: value for name, value in whole.items() if name != "seal"}):
        path.write_text(json.dumps(unsealed), encoding="utf-8")
        assert store.look(actions[1].key) is None
