"""A feature film of 120 pages: planned, cold, with one line changed, and the largest job of each kind."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from unittest.mock import patch

from tests.bench import workspaces
from tests.bench.budgets import FILM, PLAN, Measured
from tests.bench.measures import measured, snakemake
from tests.bench.workspaces import Feature

from reelmake.actions.store import Store
from reelmake.documents.plan import RenderPlan
from reelmake.episode.estimate import tasks
from reelmake.episode.in_memory import InMemoryBuild
from reelmake.episode.preview import estimate_unspoken
from reelmake.kernel import digest
from reelmake.kernel.log import Log
from reelmake.operations.usage import measured_usage
from reelmake.workspace.file_digests import FileDigests
from reelmake.workspace.workspace import DEFAULT_PROFILE, Workspace

SPOKEN = Feature(engine="piper")
_PLAN_SECONDS = 5
_MOST_MIB = 400


def feature_budgets(root: Path, size: Feature = SPOKEN) -> Iterator[Measured]:
    """Plan a feature film, make it, change one line and make it again. Its lines are spoken before."""
    workspaces.feature(root, size)
    name = f"{size.pages} pages"
    snakemake(root, "episodes/ep01/voice.json", "--quiet", "all")
    planned = measured([str(Path(sys.executable).with_name("reelmake")), "plan", "ep01"], root)
    yield Measured(f"{name}: reelmake plan, processor time", planned.processor, "s", _PLAN_SECONDS, str(planned))
    cold = snakemake(root, FILM, "--quiet", "all")
    plan = RenderPlan.load(root / PLAN)
    detail = f"{cold}: {len(plan.shots)} shots, {plan.total_frames / 24 / 60:.0f} min"
    yield Measured(f"{name}: cold", cold.clock, "s", float("inf"), detail)
    edit(root)
    changed = snakemake(root, FILM, "--quiet", "all")
    share = changed.processor / cold.processor
    yield Measured(f"{name}: one line changed ÷ cold, processor time", share, "×", 0.10, f"{changed} against {cold}")
    for rule, usage in measured_usage(root).items():
        detail = f"largest of {usage.jobs} jobs, its programs included"
        yield Measured(f"{name}: memory of a {rule} job", usage.peak_mib, "MiB", _MOST_MIB, detail)


def edit(root: Path) -> None:
    """Make one speech on the first page longer by a word."""
    story = root / "story/ep01.fountain"
    story.write_text(story.read_text().replace("number 7 left", "number 7 really left", 1))


@dataclass(frozen=True)
class Work:
    """What planning took, counted: the same on every machine, however busy."""

    calls: int
    """Functions called, Python's own included"""
    hashed: int
    """Bytes brought into their canonical form"""


def planning_work(root: Path) -> Work:
    """Work out what ``reelmake plan`` and ``reelmake explain`` say, and count what that takes."""
    calls = hashed = 0
    spell = digest.canonical_bytes

    def counted(value: object) -> bytes:
        nonlocal hashed
        spelled = spell(value)
        hashed += len(spelled)
        return spelled

    def called(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    with patch.object(digest, "canonical_bytes", counted):
        sys.setprofile(called)
        try:
            _plan(root)
        finally:
            sys.setprofile(None)
    return Work(calls, hashed)


def _plan(root: Path) -> None:
    """Do as the verbs do, without what they print."""
    workspace = Workspace.at(root)
    with open(os.devnull, "w", encoding="utf-8") as quiet:  # noqa: PTH123
        in_memory = InMemoryBuild(workspace, FileDigests(root), Log(quiet))
        plan = in_memory.plan("ep01", DEFAULT_PROFILE, on_unspoken=estimate_unspoken([]))
    assert tasks(plan, None, root, Store(root / "cache"), {}), "nothing is made yet"
    # Every action differs from the one before, so each is compared in full.
    finer = {key: action.model_copy(update={"recipe": action.recipe + 1}) for key, action in plan.actions.items()}
    before = plan.model_copy(update={"actions": {action.key: action for action in finer.values()}})
    assert tasks(plan, before, root, Store(root / "cache"), {})
