"""``make bench``: the budgets of DESIGN, measured; times as ratios within this one run."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import partial
from math import isinf
from pathlib import Path

from tests.bench.budgets import Measured, episode_budgets, process_budgets
from tests.bench.feature import feature_budgets
from tests.bench.measures import machine
from tests.bench.peers import peer_budgets
from tests.bench.scale import SIZES, scale_budgets
from tests.bench.site import site_budgets

from reelmake.cli.output import print_table

GROUPS: dict[str, Callable[[Path], Iterator[Measured]]] = {
    "episode": episode_budgets,
    "scale": scale_budgets,
    "site": site_budgets,
    "peers": peer_budgets,
    # Last, for it holds large data, and what it starts would be counted as large, too.
    "processes": process_budgets,
}
ON_REQUEST: dict[str, Callable[[Path], Iterator[Measured]]] = {"feature": feature_budgets}
"""What takes an hour or so, and is measured only when it is named."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("groups", nargs="*", help=f"what to measure: {_names()}")
    parser.add_argument("--out", type=Path, default=Path("bench/results.json"), help="where the numbers go")
    parser.add_argument(
        "--scale", default=",".join(map(str, SIZES)), help="shots of the seasons, smallest first; default: %(default)s"
    )
    options = parser.parse_args()
    sizes = [int(size) for size in options.scale.split(",")]
    groups = {**GROUPS, **ON_REQUEST, "scale": partial(scale_budgets, sizes=sizes)}
    unknown = [name for name in options.groups if name not in groups]
    if unknown:
        parser.error(f"no group is called {', '.join(unknown)}; there are {_names()}")
    measured: list[Measured] = []
    with tempfile.TemporaryDirectory(prefix="reelmake-bench-") as scratch:
        for name in options.groups or GROUPS:
            for item in groups[name](Path(scratch) / name):
                measured.append(item)
                state = "      " if isinf(item.budget) else "kept  " if item.kept else "MISSED"
                print(f"{state} {item.name}: {item.value:.2f} {item.unit} ({item.detail})", file=sys.stderr, flush=True)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    when = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    results = [
        {**asdict(item), "budget": None if isinf(item.budget) else item.budget, "kept": item.kept} for item in measured
    ]
    options.out.write_text(json.dumps({"measured": when, "machine": machine(), "budgets": results}, indent=2) + "\n")
    rows = [
        (
            m.name,
            f"{m.value:.2f} {m.unit}",
            _budget(m),
            _kept(m),
            m.detail,
        )
        for m in measured
    ]
    print_table(f"budgets ({options.out})", ("what", "measured", "budget", "", "how"), rows, numeric=(1, 2))
    return 0


def _names() -> str:
    return f"{', '.join(GROUPS)} (all of them without a name), and {', '.join(ON_REQUEST)}"


def _budget(item: Measured) -> str:
    return "" if isinf(item.budget) else f"{'≥' if item.at_least else '≤'} {item.budget:g} {item.unit}"


def _kept(item: Measured) -> str:
    if isinf(item.budget):
        return ""
    return "kept" if item.kept else f"missed by {abs(item.value / item.budget - 1):.0%}"


if __name__ == "__main__":
    sys.exit(main())
