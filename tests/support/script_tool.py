"""The tests' small tools as a module, as the worker runs it: the first argument names the tool."""

from __future__ import annotations

import sys

from support.actions import SCRIPTS

if __name__ == "__main__":
    del sys.argv[0]
    exec(compile(SCRIPTS[sys.argv[0]], sys.argv[0], "exec"), {"__name__": "__main__"})  # noqa: S102 they are ours
