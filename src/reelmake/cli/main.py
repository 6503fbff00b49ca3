"""The entry point of ``reelmake``. It imports only the verb that is called, so that each starts quickly."""

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
