"""The files a render delivered, and the summary of a run."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from reelmake.documents.base import Document, FrozenModel
from reelmake.documents.plan import RenderPlan
from reelmake.kernel.digest import DIGEST_PATTERN, digest_bytes


class OutputFile(FrozenModel):
    """One delivered file."""

    path: str
    digest: str = Field(pattern=DIGEST_PATTERN)
    bytes: int
    key: str = Field(default="", description="Key of the action that made it")


class RenderOutput(Document):
    """The delivered files of one episode and profile."""

    kind: ClassVar[str] = "render_output"

    episode: str
    profile: str
    fps: str
    total_frames: int
    timing_lock_hash: str
    files: dict[str, OutputFile]
    placeholders: tuple[str, ...] = Field(default=(), description="Needs that are met by a placeholder")
    flags: tuple[str, ...] = Field(default=(), description="Notices for viewers: unspoken lines, refused assets")


def delivered_as_planned(output: RenderOutput, plan: RenderPlan) -> bool:
    """Say whether a delivery contains exactly what a plan would deliver."""
    expected = {name: digest_bytes(text.encode()) for name, text in plan.captions.items()}
    captions = {name: item.digest for name, item in output.files.items() if not item.key}
    keys = {name: item.key for name, item in output.files.items() if item.key}
    same_notes = (output.flags, output.placeholders) == (plan.flags, plan.missing)
    return (
        captions == expected
        and keys == dict(plan.deliverables)
        and same_notes
        and (output.timing_lock_hash == plan.timing_lock_hash)
    )


class StageSummary(FrozenModel):
    """One job of a run."""

    stage: str
    subject: str
    key: str = ""
    started: str
    ended: str = ""
    seconds: str = Field(description="Wall time in seconds with three decimals")
    queue_wait_seconds: str = Field(
        default="0.000", description="From when its inputs were ready, or its cluster job was submitted, to its start"
    )
    status: str = Field(description="done, cached, failed, waiting")
    attempt: int = 1
    host: str = Field(default="", description="The node it ran on")
    site_id: str = ""
    queue: str = ""
    error: str = ""
    peak_mib: int = Field(default=0, description="Peak memory of the job plus that of the largest program it ran")
    processor_seconds: str = Field(default="", description="Processor time of the job and the programs it ran")


class RunSummary(Document):
    """What one run did, when and where. No key depends on it."""

    kind: ClassVar[str] = "run_summary"

    run_id: str
    site_id: str
    tenant_id: str
    episode: str
    started: str
    ended: str
    status: str
    stages: tuple[StageSummary, ...]
    jobs: int
    cache_hits: int
    cache_misses: int
    cache_hit_percent: int
    retries: int
    failures: int
    local_jobs: int
    external_jobs: int = 0
    tokens: int = 0
    cost: str = Field(default="0.00", description="Money spent on providers outside, in the project's currency")
    flags: tuple[str, ...] = ()
