"""The stage that writes an episode from its brief."""

from __future__ import annotations

from pathlib import Path

from reelmake.documents.base import Parent
from reelmake.documents.canon import Canon
from reelmake.documents.project import ProjectConfig
from reelmake.documents.script import Script
from reelmake.documents.world import WorldState
from reelmake.documents.writing import WritingRecord
from reelmake.episode.episode_writer import (
    EpisodeWriter,
    accepted,
    line_numbers_in_errors,
    load_brief,
    save_blocked_version,
)
from reelmake.episode.stage import Files
from reelmake.execution.job import Job
from reelmake.governance.approvals.spend_permission import writing_permission
from reelmake.kernel.digest import digest_file
from reelmake.kernel.files import write_atomic
from reelmake.workspace.workspace import load_resolved


def write_episode(job: Job, files: Files) -> None:
    """Write an episode from its brief; save what the writer was given, its plan and the record of all versions."""
    root, out = job.workspace.root, files.written
    writer = EpisodeWriter(
        episode=job.episode,
        brief=load_brief(root, job.episode),
        canon=load_resolved(Canon, files["canon"]),
        project=load_resolved(ProjectConfig, files["project"]),
        past=WorldState.load(files["previous_world"]) if files.read["previous_world"] else None,
        earlier=[Script.load(path) for path in files.read["earlier_scripts"]],
        records=[WritingRecord.load(path) for path in files.read["earlier_records"]],
        ensure=job.runner().ensure,
    )
    with line_numbers_in_errors(root, job.episode):
        pack = writer.context_pack()
    brief = Parent(role="brief", digest=digest_file(Path(files["brief"])))
    job.save(pack, out["pack"], brief, *(script.as_parent("earlier") for script in writer.earlier))
    with line_numbers_in_errors(root, job.episode):
        written = writer.write(pack, writing_permission(job.workspace, pack))
    # Saved even if the episode is not accepted: the versions show a person what was tried.
    job.save(written.record, out["record"], pack.as_parent())
    for note in (*((written.record.fallback,) if written.record.fallback else ()), *written.record.notes):
        job.log.event("writing_note", why=note)
    save_blocked_version(root, written)
    accepted(written, job.episode)
    job.save(written.plan, out["episode_plan"], pack.as_parent())
    write_atomic(root / out["written"], written.screenplay.encode())
    job.record(
        out["written"], "screenplay", digest_file(root / out["written"]), (pack.as_parent(), written.record.as_parent())
    )
