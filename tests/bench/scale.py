"""Seasons of thousands of trivial shots: what a run, a second run and an edit cost, and how each grows."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.bench import workspaces
from tests.bench.budgets import Measured
from tests.bench.measures import CHECKOUT, Spent, measured, run, snakemake

TRIVIAL = CHECKOUT / "tests/bench/trivial.smk"
SIZES = (1_000, 5_000, 10_000)
_ALLOWANCE = 1.2
"""How much faster than the season a cost may grow."""
_SECONDS = {("unchanged", 5_000): 6.0}
"""The one cost with a budget in seconds (docs/scaling.md)."""


def scale_budgets(base: Path, sizes: Sequence[int] = SIZES, *, real: bool = True) -> Iterator[Measured]:
    """Dry, fresh, unchanged and with one line changed, at each size; then each against the smallest."""
    spent: dict[str, dict[int, Spent]] = {}
    for shots in sizes:
        for what, seconds in _season(base / f"season{shots}", shots, per_episode=min(100, *sizes)):
            spent.setdefault(what, {})[shots] = seconds
            budget = _SECONDS.get((what, shots), float("inf"))
            yield Measured(f"{what}, {shots:,} shots", seconds.clock, "s", budget, f"{seconds}, {seconds.mib:.0f} MiB")
        edit, fresh = spent["one line changed"][shots], spent["fresh"][shots]
        share, detail = edit.processor / fresh.processor, f"{edit} against {fresh}"
        yield Measured(f"one line changed ÷ fresh, {shots:,} shots, processor time", share, "×", 0.10, detail)
    if real:
        root = base / "real"
        workspaces.season(root, sizes[0], per_episode=min(100, *sizes))
        seconds = snakemake(root, "season/1", "--quiet", "all")
        detail = f"{seconds}, {seconds.mib:.0f} MiB, every shot filmed"
        yield Measured(f"fresh and real, {sizes[0]:,} shots", seconds.clock, "s", float("inf"), detail)
    for (what, by_size), larger in itertools.product(spent.items(), sizes[1:]):
        yield from _growth(what, by_size[larger], by_size[sizes[0]], (larger, sizes[0]))


def _season(root: Path, shots: int, per_episode: int) -> Iterator[tuple[str, Spent]]:
    episodes = workspaces.season(root, shots, per_episode)
    target = ("season/1", "--quiet", "all")
    yield "dry run", snakemake(root, *target, "-n", snakefile=TRIVIAL)
    yield "fresh", snakemake(root, *target, snakefile=TRIVIAL)
    snakemake(root, *target, snakefile=TRIVIAL)
    yield "unchanged", min(snakemake(root, *target, snakefile=TRIVIAL) for _ in range(2))
    yield "table of the season", measured([str(Path(sys.executable).with_name("reelmake")), "season", "1"], root)
    change_a_line(root, episodes)
    yield "one line changed", snakemake(root, *target, snakefile=TRIVIAL)


def change_a_line(root: Path, episodes: Sequence[str]) -> None:
    """Change a line in the middle of the episode in the middle."""
    story = root / f"story/{episodes[len(episodes) // 2]}.fountain"
    lines = story.read_text(encoding="utf-8")
    middle = lines.count("That was number") // 2
    changed = lines.split("That was number")
    head, tail = "That was number".join(changed[:middle]), "That was number".join(changed[middle:])
    story.write_text(f"{head}That is number{tail}", encoding="utf-8")


_COUNTING = """
import sys
calls = 0

def called(_frame, event, _argument):
    global calls
    calls += event == "call"

from snakemake.cli import main
sys.setprofile(called)
try:
    main(sys.argv[1:])
except SystemExit as end:
    sys.setprofile(None)
    if end.code:
        raise
print("calls", calls)
"""


def calls_of(root: Path, *arguments: str) -> int:
    """Return how many functions of Python Snakemake's main thread calls, in a run that makes nothing."""
    command = [sys.executable, "-c", _COUNTING, "--snakefile", str(TRIVIAL), "--directory", str(root)]
    command += ["--profile", str(CHECKOUT / "profiles/site-a"), *arguments]
    return int(run(command).rsplit("calls ", 1)[1])


def _growth(what: str, larger: Spent, smaller: Spent, shots: tuple[int, int]) -> Iterator[Measured]:
    more, fewer = shots
    name = f"{what}, {more:,} ÷ {fewer:,} shots"
    times = more / fewer
    ratios = (("processor time", larger.processor / smaller.processor), ("memory", larger.mib / smaller.mib))
    for of, ratio in ratios:
        yield Measured(f"{name}, {of}", ratio, "×", _ALLOWANCE * times, f"{larger} against {smaller}")
