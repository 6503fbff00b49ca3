"""The commands of Snakemake's jobs, ``scripts/stage.py`` and ``scripts/action.py``.

Every job starts here, so this module imports almost nothing: it hands the job to the run's worker. Only without a
worker does this process import what the job needs and run it.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from reelmake.actions.worker.client import run_in_worker


def main(kind: str) -> None:
    """Run a job's command, ``stage`` or ``action``, with this process's arguments, and exit with its status."""
    arguments = [kind, *sys.argv[1:]]
    status = run_in_worker(arguments)
    raise SystemExit(run(arguments) if status is None else status)


def run(arguments: Sequence[str]) -> int:
    """Run a job's command in this process and return its exit status."""
    from reelmake.kernel.errors import ReelmakeError

    kind, *rest = arguments
    try:
        if kind == "stage":
            from reelmake.episode.on_disk import main as stage

            stage(rest)
        else:
            from reelmake.execution.run_action import main as action

            action(rest)
    except ReelmakeError as error:
        sys.stderr.write(f"reelmake: {error.headline}: {error}\n")
        return error.exit_status
    return 0
