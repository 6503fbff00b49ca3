"""What each rule's jobs really took, from the records of runs, and what is asked for them because of that."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from pydantic import Field, TypeAdapter

from reelmake.documents.base import FrozenModel
from reelmake.execution.records import finished_jobs
from reelmake.kernel.files import write_atomic
from reelmake.materials.shipped import shipped

DEFAULT_MB, DEFAULT_MINUTES = 400, 15
"""What is asked for a rule that nobody has measured."""
_RULE_OF = {"season": "season_list"}
_FILE = "measured.json"


class Usage(FrozenModel):
    """The most that jobs of one rule took."""

    jobs: int = Field(ge=1)
    peak_mib: int = Field(ge=0)
    seconds: int = Field(ge=0)

    @property
    def mem_mb(self) -> int:
        """Return the memory to ask for: half as much again, in steps of 50."""
        return max(-(-self.peak_mib * 3 // 2 // 50) * 50, 100)

    @property
    def minutes(self) -> int:
        """Return the time to ask for: ten times as long, in steps of 5. Nodes are slower and episodes longer."""
        return max(-(-self.seconds * 10 // 300) * 5, 5)


_USAGES = TypeAdapter(dict[str, Usage])


def measured_usage(workspace: Path) -> dict[str, Usage]:
    """Return the most that each rule's jobs took in the runs of a workspace, of jobs that really did something."""
    found: dict[str, Usage] = {}
    for run in sorted((workspace / "runs").glob("*")):
        for _episode, job in finished_jobs(run):
            if job.status == "done" and job.peak_mib:
                rule = _RULE_OF.get(job.stage, job.stage)
                taken = Usage(jobs=1, peak_mib=job.peak_mib, seconds=int(float(job.seconds)) + 1)
                found[rule] = _most(found[rule], taken) if rule in found else taken
    return dict(sorted(found.items()))


def recorded_usage(directory: Path | None = None) -> dict[str, Usage]:
    """Return what was measured of the rules in a directory, the shipped ones without one."""
    path = (directory or shipped("rules")) / _FILE
    return _USAGES.validate_json(path.read_bytes()) if path.is_file() else {}


def save_usage(measured: Mapping[str, Usage], directory: Path | None = None) -> Path:
    """Write down what was measured, beside the rules; what is known of other rules stays. Return the file."""
    rules = directory or shipped("rules")
    together = {**recorded_usage(rules), **measured}
    plain = {rule: usage.model_dump() for rule, usage in sorted(together.items())}
    write_atomic(rules / _FILE, (json.dumps(plain, indent=2) + "\n").encode())
    return rules / _FILE


def _most(one: Usage, other: Usage) -> Usage:
    return Usage(
        jobs=one.jobs + other.jobs,
        peak_mib=max(one.peak_mib, other.peak_mib),
        seconds=max(one.seconds, other.seconds),
    )
