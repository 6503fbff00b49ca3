"""How much room a run and its jobs ask for before they begin."""

from __future__ import annotations

from reelmake.kernel.disk_errors import free_bytes, require_room
from reelmake.workspace.workspace import Workspace

_MIB = 1 << 20
RUN_BYTES = 200 * _MIB
"""What a run asks for: a preview episode takes tens of MiB, in the cache and again in the workspace."""
JOB_BYTES = 16 * _MIB
"""What a job asks for. Stopping short of the very end leaves Snakemake the room for its own notes."""
FULL_BYTES = 1 * _MIB
"""Below this nothing useful can be written any more."""


def require_run_room(workspace: Workspace) -> None:
    """Refuse to begin a run on a disk that is nearly full, the workspace's or the cache's."""
    _require(workspace, RUN_BYTES)


def require_job_room(workspace: Workspace) -> None:
    """Refuse to begin a job on a disk that has filled up since the run began."""
    _require(workspace, JOB_BYTES)


def is_full(workspace: Workspace) -> bool:
    """Say whether a disk this workspace writes to is full."""
    return min(free_bytes(workspace.root), free_bytes(workspace.store.root)) < FULL_BYTES


def _require(workspace: Workspace, needed: int) -> None:
    for place in (workspace.root, workspace.store.root):
        require_room(place, needed)
