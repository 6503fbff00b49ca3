"""The stage that writes an episode from its brief."""

from __future__ import annotations

from pathlib import Path

from reelmake.documents.base import Parent
from reelmake.documents.canon import Canon
from reelmake.documents.project import ProjectConfig
from reelmake.documents.script import Script
from reelmake.documents.world import WorldState
from reelmake.documents.writing import WritingRecord
from reelmake.episode.stage import Files
from reelmake.episode.writing import Desk, checked, keep_blocked, load_brief, told_with_line
from reelmake.execution.job import Job
from reelmake.governance.approvals.spend_permission import writing_permission
from reelmake.kernel.digest import digest_file
from reelmake.kernel.files import write_atomic
from reelmake.workspace.workspace import read_resolved


def write_episode(job: Job, files: Files) -> None:
    """Have an episode written, and keep what the writer knew, its plan, and every version."""
    root, out = job.workspace.root, files.written
    desk = Desk(
        episode=job.episode,
        brief=load_brief(root, job.episode),
        canon=read_resolved(Canon, files["canon"]),
        project=read_resolved(ProjectConfig, files["project"]),
        past=WorldState.load(files["world_before"]) if files.read["world_before"] else None,
        earlier=[Script.load(path) for path in files.read["earlier_scripts"]],
        records=[WritingRecord.load(path) for path in files.read["earlier_records"]],
        ensure=job.runner().ensure,
    )
    with told_with_line(root, job.episode):
        pack = desk.pack()
    brief = Parent(role="brief", digest=digest_file(Path(files["brief"])))
    job.save(pack, out["pack"], brief, *(script.as_parent("earlier") for script in desk.earlier))
    with told_with_line(root, job.episode):
        written = desk.write(pack, writing_permission(job.workspace, pack))
    # Kept before it is judged for good: what a failing loop tried is what a person wants to read.
    job.save(written.record, out["record"], pack.as_parent())
    for note in (*((written.record.fallback,) if written.record.fallback else ()), *written.record.notes):
        job.log.event("writing_note", why=note)
    keep_blocked(root, written)
    checked(written, job.episode)
    job.save(written.plan, out["episode_plan"], pack.as_parent())
    write_atomic(root / out["written"], written.screenplay.encode())
    job.record(
        out["written"], "screenplay", digest_file(root / out["written"]), (pack.as_parent(), written.record.as_parent())
    )
