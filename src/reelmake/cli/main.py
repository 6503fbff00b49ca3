"""The entry point: it starts the one verb that is asked for, and loads nothing else."""

from __future__ import annotations

import sys


def main() -> None:
    """Run ``reelmake``."""
    from reelmake.kernel.errors import ReelmakeError

    try:
        from reelmake.cli.verbs import verbs

        verbs()
    except ReelmakeError as error:
        sys.stderr.write(f"reelmake: {error.headline}: {error}\n")
        raise SystemExit(error.exit_status) from None
