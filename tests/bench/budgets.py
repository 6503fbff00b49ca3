"""Each budget: what is done, what it is compared with, and what is allowed."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.bench import workspaces
from tests.bench.measures import (
    CHECKOUT,
    Spent,
    best_of,
    in_directory,
    measured,
    run,
    snakemake,
    snakemake_output,
    spent,
    timed,
)
from tests.bench.workspaces import TEN_MINUTES, Episode

from reelmake.actions.pipeline import fixed_environment
from reelmake.actions.runner import Runner
from reelmake.actions.store import Store
from reelmake.documents.action import Action, FromAction
from reelmake.documents.plan import RenderPlan
from reelmake.execution.tool_table import TOOLS
from reelmake.kernel.digest import digest_file
from reelmake.kernel.files import clone_or_copy
from reelmake.kernel.log import Log

FILM = "episodes/ep01/render.mp4"
PLAN = "episodes/ep01/render_plan.preview_local.json"


@dataclass(frozen=True)
class Measured:
    """One budget, as it came out."""

    name: str
    value: float
    unit: str
    budget: float
    detail: str

    at_least: bool = False
    """Whether the budget is what it should reach, not what it should stay below"""

    @property
    def kept(self) -> bool:
        return self.value >= self.budget if self.at_least else self.value <= self.budget


def episode_budgets(root: Path, size: Episode = TEN_MINUTES) -> Iterator[Measured]:
    """Cold, one line changed, unchanged: a 10-minute episode at 720p24, its lines spoken before."""
    workspaces.episode(root, size)
    snakemake(root, "episodes/ep01/voice.json")
    cold = snakemake(root, FILM)
    plan = RenderPlan.load(root / PLAN)
    assert len({shot.clip_key for shot in plan.shots}) == size.shots, "every shot has a clip of its own"
    with in_directory(root):
        bare = bare_encodes(root, plan)
    minutes = plan.total_frames / 24 / 60
    detail = f"{cold} against {bare}: {len(plan.shots)} shots, {minutes:.1f} min"
    yield Measured("cold preview ÷ the same encodes by xargs -P2", cold.clock / bare.clock, "×", 1.15, detail)
    yield Measured("the same in processor time", cold.processor / bare.processor, "×", 1.15, detail)
    unchanged = min(snakemake(root, FILM) for _ in range(3))
    yield Measured("nothing changed, one episode", unchanged.clock, "s", 1.5, f"best of 3: {unchanged}")
    story = root / "story/ep01.fountain"
    story.write_text(story.read_text().replace("the night of number 0", "the evening of number 0"))
    changed = snakemake(root, FILM)
    detail = f"{changed} against {cold}"
    yield Measured("one line changed ÷ cold", changed.clock / cold.clock, "×", 0.10, detail)
    yield Measured("one line changed ÷ cold, processor time", changed.processor / cold.processor, "×", 0.10, detail)
    yield from _memory(root, plan)


def _memory(root: Path, plan: RenderPlan) -> Iterator[Measured]:
    for kind in ("clip", "sound", "mux"):
        key = next(action.key for action in plan.actions.values() if action.kind == kind)
        shutil.rmtree(Store(root / "cache").entry(key), ignore_errors=True)
        command = [sys.executable, str(CHECKOUT / "scripts/action.py"), key, "peak.out", "--log", "peak.log"]
        yield Measured(f"memory of a {kind} job", measured(command, root).mib, "MiB", 400, "largest process")


def bare_encodes(root: Path, plan: RenderPlan) -> Spent:
    """Lay out every clip's directory, then time the same commands under ``xargs`` alone; their bytes are the same."""
    base = root / "bare"
    scripts = []
    store = Store(root / "cache")
    keys = list(dict.fromkeys(shot.clip_key for shot in plan.shots))
    for key in keys:
        action = plan.actions[key]
        directory = base / key
        _lay_out(action, directory, store)
        stages = [shlex.join([*TOOLS[c.tool]().start, *c.argv]) for c in action.pipeline]
        script = directory / "run.sh"
        script.write_text(f"cd {shlex.quote(str(directory))} && " + " | ".join(stages) + " 2>/dev/null\n")
        scripts.append(str(script))
    environment = fixed_environment(base)
    names = "\n".join(scripts)
    jobs = str(len(os.sched_getaffinity(0)))

    def encode() -> None:
        command = ["xargs", "-P", jobs, "-n", "1", "sh"]
        subprocess.run(command, input=names, text=True, check=True, env=environment, stderr=subprocess.DEVNULL)

    used = spent(encode)
    for key in keys:
        made = next((base / key).glob("out.*"))
        kept = store.find(key)
        assert kept is not None
        assert digest_file(made) == kept.digest, "the bare encode gave other bytes"
    shutil.rmtree(base)
    return used


def _lay_out(action: Action, directory: Path, store: Store) -> None:
    (directory / "in").mkdir(parents=True)
    for name, item in action.inputs.items():
        if isinstance(item, FromAction):
            found = store.find(item.key)
            assert found is not None
            clone_or_copy(found.path, directory / "in" / name)
        else:
            clone_or_copy(Path(item.path), directory / "in" / name)
    for name, text in action.texts.items():
        (directory / name).write_text(text, encoding="utf-8", newline="")


def process_budgets(root: Path) -> Iterator[Measured]:
    """What one process costs: a stage with its imports, the command line, the cache."""
    workspaces.episode(root)
    workspaces.write(
        root, {"config/project.yaml": workspaces.PROJECT.format(engine="none", per_word=360, width=320, height=180)}
    )
    snakemake(root, PLAN)
    with in_directory(root):
        for stage, command in stage_commands(root).items():
            best = _least(3, command, root)
            yield Measured(f"stage process: {stage}", best.clock, "s", 0.3, f"best of 3, imports included: {best}")
        best = _least(5, [str(Path(sys.executable).with_name("reelmake")), "--help"], root)
        yield Measured("reelmake --help", best.clock, "s", 0.1, f"best of 5: {best}")
    yield from _cache(root)


def _least(times: int, command: list[str], root: Path) -> Spent:
    return min(spent(lambda: run(command, root)) for _ in range(times))


STAGES = ("intake", "gate", "safety", "shoot", "manifest", "plan")
"""The stages whose processes are measured"""
_STAGE_COMMAND = re.compile(r'stage\.py" (\w+) (.*)$', re.MULTILINE)


def stage_commands(root: Path) -> dict[str, list[str]]:
    """Return the command of each stage as the workflow would start it in a workspace, but without a worker."""
    named = snakemake_output(root, "-n", "-F", "-p", "--quiet", "host", "--", PLAN)
    run_stage = "import sys; from reelmake.episode.job_commands import run; sys.exit(run(['stage', *sys.argv[1:]]))"
    found = {name: [name, *shlex.split(rest)] for name, rest in _STAGE_COMMAND.findall(named)}
    return {name: [sys.executable, "-c", run_stage, *found[name]] for name in STAGES}


def _cache(root: Path) -> Iterator[Measured]:
    from support.actions import TOOLS as TEST_TOOLS
    from support.actions import action

    store = Store(root / "cache-bench")
    runner = Runner(store, TEST_TOOLS, log=Log(open(os.devnull, "w")))  # noqa: SIM115, PTH123
    data = os.urandom(1 << 20)

    def publish(number: int) -> float:
        return timed(lambda: runner.ensure(action("upper", text=str(number)), lambda d: _leave(d, data)))

    times = sorted(publish(number) for number in range(40))
    yield Measured("cache: publish 1 MiB", times[20] * 1000, "ms", 5, "median of 40, locks, fsync and record included")
    large = os.urandom(64 << 20)
    wanted = action("upper", text="large")
    runner.ensure(wanted, lambda d: _leave(d, large))
    seconds = best_of(5, lambda: store.find(wanted.key))
    yield Measured("cache: verify", len(large) / 1e6 / seconds, "MB/s", 800, "64 MiB, best of 5", at_least=True)


def _leave(directory: Path, data: bytes) -> None:
    (directory / "out.txt").write_bytes(data)
