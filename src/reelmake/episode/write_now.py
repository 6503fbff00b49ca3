"""Having an episode written outside a run of Snakemake."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reelmake.actions.runner import Origin, Runner
from reelmake.episode.in_memory import InMemory
from reelmake.episode.writing import checked, keep_blocked, load_brief, told_with_line
from reelmake.execution.tool_table import TOOLS
from reelmake.governance.approvals.spend_permission import writing_permission
from reelmake.kernel.ids import trace_id
from reelmake.kernel.log import Log
from reelmake.workspace.sources import Sources
from reelmake.workspace.workspace import Workspace

if TYPE_CHECKING:
    from reelmake.crafts.story.writing.revision_loop import Written


def written_now(workspace: Workspace, episode: str, log: Log) -> Written:
    """Return an episode written from its brief, asking a model where the project has one; raise when it fails."""
    load_brief(workspace.root, episode)
    runner = Runner(workspace.store, TOOLS, Origin(trace_id=trace_id(workspace.project.series.id, episode)), log=log)
    desk = InMemory(workspace, Sources(workspace.root), log).desk(episode, runner.ensure)
    with told_with_line(workspace.root, episode):
        pack = desk.pack()
        written = desk.write(pack, writing_permission(workspace, pack))
    workspace.ledger.keep(pack)
    workspace.ledger.keep(written.record)
    keep_blocked(workspace.root, written)
    return checked(written, episode)
