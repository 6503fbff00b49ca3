"""One job of a run: it ends when its run ends, prints errors without a traceback, and records what it did."""

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
from reelmake.execution.disk_space import require_space_for_job
from reelmake.execution.records import (
    RunningJob,
    finished_jobs,
    jobs_of_episode,
    record_job_end,
    record_job_start,
    seconds_since_inputs_ready,
)
from reelmake.execution.run import cluster_queue_wait, current_origin, leader_token, run_directory, run_summary
from reelmake.execution.tool_table import TOOLS
from reelmake.kernel.disk_errors import disk_errors
from reelmake.kernel.errors import ReelmakeError, Waiting
from reelmake.kernel.ids import trace_id
from reelmake.kernel.log import Log, open_log, utc, utc_now
from reelmake.kernel.process import exit_when_gone, host, process_start_time, resource_usage
from reelmake.workspace.workspace import Workspace

_INTERRUPTED = 130
"""The exit status that shells give a program ended by Ctrl-C"""


@dataclass
class Job:
    """A running job: what it works for, and how it stores results."""

    stage: str
    episode: str
    workspace: Workspace
    log: Log
    origin: Origin
    log_path: str = ""
    """Identifies the job in the run's records"""
    start_time: float = field(default_factory=time.time)
    key: str = ""
    attempt: int = 1
    """Counts the attempts at this job that started in this run"""
    status: str = "done"

    @property
    def started(self) -> str:
        """Return the time this job started, as text."""
        return utc(self.start_time)

    def runner(self) -> Runner:
        """Return a runner that makes actions or takes them from the workspace's cache."""
        from reelmake.execution.planned_actions import PlannedActions

        return Runner(self.workspace.store, TOOLS, self.origin, PlannedActions(self.workspace.root).find, self.log)

    def save(self, document: Document, path: str, *parents: Parent) -> None:
        """Write a stage's document to ``path``, and add a version and a record of it to the registry."""
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

    def parents_of(self, key: str) -> tuple[Parent, ...]:
        """Return what the cached result of an action was made from."""
        record = read_record(self.workspace.store.entry(key))
        return record.parents if record else ()

    def save_summary(self, path: str, keys: Iterable[str], flags: tuple[str, ...]) -> None:
        """Write the summary of what the run has done so far for this episode. It is completed when the run ends."""
        run = run_directory(self.workspace.root)
        if run is None:
            return
        series, episode_keys = self.workspace.project.series.id, set(keys)
        finished = finished_jobs(run, lambda owner: owner in ("", self.episode) or owner in episode_keys)
        jobs = [job for _owner, job in jobs_of_episode(finished, self.episode, episode_keys)]
        summary = run_summary(self.workspace.root, series, run.name, self.episode, jobs=jobs)
        summary.model_copy(update={"flags": flags}).save(self.workspace.root / path)

    def progress(self, done: int, total: int) -> None:
        """Show the progress of a long job if stderr is a terminal."""
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
    inputs: Iterable[str] = (),
) -> Iterator[Job]:
    """Run the body as a job in the current workspace.

    A ``ReelmakeError`` is printed without a traceback and ends the process with the error's exit status. The times of
    ``inputs`` tell how long the job waited after the last of them was ready.
    """
    # A job that the worker forked ends with the worker, and the worker ends with the run.
    if leader_token() and not is_forked():
        exit_when_gone(leader_token(), stop_all)
    with _exit_on_error():
        with disk_errors(Path.cwd()):
            workspace = Workspace(Path.cwd())
            require_space_for_job(workspace)
            trace = trace_id(workspace.project.series.id, episode) if episode else "none"
            current = Job(stage, episode, workspace, Log(), current_origin(trace), key=key)
            _start(current, subject, queue, log, inputs)
        with _recording(current, subject, queue), disk_errors(workspace.root):
            yield current
    # The process ends here. Without this, Python would collect garbage once more before it exits, which takes a fifth
    # of a small job's time.
    gc.freeze()


def _start(job: Job, subject: str, queue: str, log: str, inputs: Iterable[str]) -> None:
    """Record that a job has started; set its start time, attempt, waiting time and log."""
    run, attempt, waited = run_directory(job.workspace.root), 1, ""
    job.log_path = log or f"{job.stage}/{job.episode}"
    if run is not None:
        # The job began when its process did: loading libraries is part of its time.
        job.start_time = process_start_time()
        running = RunningJob(job.episode, job.stage, subject, job.key, queue, host(), job.started)
        attempt = record_job_start(run, job.log_path, running)
        waited = cluster_queue_wait() or seconds_since_inputs_ready(run, inputs, job.start_time)
    job.origin = current_origin(job.origin.trace_id, attempt, waited)
    job.attempt = attempt
    job.log = _open_log(log, job.stage, job.origin)


def _open_log(path: str, stage: str, origin: Origin) -> Log:
    """Return a job's log; each line names the stage, the site and the run."""
    return open_log(Path(path) if path else None).bind(stage=stage, site_id=origin.site_id, run_id=origin.run_id)


@contextlib.contextmanager
def _exit_on_error() -> Iterator[None]:
    """Print a ``ReelmakeError`` and end the process with its exit status."""
    try:
        yield
    except ReelmakeError as problem:
        sys.stderr.write(f"\nreelmake: {problem.headline}: {problem}\n\n")
        sys.stderr.flush()
        raise SystemExit(problem.exit_status) from None
    except KeyboardInterrupt:
        raise SystemExit(_INTERRUPTED) from None


@contextlib.contextmanager
def _recording(current: Job, subject: str, queue: str) -> Iterator[None]:
    """Record the end of a job, whether it succeeds or fails."""
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
        _record_end(current, subject, queue, error)


def _record_end(current: Job, subject: str, queue: str, error: str) -> None:
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
        seconds=f"{time.time() - current.start_time:.3f}",
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
    record_job_end(run, current.log_path, current.attempt, current.episode, summary)
