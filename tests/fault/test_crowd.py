"""Sixteen processes over one store: one build per key, a killed holder is followed, readers outlive an eviction."""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from multiprocessing.context import ForkProcess
from pathlib import Path

import pytest

from reelmake.actions.eviction import collect, pin, quarantine_damaged
from reelmake.actions.runner import Runner
from reelmake.actions.store import Store
from reelmake.documents.action import Action
from reelmake.kernel.log import Log
from support.actions import TOOLS, action
from support.processes import eventually

CROWD = 16
TODAY = "2030-06-15"


class Notes:
    """A file to which any number of processes add a line."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def add(self, line: str) -> None:
        handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        os.write(handle, f"{line}\n".encode())
        os.close(handle)

    def read(self) -> list[str]:
        return self.path.read_text().splitlines() if self.path.exists() else []


@pytest.fixture
def notes(tmp_path: Path) -> Notes:
    return Notes(tmp_path / "notes")


@pytest.fixture
def started() -> Iterator[Callable[..., ForkProcess]]:
    """Start a function in a process of its own; what still runs at the end is killed."""
    processes: list[ForkProcess] = []

    def start(work: Callable[..., None], *arguments: object) -> ForkProcess:
        process = multiprocessing.get_context("fork").Process(target=work, args=arguments)
        process.start()
        processes.append(process)
        return process

    yield start
    for process in processes:
        process.kill()
        process.join()


def runner_over(root: Path, log: Path | None = None) -> Runner:
    return Runner(Store(root), TOOLS, log=Log((log or Path(os.devnull)).open("a", encoding="utf-8")))


def wanted(number: int, words: int = 200) -> Action:
    return action("upper", text=f"take {number} " * words)


def shout(work: Path) -> None:
    (work / "out.txt").write_text((work / "text").read_text().upper())


def ended_well(processes: list[ForkProcess]) -> None:
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * len(processes)


@pytest.mark.spec("E7")
def test_sixteen_at_once_make_each_key_once(
    tmp_path: Path, notes: Notes, started: Callable[..., ForkProcess], request: pytest.FixtureRequest
) -> None:
    keys = 400 if request.config.getoption("--full-sweep") else 24
    actions = [wanted(number) for number in range(keys)]

    def work(seed: int) -> None:
        runner = runner_over(tmp_path / "cache")

        def make(directory: Path) -> None:
            notes.add((directory / "text").read_text().split()[1])
            shout(directory)

        # Some in the same order, so that all want a key at once, and some in another.
        order = actions if seed % 2 else random.Random(seed).sample(actions, keys)  # noqa: S311
        for one in order:
            made = runner.ensure(one, make)
            assert made.path.read_text() == one.texts["text"].upper()

    ended_well([started(work, seed) for seed in range(CROWD)])
    assert Counter(notes.read()) == {str(number): 1 for number in range(keys)}
    store = Store(tmp_path / "cache")
    assert len(list(store.keys())) == keys
    assert list(quarantine_damaged(store)) == []
    assert list((store.root / "locks").iterdir()) == list((store.root / "tmp").iterdir()) == []


@pytest.mark.spec("E4", "E7")
def test_when_a_holder_is_killed_one_of_those_who_wait_takes_over(
    tmp_path: Path, notes: Notes, started: Callable[..., ForkProcess], request: pytest.FixtureRequest
) -> None:
    kills = CROWD - 1 if request.config.getoption("--full-sweep") else 3
    log = tmp_path / "log"

    def work() -> None:
        def make(directory: Path) -> None:
            notes.add(str(os.getpid()))
            while len(notes.read()) <= kills and notes.read()[-1] == str(os.getpid()):
                time.sleep(0.01)
            shout(directory)

        assert runner_over(tmp_path / "cache", log).ensure(wanted(1), make).path.read_text().startswith("TAKE 1")

    crowd = [started(work) for _ in range(CROWD)]
    eventually(lambda: log.exists() and log.read_text().count('"waiting"') == CROWD - 1)
    for number in range(kills):
        holder = int(eventually(lambda number=number: notes.read()[number:])[0])
        os.kill(holder, signal.SIGKILL)
        eventually(lambda number=number: notes.read()[number + 1 :])
    for process in crowd:
        process.join()
    assert Counter(process.exitcode for process in crowd) == {-signal.SIGKILL: kills, 0: CROWD - kills}
    assert len(notes.read()) == kills + 1, "one made it at last"
    assert [json.loads(line)["event"] for line in log.read_text().splitlines()].count("made") == 1
    assert list((tmp_path / "cache/tmp").iterdir()) == []
    print(f"{kills} holders killed, each followed by another")


@pytest.mark.spec("E7")
def test_readers_lose_nothing_while_the_cache_is_kept_under_its_size(
    tmp_path: Path, notes: Notes, started: Callable[..., ForkProcess], request: pytest.FixtureRequest
) -> None:
    goal = 20_000 if request.config.getoption("--full-sweep") else 60
    enough = multiprocessing.get_context("fork").Event()
    actions = [wanted(number, 4_000) for number in range(20)]
    store = Store(tmp_path / "cache")
    runner = runner_over(store.root)
    pinned, held = (runner.ensure(one, shout).key for one in actions[:2])
    pin(store, [pinned], "the pilot")
    each = sum(path.stat().st_size for path in store.entry(pinned).iterdir())
    cap = each * 6

    @contextlib.contextmanager
    def ending() -> Iterator[None]:
        """Whoever ends, well or not, ends them all."""
        try:
            yield
        finally:
            enough.set()

    def read(seed: int) -> None:
        own, chance = runner_over(store.root), random.Random(seed)  # noqa: S311
        with ending():
            while not enough.is_set():
                number = chance.randrange(len(actions))
                target = tmp_path / f"read{seed}.txt"

                def make(directory: Path, number: int = number) -> None:
                    notes.add(f"made {number}")
                    shout(directory)

                own.ensure(actions[number], make, use=lambda made, to=target: to.write_bytes(made.path.read_bytes()))
                assert target.read_text() == actions[number].texts["text"].upper(), "a torn read"
                notes.add("read")

    def evict() -> None:
        evicted = 0
        with ending():
            while evicted < goal and not enough.is_set():
                done = collect(store, cap, today=TODAY, grace=0)
                assert done.bytes_left <= cap + each * len(done.in_use)
                notes.add(f"evicted {len(done.removed)}")
                evicted += len(done.removed)

    with store.holding(held) as there:
        assert there
        ended_well([*(started(read, seed) for seed in range(CROWD - 1)), started(evict)])
        collect(store, cap, today=TODAY, grace=0)
        assert sum(path.stat().st_size for path in store.root.glob("objects/*/*/*")) <= cap
        assert {pinned, held} <= set(store.keys())
    lines = Counter(line.split()[0] for line in notes.read())
    assert not {"made 0", "made 1"} & set(notes.read()), "what is pinned or held was never gone"
    assert lines["made"] >= goal, "what went was made again"
    assert store.quarantined() == []
    assert list((store.root / "tmp").iterdir()) == []
    evicted = sum(int(line.split()[1]) for line in notes.read() if line.startswith("evicted"))
    print(f"{lines['read']} reads by {CROWD - 1}, {evicted} objects evicted, {lines['made']} made again")
