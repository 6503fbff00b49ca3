"""The worker of a run keeps Python and its libraries loaded, because most jobs take longer to start than to work."""

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

DISABLE_VARIABLE = "REELMAKE_NO_WORKER"
"""If this environment variable is set, there is no worker: useful for debugging, or to save 150 MiB"""
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
"""What the stages import, in the order a run needs it"""
_PRELOADED_TOOLS = ("draw", "move", "levels", "gain", "packets", "join", "music", "texture")
"""The tools that every film needs; their libraries are loaded with them"""


def start_worker() -> None:
    """Start the worker of this run; jobs find it through the environment. Without it they work too, but more slowly."""
    if os.environ.get(DISABLE_VARIABLE) or sys.platform != "linux":
        return
    with contextlib.suppress(OSError):
        worker = Worker(__name__, FIXED_ENVIRONMENT)
        os.environ[ADDRESS] = worker.name
        atexit.register(_end, worker)


def _end(worker: Worker) -> None:
    if status := worker.end():
        sys.stderr.write(
            f"reelmake: the worker ended early (status {status}); jobs loaded their own modules and took longer\n"
        )


def main(arguments: list[str]) -> None:
    """Run the jobs of a run until the run ends."""
    listener, lifeline = socket.socket(fileno=int(arguments[0])), int(arguments[1])
    for handle in (listener.fileno(), lifeline):
        os.set_inheritable(handle, False)
    _load_jobs()
    serve(listener, lifeline, run, [partial(importlib.import_module, name) for name in STAGE_MODULES] + [_load_tools])


def _load_jobs() -> None:
    """Import what every job needs, and build the validators of its documents."""
    from reelmake.documents.action import Action
    from reelmake.documents.output import StageSummary
    from reelmake.documents.records import ArtifactRecord
    from reelmake.episode import on_disk  # noqa: F401
    from reelmake.execution import run_action  # noqa: F401
    from reelmake.workspace.workspace import Workspace

    for model in (Action, ArtifactRecord, StageSummary):
        model.model_rebuild()
    workspace = Workspace(Path.cwd())
    # The first read of a configuration builds its validator.
    _used = (workspace.project, workspace.sites)


def _load_tools() -> None:
    from reelmake.execution.tool_table import TOOLS

    for name in _PRELOADED_TOOLS:
        importlib.import_module(TOOLS[name]().module)
    TOOLS["ffmpeg"]()


if __name__ == "__main__":
    main(sys.argv[1:])
