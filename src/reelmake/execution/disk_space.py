"""The free disk space that a run and each of its jobs require before they start."""

from __future__ import annotations

from reelmake.kernel.disk_errors import free_bytes, require_room
from reelmake.workspace.workspace import Workspace

_MIB = 1 << 20
RUN_BYTES = 200 * _MIB
"""For a run: a preview episode takes tens of MiB in the cache, and as much again in the workspace."""
JOB_BYTES = 16 * _MIB
"""For a job. Stopping before the disk is full leaves Snakemake room for its bookkeeping."""
FULL_BYTES = 1 * _MIB
"""With less than this a disk counts as full."""


def require_space_for_run(workspace: Workspace) -> None:
    """Raise an error if the disk of the workspace or the cache is too full to start a run."""
    _require(workspace, RUN_BYTES)


def require_space_for_job(workspace: Workspace) -> None:
    """Raise an error if the disk of the workspace or the cache has become too full to start a job."""
    _require(workspace, JOB_BYTES)


def is_full(workspace: Workspace) -> bool:
    """Return whether the disk of the workspace or the cache is full."""
    return min(free_bytes(workspace.root), free_bytes(workspace.store.root)) < FULL_BYTES


def _require(workspace: Workspace, needed_bytes: int) -> None:
    for directory in (workspace.root, workspace.store.root):
        require_room(directory, needed_bytes)
