"""The tiny tools as a module, so that a worker can run them. The first argument selects the tool."""

from __future__ import annotations

import sys

from support.actions import SCRIPTS

if __name__ == "__main__":
    del sys.argv[0]
    exec(compile(SCRIPTS[sys.argv[0]], sys.argv[0], "exec"), {"__name__": "__main__"})  # noqa: S102 they are ours
