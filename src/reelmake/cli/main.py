"""The entry point: it starts the one verb that is asked for, and loads nothing else."""

from __future__ import annotations

import sys

from reelmake.actions.worker.client import ask


def main() -> None:
    """Run ``reelmake``."""
    if sys.argv[1:2] == ["run-action"] and (status := ask(sys.argv[2:])) is not None:
        raise SystemExit(status)
    from reelmake.kernel.errors import ReelmakeError

    try:
        if sys.argv[1:2] == ["run-action"]:
            from reelmake.execution.run_action import main as run_action

            run_action(sys.argv[2:])
            return
        from reelmake.cli.verbs import verbs

        verbs()
    except ReelmakeError as error:
        sys.stderr.write(f"reelmake: {error.headline}: {error}\n")
        raise SystemExit(error.exit_status) from None
