"""``kill -9`` at every system call of a publish: no part of a result is ever seen, and the same command goes on."""

from __future__ import annotations

import os
import shutil
import time
from collections import Counter
from pathlib import Path

import pytest

from reelmake.actions.runner import Runner
from reelmake.actions.store import Store
from reelmake.documents.action import FromAction
from reelmake.kernel.digest import digest_file
from reelmake.kernel.files import copy_atomic, sweep_temporaries
from reelmake.kernel.log import Log
from support.actions import TOOLS, action
from support.system_calls import Call, calls_of, run_undisturbed, run_with_fault, why_unavailable

pytestmark = pytest.mark.skipif(bool(why_unavailable()), reason=f"no system calls can be counted: {why_unavailable()}")

PARTS = {"first": action("upper", text="one " * 9), "second": action("upper", text="two " * 80_000)}
WHOLE = action(
    "join", inputs={name: FromAction(key=part.key, kind="test", extension="txt") for name, part in PARTS.items()}
)
WORK = {**PARTS, "whole": WHOLE}


class Place:
    """A directory with a cache, in which three results are made and delivered."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.store = Store(root / "cache")
        root.mkdir()

    def publish(self) -> None:
        """Make two results and a third out of them, each written down when it is begun; deliver all three."""
        began = time.time_ns()
        runner = Runner(self.store, TOOLS, log=Log(open(os.devnull, "w", encoding="utf-8")))  # noqa: SIM115, PTH123
        for name, one in WORK.items():

            def make(work: Path, name: str = name) -> None:
                self._note(name)
                texts = (work / "text",) if name in PARTS else sorted((work / "in").iterdir())
                (work / "out.txt").write_text("".join(text.read_text().upper() for text in texts))

            runner.ensure(one, make, use=lambda made, name=name: copy_atomic(made.path, self.delivered(name)))
        # As a run does at its end that follows a killed one.
        sweep_temporaries(self.root / "out", began)
        self.store.clear_up()

    def _note(self, name: str) -> None:
        handle = os.open(self.root / "begun", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        os.write(handle, f"{name}\n".encode())
        os.close(handle)

    def begun(self) -> Counter[str]:
        """Return how often the making of each result was begun."""
        path = self.root / "begun"
        return Counter(path.read_text().split() if path.exists() else ())

    def delivered(self, name: str) -> Path:
        return self.root / "out" / f"{name}.txt"

    def seen(self) -> set[str]:
        """Return the results that are in the store, each of them whole."""
        keys = set(self.store.keys())
        for key in keys:
            found = self.store.look(key)
            assert found is not None, f"a part of {key[:12]} is seen"
            assert digest_file(found.path) == found.digest
            assert self.store.action(key) is not None
        return {name for name, one in WORK.items() if one.key in keys}

    def left_over(self) -> list[str]:
        """Return what should be gone once nobody works here."""
        places = [*(self.store.root / name for name in ("tmp", "locks", "quarantine")), self.root / "out"]
        found = {path.name for place in places if place.is_dir() for path in place.iterdir()}
        return sorted(found - {f"{name}.txt" for name in WORK})


@pytest.fixture(scope="module")
def calls(tmp_path_factory: pytest.TempPathFactory) -> list[Call]:
    """The system calls on files of one undisturbed publish."""
    Place(tmp_path_factory.mktemp("warm") / "place").publish()
    return calls_of(Place(tmp_path_factory.mktemp("counted") / "place").publish)


@pytest.mark.spec("E4", "E7")
def test_killed_at_any_system_call_a_publish_leaves_nothing_partial_and_the_next_one_finishes(
    calls: list[Call], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    changes = [call for call in calls if call.changes]
    assert len(calls) >= 200
    assert len(changes) >= 60
    points = calls if request.config.getoption("--full-sweep") else changes[::8]
    reference = Place(tmp_path / "reference")
    reference.publish()
    stopped: Counter[int] = Counter()
    for number, call in enumerate(points):
        place = Place(tmp_path / str(number))
        ended = run_with_fault(place.publish, call.fault("signal=KILL"))
        assert ended.status == -9, f"{call}: {ended}"
        seen, begun = place.seen(), place.begun()
        for name in WORK:
            if place.delivered(name).exists():
                assert place.delivered(name).read_bytes() == reference.delivered(name).read_bytes(), call
        again = run_undisturbed(place.publish)
        assert again.status == 0, f"{call}: {again}"
        for name in WORK:
            assert place.delivered(name).read_bytes() == reference.delivered(name).read_bytes(), call
        assert place.seen() == set(WORK)
        assert all(place.begun()[name] == begun[name] for name in seen), f"{call}: what was finished was made again"
        assert place.left_over() == [], call
        stopped[len(seen)] += 1
        shutil.rmtree(place.root)
    assert sorted(stopped) == [0, 1, 2, 3], "kills fell before, between and after the results"
    print(f"{len(points)} kills; results that were finished then: {dict(sorted(stopped.items()))}")
