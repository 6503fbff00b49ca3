"""Generates Snakemake profiles from ``config/sites.yaml`` and from the resources that rules need."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from reelmake.documents.project import SiteConfig, SitesConfig
from reelmake.episode.stages import STAGES
from reelmake.kernel.files import write_if_changed
from reelmake.materials.shipped import shipped
from reelmake.operations.executors import plugin_settings
from reelmake.operations.usage import DEFAULT_MB, DEFAULT_MINUTES, Usage, recorded_usage

_RULE = re.compile(r"^rule (\w+):$|^use rule (\w+) as (\w+) with:$", re.MULTILINE)
_QUEUE = re.compile(r"^        (\w+_queue)=1,$", re.MULTILINE)
_KEYED_RULES = "actions.smk"
_SNAKEMAKE_MB = 250
"""The memory that Snakemake itself needs on a node"""
CHECKSUM_BYTES = 32_000_000
"""Up to which size Snakemake compares files by checksum between runs; it hashes each input once for every output."""
_HEAD = "# Made from config/sites.yaml by `reelmake sites sync`: do not edit.\n"
_COMMON = f"""scheduler: greedy
scheduler-subsample: 50
# Inputs are compared by content, through parameters (docs/adr/001); a finished film's parts are no longer inputs.
rerun-triggers:
  - mtime
  - params
  - code
  - software-env
rerun-incomplete: true
nolock: true
# A failed job stops only the jobs that depend on it.
keep-going: true
# Larger than any document; sound and films are hashed by reelmake's own jobs (docs/adr/032).
max-checksum-file-size: {CHECKSUM_BYTES}
show-failed-logs: false
quiet:
  - host
  - reason
"""


@dataclass(frozen=True)
class RuleNeeds:
    """The resources that one rule requests from a site."""

    name: str
    queue: str
    mem_mb: int
    minutes: int


def rule_needs(directory: Path | None = None) -> list[RuleNeeds]:
    """Return what each rule needs: the queue from the table of stages or from its file, memory and time as measured."""
    rules = directory or shipped("rules")
    measured = recorded_usage(rules)
    stages = {stage.name: (stage.queue, stage.least_mb, stage.least_minutes) for stage in STAGES.values()}
    keyed = {name: (queue, 0, 0) for name, queue in _keyed_rules(rules / _KEYED_RULES).items()}
    return [
        RuleNeeds(name, queue, *_request(measured.get(name), least_mb, least_minutes))
        for name, (queue, least_mb, least_minutes) in sorted({**stages, **keyed}.items())
    ]


def _request(usage: Usage | None, least_mb: int, least_minutes: int) -> tuple[int, int]:
    """Return the memory and time to request: as measured, but no less than the table of stages says."""
    mem_mb, minutes = (usage.mem_mb, usage.minutes) if usage else (DEFAULT_MB, DEFAULT_MINUTES)
    return max(mem_mb, least_mb), max(minutes, least_minutes)


def _keyed_rules(path: Path) -> dict[str, str]:
    """Return the queue of each rule in ``rules/actions.smk``; a rule that uses another one inherits its queue."""
    text = path.read_text(encoding="utf-8")
    starts = [*_RULE.finditer(text)]
    queues: dict[str, str] = {}
    for start, following in zip_longest(starts, starts[1:]):
        found = _QUEUE.search(text, start.end(), following.start() if following else len(text))
        queues[start[1] or start[3]] = found[1] if found else queues[start[2]]
    return queues


def profile_text(site_id: str, site: SiteConfig) -> str:
    """Return the content of a site's profile."""
    text = _local(site) if site.is_local else _plugin(site_id, site) if site.plugin else _slurm(site)
    return f"{_HEAD}{text}config:\n  - site={site_id}\n"


def profiles_of(sites: SitesConfig) -> dict[str, str]:
    """Return the content of every site's profile, by the path below ``profiles/``."""
    return {f"{site_id}/config.yaml": profile_text(site_id, site) for site_id, site in sites.sites.items()}


def out_of_date(sites: SitesConfig, directory: Path) -> list[str]:
    """Return the profiles in a directory that are missing or out of date, or whose site no longer exists."""
    wanted = profiles_of(sites)
    stale = [name for name, text in wanted.items() if _read(directory / name) != text]
    without_site = [name for name in _generated(directory) if name not in wanted]
    return sorted(stale + without_site)


def write_profiles(sites: SitesConfig, directory: Path) -> list[str]:
    """Write every site's profile and remove those whose site no longer exists; return the names of changed profiles."""
    wanted = profiles_of(sites)
    changed = [name for name, text in wanted.items() if write_if_changed(directory / name, text.encode())]
    for name in _generated(directory):
        if name not in wanted:
            (directory / name).unlink()
            changed.append(name)
    return sorted(changed)


def _local(site: SiteConfig) -> str:
    return f"executor: local\ncores: all\n{_COMMON}{_capacities(site)}"


def _slurm(site: SiteConfig) -> str:
    jobs = sum(queue.capacity for _name, queue in site.queues.items())
    partitions = {name: queue.partition or name for name, queue in site.queues.items()}
    lines = [
        "executor: reelmake-slurm # reelmake's own (docs/adr/026)",
        f"jobs: {jobs}",
        f"cores: {site.cores_per_job} # the most cores of one cluster job",
        *(f"reelmake-slurm-{name}: {value}" for name, value in (("account", site.account), ("qos", site.qos)) if value),
        f"reelmake-slurm-together: {site.jobs_together} # small jobs that share a cluster job",
        "seconds-between-status-checks: 1 # reads the exit files of jobs; Slurm itself is queried less often",
        "latency-wait: 30",
        "retries: 2",
        f"{_COMMON}{_capacities(site)}default-resources:",
        f"  slurm_partition: {partitions['cpu_queue']}",
        f"  mem_mb: {DEFAULT_MB + _SNAKEMAKE_MB} * attempt",
        f"  runtime: {DEFAULT_MINUTES} * attempt",
        "# Each rule's queue is a partition here; memory and time grow with each attempt.",
        "set-resources:",
    ]
    needs = rule_needs()
    for need in needs:
        lines += [
            f"  {need.name}:",
            f"    slurm_partition: {partitions[need.queue]}",
            f"    mem_mb: {need.mem_mb + _SNAKEMAKE_MB} * attempt",
            f"    runtime: {need.minutes} * attempt",
        ]
    return "\n".join(lines) + "\n"


def _plugin(site_id: str, site: SiteConfig) -> str:
    """Return the profile of a site that uses another executor plugin, with the plugin's settings from the site."""
    jobs = site.jobs or sum(queue.capacity for _name, queue in site.queues.items())
    settings = plugin_settings(site_id, site)
    lines = [
        f"executor: {site.plugin}",
        f"jobs: {jobs}",
        *(f"{site.plugin}-{name}: {json.dumps(value)}" for name, value in settings.items()),
        "seconds-between-status-checks: 3",
        "latency-wait: 30",
        "retries: 2",
        f"{_COMMON}{_capacities(site)}default-resources:",
        f"  mem_mb: {DEFAULT_MB + _SNAKEMAKE_MB} * attempt",
        f"  runtime: {DEFAULT_MINUTES} * attempt",
        "# Memory and time grow with each attempt.",
        "set-resources:",
    ]
    for need in rule_needs():
        lines += [
            f"  {need.name}:",
            f"    mem_mb: {need.mem_mb + _SNAKEMAKE_MB} * attempt",
            f"    runtime: {need.minutes} * attempt",
        ]
    return "\n".join(lines) + "\n"


def _capacities(site: SiteConfig) -> str:
    return "resources:\n" + "".join(f"  {name}: {queue.capacity}\n" for name, queue in site.queues.items())


def _generated(directory: Path) -> Mapping[str, str]:
    """Return the profiles in a directory that were generated."""
    found = {f"{path.parent.name}/{path.name}": _read(path) for path in sorted(directory.glob("*/config.yaml"))}
    return {name: text for name, text in found.items() if text.startswith(_HEAD)}


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (FileNotFoundError, UnicodeDecodeError):
        return ""
