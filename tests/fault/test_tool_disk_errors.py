"""A disk that fails under a program we call: ffmpeg and our own tools, at each thing they do to the file they make."""

from __future__ import annotations

import dataclasses
import io
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from reelmake.actions.runner import Runner
from reelmake.actions.store import Store
from reelmake.actions.tools import Tool, ToolTable
from reelmake.documents.action import Action
from reelmake.execution.planned_actions import PlannedActions
from reelmake.execution.tool_table import TOOLS
from reelmake.kernel.errors import ReelmakeError
from reelmake.kernel.log import Log
from support.system_calls import why_unavailable
from support.world import World

pytestmark = pytest.mark.skipif(bool(why_unavailable()), reason=f"no system calls can be counted: {why_unavailable()}")

CALLS = ("write", "pwrite64", "writev", "fsync", "ftruncate", "close")
TOLD = {"ENOSPC": "the disk is full", "EIO": "the disk reports an error"}
_SILENT = Log(io.StringIO())
_LINE = re.compile(r"^(\d+) +(\w+)\(")
_FOLLOWED = 'said=$0; made=$1; what=$2; shift 2; exec strace -f -qq -s 0 -o "$said" -P "$PWD/$made" -e "$what" "$@"'
"""Only what touches the result counts: a tool's pipes and libraries lie on no disk that fills up."""


@dataclasses.dataclass(frozen=True)
class Point:
    """The Nth call of a name that a thread of a tool makes on its result."""

    tool: str
    call: str
    nth: int


class Making:
    """A result of a built workspace, to be made anew under an eye that can make calls fail."""

    def __init__(self, world: World, action: Action, cache: Path, said: Path) -> None:
        self.action = action
        self._known = PlannedActions(world.root).find
        self._store = Store(cache)
        self._said = said
        self.good = (world.root / action.path).read_bytes()

    def make(self, tool: str = "", what: str = "") -> bytes:
        """Make it as if nobody ever had, with one of its tools followed; return its bytes."""
        self._store.evict(self.action.key)
        made = Runner(self._store, self._followed(tool, what), find_action=self._known, log=_SILENT).ensure(self.action)
        return made.path.read_bytes()

    def points(self) -> Iterator[Point]:
        """Yield everything that each of its tools does to the result."""
        for tool in dict.fromkeys(command.tool for command in self.action.pipeline):
            assert self.make(tool, f"trace={','.join(CALLS)}") == self.good
            calls = [found for line in self._said.read_text().splitlines() if (found := _LINE.match(line))]
            threads = Counter((thread, call) for thread, call in (found.groups() for found in calls))
            most = Counter[str]()
            for (_thread, call), times in threads.items():
                most[call] = max(most[call], times)
            yield from (Point(tool, call, nth) for call, times in sorted(most.items()) for nth in range(1, times + 1))

    def is_clean(self) -> bool:
        """Say whether nothing half-made is left."""
        return not list(self._store.root.glob("tmp/*")) and self._store.find(self.action.key) is None

    def _followed(self, name: str, what: str) -> ToolTable:
        if not name:
            return TOOLS
        tool = TOOLS[name]()
        start = ("/bin/sh", "-c", _FOLLOWED, str(self._said), f"out.{self.action.extension}", what)
        strace = shutil.which("strace")
        assert strace
        # What a tool may know of the world has no PATH of ours.
        start = tuple(part.replace("exec strace", f"exec {strace}") for part in start)
        return {**TOOLS, name: lambda: Tool(name, (*start, *tool.start), tool.digest)}


@pytest.fixture(scope="module")
def world(built_once: World, tmp_path_factory: pytest.TempPathFactory) -> World:
    return built_once.copy_built(tmp_path_factory.mktemp("tools") / "world")


@pytest.mark.spec("E4")
@pytest.mark.parametrize("kind", ["art", "clip", "music", "texture", "gain", "sound", "mux"])
@pytest.mark.parametrize("fault", ["ENOSPC", "EIO"])
def test_a_program_that_meets_a_failing_disk_leaves_nothing_and_says_why(
    world: World, kind: str, fault: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    keys = sorted(path.stem for path in world.root.glob(f"build/{kind}/*"))
    action = PlannedActions(world.root).find(keys[0])
    assert action is not None
    making = Making(world, action, world.root / "cache", tmp_path / "said")
    points = list(making.points())
    assert "write" in {point.call for point in points}
    full = request.config.getoption("--full-sweep")
    chosen = points if full else [points[0], points[-1]]
    ends: Counter[str] = Counter()
    for point in chosen:
        try:
            made = making.make(point.tool, f"inject={point.call}:error={fault}:when={point.nth}")
        except ReelmakeError as problem:
            assert TOLD[fault] in str(problem), (point, str(problem))
            assert making.is_clean(), point
            ends["told"] += 1
        else:
            assert made == making.good, point
            ends["did without"] += 1
        assert making.make() == making.good, point
    print(f"{kind}: {len(chosen)} of {len(points)} calls met {fault}: {dict(ends)}")
