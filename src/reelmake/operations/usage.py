"""The memory and time that the jobs of each rule used, from the records of runs, and what to request for them."""

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
"""The request for a rule that was never measured"""
_RULE_OF = {"season": "season_list"}
_FILE = "measured.json"


class Usage(FrozenModel):
    """The most memory and time that a job of one rule used."""

    jobs: int = Field(ge=1)
    peak_mib: int = Field(ge=0)
    seconds: int = Field(ge=0)

    @property
    def mem_mb(self) -> int:
        """Return the memory to request: one and a half times the most, in steps of 50."""
        return max(-(-self.peak_mib * 3 // 2 // 50) * 50, 100)

    @property
    def minutes(self) -> int:
        """Return the time to request: ten times the longest, in steps of 5. Nodes may be slower and episodes longer."""
        return max(-(-self.seconds * 10 // 300) * 5, 5)


_USAGES = TypeAdapter(dict[str, Usage])


def measured_usage(workspace: Path) -> dict[str, Usage]:
    """Return the usage of each rule in all runs of a workspace; jobs that found their result cached don't count."""
    found: dict[str, Usage] = {}
    for run in sorted((workspace / "runs").glob("*")):
        for _episode, job in finished_jobs(run):
            if job.status == "done" and job.peak_mib:
                rule = _RULE_OF.get(job.stage, job.stage)
                used = Usage(jobs=1, peak_mib=job.peak_mib, seconds=int(float(job.seconds)) + 1)
                found[rule] = _most(found[rule], used) if rule in found else used
    return dict(sorted(found.items()))


def recorded_usage(directory: Path | None = None) -> dict[str, Usage]:
    """Return the usage that is recorded next to the rules in a directory; by default the shipped rules."""
    path = (directory or shipped("rules")) / _FILE
    return _USAGES.validate_json(path.read_bytes()) if path.is_file() else {}


def save_usage(measured: Mapping[str, Usage], directory: Path | None = None) -> Path:
    """Record measured usage next to the rules and return the file. Records of rules that were not measured stay."""
    rules = directory or shipped("rules")
    merged = {**recorded_usage(rules), **measured}
    plain = {rule: usage.model_dump() for rule, usage in sorted(merged.items())}
    write_atomic(rules / _FILE, (json.dumps(plain, indent=2) + "\n").encode())
    return rules / _FILE


def _most(one: Usage, other: Usage) -> Usage:
    return Usage(
        jobs=one.jobs + other.jobs,
        peak_mib=max(one.peak_mib, other.peak_mib),
        seconds=max(one.seconds, other.seconds),
    )
