"""The process that a run keeps on standby for its keyed jobs: most of them take longer to start than to work."""

from __future__ import annotations

import atexit
import contextlib
import importlib
import os
import socket
import sys
from pathlib import Path

from reelmake.actions.pipeline import STEADY
from reelmake.actions.worker.client import ADDRESS
from reelmake.actions.worker.server import Standby, stand_by
from reelmake.kernel.errors import ReelmakeError

OFF = "REELMAKE_NO_STANDBY"
"""Set to anything, each job loads what it needs itself: to find out what is amiss, or to save 100 MiB."""
_OFTEN = ("draw", "move", "levels", "gain", "packets", "join", "music", "texture")
"""The tools of ours that every film needs; what they compute with is loaded with them."""


def keep_on_standby() -> None:
    """Start it for this run, and tell the jobs of it by the environment. Without it they do the same, later."""
    if os.environ.get(OFF) or sys.platform != "linux":
        return
    with contextlib.suppress(OSError):
        standby = Standby(__name__, STEADY)
        os.environ[ADDRESS] = standby.name
        atexit.register(_end, standby)


def _end(standby: Standby) -> None:
    if status := standby.end():
        sys.stderr.write(
            f"reelmake: the process on standby had ended with {status}; jobs did without, and took longer\n"
        )


def main(arguments: list[str]) -> None:
    """Load, and answer until the run ends."""
    listener, lead = socket.socket(fileno=int(arguments[0])), int(arguments[1])
    for handle in (listener.fileno(), lead):
        os.set_inheritable(handle, False)
    _load()
    stand_by(listener, lead, _do)


def _load() -> None:
    """Load what a keyed job needs, and build what checks its documents."""
    from reelmake.documents.action import Action
    from reelmake.documents.output import StageSummary
    from reelmake.documents.records import ArtifactRecord
    from reelmake.execution import (
        planned_actions,  # noqa: F401
        run_action,  # noqa: F401
    )
    from reelmake.execution.tool_table import TOOLS
    from reelmake.workspace.workspace import Workspace

    for model in (Action, ArtifactRecord, StageSummary):
        model.model_rebuild()
    workspace = Workspace(Path.cwd())
    # Their checks are built when something is first read with them.
    _used = (workspace.project, workspace.sites)
    for name in _OFTEN:
        importlib.import_module(TOOLS[name]().module)
    TOOLS["ffmpeg"]()


def _do(arguments: list[str]) -> int:
    from reelmake.execution.run_action import main as run_action

    try:
        run_action(arguments)
    except ReelmakeError as error:
        sys.stderr.write(f"reelmake: {error.headline}: {error}\n")
        return error.exit_status
    return 0


if __name__ == "__main__":
    main(sys.argv[1:])
