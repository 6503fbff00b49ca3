"""One job of a run: it ends with its run, says plainly what went wrong, and leaves a record of what it did."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from reelmake.actions.pipeline import stop_all
from reelmake.actions.runner import Origin, Runner
from reelmake.actions.store import read_record
from reelmake.documents.base import Document, Parent
from reelmake.documents.disk import disk_errors
from reelmake.documents.errors import ReelmakeError, Waiting
from reelmake.documents.output import StageSummary
from reelmake.documents.records import ArtifactRecord
from reelmake.kernel.ids import trace_id
from reelmake.kernel.log import Log, open_log, utc_now
from reelmake.kernel.process import end_with, host
from reelmake.workflow.room import require_job_room
from reelmake.workflow.runs import leave_job_record, origin, queue_wait, run_token, summarise
from reelmake.workflow.tools import TOOLS
from reelmake.workflow.workspace import Workspace


@dataclass
class Job:
    """What a running job knows and can do."""

    stage: str
    episode: str
    workspace: Workspace
    log: Log
    origin: Origin
    started: str = field(default_factory=utc_now)
    key: str = ""
    status: str = "done"

    def runner(self) -> Runner:
        """Return a runner over the workspace's cache."""
        from reelmake.workflow.known import KnownActions

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
            )
        )

    def made_from(self, key: str) -> tuple[Parent, ...]:
        """Return what the stored result of a key was made from."""
        record = read_record(self.workspace.store.entry(key))
        return record.parents if record else ()

    def save_summary(self, path: str, flags: tuple[str, ...]) -> None:
        """Write what the run has done so far for this episode; the run completes it when it ends."""
        if not self.origin.run_id:
            return
        series = self.workspace.project.series.id
        summary = summarise(self.workspace.root, series, self.origin.run_id, self.episode)
        summary.model_copy(update={"flags": flags}).save(self.workspace.root / path)

    def progress(self, done: int, total: int) -> None:
        """Show how far a long job has come, on a terminal."""
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{self.stage} {self.episode}: {done} of {total}" + ("\n" if done == total else ""))
            sys.stderr.flush()


@contextlib.contextmanager
def job(stage: str, episode: str, *, subject: str = "", log: str = "", queue: str = "cpu_queue") -> Iterator[Job]:
    """Run one job in the current workspace. A failure a person can act on is told and ends the process."""
    if run_token():
        end_with(run_token(), stop_all)
    with _failures_told():
        with disk_errors(Path.cwd()):
            workspace = Workspace(Path.cwd())
            require_job_room(workspace)
            trace = trace_id(workspace.project.series.id, episode) if episode else "none"
            who = origin(trace)
            current = Job(stage, episode, workspace, _log(log, stage, who), who)
        with _recorded(current, subject, queue), disk_errors(workspace.root):
            yield current


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


@contextlib.contextmanager
def _recorded(current: Job, subject: str, queue: str) -> Iterator[None]:
    """Leave a record of the job, however it ends."""
    clock = time.monotonic()
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
        leave_job_record(
            current.workspace.root,
            current.episode,
            StageSummary(
                stage=current.stage,
                subject=subject,
                key=current.key,
                started=current.started,
                ended=utc_now(),
                seconds=f"{time.monotonic() - clock:.3f}",
                queue_wait_seconds=queue_wait(),
                status=current.status,
                attempt=current.origin.attempt,
                host=host(),
                site_id=current.origin.site_id,
                queue=queue,
                error=error,
            ),
        )
