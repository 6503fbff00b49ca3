"""One job of a run: it ends with its run, says plainly what went wrong, and leaves a record of what it did."""

from __future__ import annotations

import contextlib
import gc
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from reelmake.actions.pipeline import stop_all
from reelmake.actions.runner import Origin, Runner
from reelmake.actions.store import read_record
from reelmake.actions.worker.fork import is_forked
from reelmake.documents.base import Document, Parent
from reelmake.documents.output import StageSummary
from reelmake.documents.records import ArtifactRecord
from reelmake.execution.disk_space import require_job_room
from reelmake.execution.records import Running, begin_job, end_job, ended_jobs, jobs_of_episode, waited_for
from reelmake.execution.run import cluster_wait, origin, run_directory, run_token, summarise
from reelmake.execution.tool_table import TOOLS
from reelmake.kernel.disk_errors import disk_errors
from reelmake.kernel.errors import ReelmakeError, Waiting
from reelmake.kernel.ids import trace_id
from reelmake.kernel.log import Log, open_log, utc, utc_now
from reelmake.kernel.process import exit_when_gone, host, process_start_time, resource_usage
from reelmake.workspace.workspace import Workspace

_INTERRUPTED = 130
"""The status of a program that Ctrl-C ended, as shells have it."""


@dataclass
class Job:
    """What a running job knows and can do."""

    stage: str
    episode: str
    workspace: Workspace
    log: Log
    origin: Origin
    slot: str = ""
    began: float = field(default_factory=time.time)
    key: str = ""
    mark: int = 1
    """Which of the attempts that began in this run"""
    status: str = "done"

    @property
    def started(self) -> str:
        """Return when this job began."""
        return utc(self.began)

    def runner(self) -> Runner:
        """Return a runner over the workspace's cache."""
        from reelmake.execution.planned_actions import KnownActions

        return Runner(self.workspace.store, TOOLS, self.origin, KnownActions(self.workspace.root).find, self.log)

    def save(self, document: Document, path: str, *parents: Parent) -> None:
        """Write a stage's document and keep it, with its record, in the registry."""
        document = document.model_copy(update={"parents": parents})
        document.save(self.workspace.root / path)
        self.workspace.ledger.keep(document)
        self.record(path, document.kind, document.content_digest, parents, schema=document.schema_version)

    def record(
        self, path: str, kind: str, artifact: str, parents: tuple[Parent, ...], *, schema: str = "", key: str = ""
    ) -> None:
        """Add an artifact's record to the registry."""
        self.workspace.ledger.add(
            ArtifactRecord(
                trace_id=self.origin.trace_id,
                parents=parents,
                artifact=artifact,
                artifact_kind=kind,
                artifact_schema=schema,
                path=path,
                bytes=(self.workspace.root / path).stat().st_size,
                key=key,
                run_id=self.origin.run_id,
                site_id=self.origin.site_id,
                tenant_id=self.origin.tenant_id,
                host=host(),
                started=self.started,
                ended=utc_now(),
                attempt=self.origin.attempt,
                queue_wait_seconds=self.origin.queue_wait,
            )
        )

    def made_from(self, key: str) -> tuple[Parent, ...]:
        """Return what the stored result of a key was made from."""
        record = read_record(self.workspace.store.entry(key))
        return record.parents if record else ()

    def save_summary(self, path: str, keys: Iterable[str], flags: tuple[str, ...]) -> None:
        """Write what the run has done so far for this episode and its keys; the run completes it when it ends."""
        run = run_directory(self.workspace.root)
        if run is None:
            return
        series, ours = self.workspace.project.series.id, set(keys)
        jobs = ended_jobs(run, lambda owner: owner in ("", self.episode) or owner in ours)
        mine = [job for _owner, job in jobs_of_episode(jobs, self.episode, ours)]
        summary = summarise(self.workspace.root, series, run.name, self.episode, jobs=mine)
        summary.model_copy(update={"flags": flags}).save(self.workspace.root / path)

    def progress(self, done: int, total: int) -> None:
        """Show how far a long job has come, on a terminal."""
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{self.stage} {self.episode}: {done} of {total}" + ("\n" if done == total else ""))
            sys.stderr.flush()


@contextlib.contextmanager
def job(
    stage: str,
    episode: str,
    *,
    subject: str = "",
    key: str = "",
    log: str = "",
    queue: str = "cpu_queue",
    needs: Iterable[str] = (),
) -> Iterator[Job]:
    """Run one job in the current workspace. A failure a person can act on is told and ends the process.

    ``needs`` are its inputs: since when they are all there, it waits.
    """
    # A job of the process on standby dies with that, which ends with the run.
    if run_token() and not is_forked():
        exit_when_gone(run_token(), stop_all)
    with _failures_told():
        with disk_errors(Path.cwd()):
            workspace = Workspace(Path.cwd())
            require_job_room(workspace)
            trace = trace_id(workspace.project.series.id, episode) if episode else "none"
            current = _begin(Job(stage, episode, workspace, Log(), origin(trace), key=key), subject, queue, log, needs)
        with _recorded(current, subject, queue), disk_errors(workspace.root):
            yield current
    # Nothing comes after. Else Python would go through all it has loaded once more to take it apart, which is a fifth
    # of what a small job takes.
    gc.freeze()


def _begin(job: Job, subject: str, queue: str, log: str, needs: Iterable[str]) -> Job:
    """Return a job that knows when it began, for which time, and how long it waited."""
    run, attempt, waited = run_directory(job.workspace.root), 1, ""
    job.slot = log or f"{job.stage}/{job.episode}"
    if run is not None:
        # Its process started a while before: loading what it needs is a part of the job.
        job.began = process_start_time()
        mark = Running(job.episode, job.stage, subject, job.key, queue, host(), job.started)
        attempt = begin_job(run, job.slot, mark)
        waited = cluster_wait() or waited_for(run, needs, job.began)
    job.origin = origin(job.origin.trace_id, attempt, waited)
    job.mark = attempt
    job.log = _log(log, job.stage, job.origin)
    return job


def _log(path: str, stage: str, who: Origin) -> Log:
    """Return a job's log; each line says where and for which run it was written."""
    return open_log(Path(path) if path else None).bind(stage=stage, site_id=who.site_id, run_id=who.run_id)


@contextlib.contextmanager
def _failures_told() -> Iterator[None]:
    """Write a failure a person can act on, and end the process with its status."""
    try:
        yield
    except ReelmakeError as problem:
        sys.stderr.write(f"\nreelmake: {problem.headline}: {problem}\n\n")
        sys.stderr.flush()
        raise SystemExit(problem.exit_status) from None
    except KeyboardInterrupt:
        raise SystemExit(_INTERRUPTED) from None


@contextlib.contextmanager
def _recorded(current: Job, subject: str, queue: str) -> Iterator[None]:
    """Leave a record of the job, however it ends."""
    error = ""
    try:
        yield
    except ReelmakeError as problem:
        error = str(problem)
        current.status = "waiting" if isinstance(problem, Waiting) else "failed"
        current.log.event(current.status, **problem.as_data())
        raise
    except BaseException:
        error = "the job was interrupted"
        current.status = "failed"
        raise
    finally:
        _leave_record(current, subject, queue, error)


def _leave_record(current: Job, subject: str, queue: str, error: str) -> None:
    run = run_directory(current.workspace.root)
    if run is None:
        return
    spent = resource_usage()
    summary = StageSummary(
        stage=current.stage,
        subject=subject,
        key=current.key,
        started=current.started,
        ended=utc_now(),
        seconds=f"{time.time() - current.began:.3f}",
        queue_wait_seconds=current.origin.queue_wait,
        status=current.status,
        attempt=current.origin.attempt,
        host=host(),
        site_id=current.origin.site_id,
        queue=queue,
        error=error,
        peak_mib=spent.peak_mib,
        processor_seconds=f"{spent.processor:.3f}",
    )
    end_job(run, current.slot, current.mark, current.episode, summary)
