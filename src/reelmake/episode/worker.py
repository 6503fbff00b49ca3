"""The worker of a run: it keeps loaded what jobs need, for most of them take longer to start than to work."""

from __future__ import annotations

import atexit
import contextlib
import importlib
import os
import socket
import sys
from functools import partial
from pathlib import Path

from reelmake.actions.pipeline import FIXED_ENVIRONMENT
from reelmake.actions.worker.client import ADDRESS
from reelmake.actions.worker.server import Worker, serve
from reelmake.episode.job_commands import run

OFF = "REELMAKE_NO_WORKER"
"""Set to anything, each job loads what it needs itself: to find a fault, or to save 150 MiB."""
STAGE_MODULES = (
    "reelmake.crafts.story.screenplay",
    "reelmake.crafts.canon.walk",
    "reelmake.crafts.canon.world",
    "reelmake.crafts.canon.gate",
    "reelmake.crafts.safety.check",
    "reelmake.crafts.assets.library",
    "reelmake.episode.voices",
    "reelmake.crafts.voice.speak",
    "reelmake.crafts.voice.piper_tool",
    "reelmake.crafts.shots.shoot",
    "reelmake.crafts.assets.needs",
    "reelmake.episode.plan",
)
"""What stages import when they first need it, in the order in which a run needs it"""
_OFTEN = ("draw", "move", "mix", "bed", "master", "level", "music", "texture")
"""The tools of ours that every film needs; what they compute with is loaded with them."""


def start_worker() -> None:
    """Start the worker of this run; jobs find it by the environment. Without it they do the same work, more slowly."""
    if os.environ.get(OFF) or sys.platform != "linux":
        return
    with contextlib.suppress(OSError):
        worker = Worker(__name__, FIXED_ENVIRONMENT)
        os.environ[ADDRESS] = worker.name
        atexit.register(_end, worker)


def _end(worker: Worker) -> None:
    if status := worker.end():
        what = f"the worker ended early (status {status}); jobs loaded their own modules and took longer"
        sys.stderr.write(f"reelmake: {what}\n")


def main(arguments: list[str]) -> None:
    """Serve the jobs of a run until it ends."""
    listener, lifeline = socket.socket(fileno=int(arguments[0])), int(arguments[1])
    for handle in (listener.fileno(), lifeline):
        os.set_inheritable(handle, False)
    _load_jobs()
    serve(listener, lifeline, run, [partial(importlib.import_module, name) for name in STAGE_MODULES] + [_load_tools])


def _load_jobs() -> None:
    """Load what every job needs, and build what checks its documents."""
    from reelmake.documents.action import Action
    from reelmake.documents.output import StageSummary
    from reelmake.documents.records import ArtifactRecord
    from reelmake.episode import on_disk  # noqa: F401
    from reelmake.execution import run_action  # noqa: F401
    from reelmake.workspace.workspace import Workspace

    for model in (Action, ArtifactRecord, StageSummary):
        model.model_rebuild()
    workspace = Workspace(Path.cwd())
    # Their validators are built when something is first read with them.
    _used = (workspace.project, workspace.sites)


def _load_tools() -> None:
    from reelmake.execution.tool_table import TOOLS

    for name in _OFTEN:
        importlib.import_module(TOOLS[name]().module)
    TOOLS["ffmpeg"]()


if __name__ == "__main__":
    main(sys.argv[1:])
