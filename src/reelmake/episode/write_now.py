"""Writes an episode from its brief outside a run of Snakemake, for ``reelmake write``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reelmake.actions.runner import Origin, Runner
from reelmake.episode.episode_writer import accepted, line_numbers_in_errors, load_brief, save_blocked_version
from reelmake.episode.in_memory import InMemoryBuild
from reelmake.execution.tool_table import TOOLS
from reelmake.governance.approvals.spend_permission import writing_permission
from reelmake.kernel.ids import trace_id
from reelmake.kernel.log import Log
from reelmake.workspace.file_digests import FileDigests
from reelmake.workspace.workspace import Workspace

if TYPE_CHECKING:
    from reelmake.crafts.story.writing.revision_loop import Written


def write_episode_now(workspace: Workspace, episode: str, log: Log) -> Written:
    """Write an episode from its brief with the writer that the project names; raise an error if it is not accepted."""
    load_brief(workspace.root, episode)
    runner = Runner(workspace.store, TOOLS, Origin(trace_id=trace_id(workspace.project.series.id, episode)), log=log)
    writer = InMemoryBuild(workspace, FileDigests(workspace.root), log).writer_of(episode, runner.ensure)
    with line_numbers_in_errors(workspace.root, episode):
        pack = writer.context_pack()
        written = writer.write(pack, writing_permission(workspace, pack))
    workspace.ledger.keep(pack)
    workspace.ledger.keep(written.record)
    save_blocked_version(workspace.root, written)
    return accepted(written, episode)
