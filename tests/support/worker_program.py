"""A worker for tests: its work prints its context, ends as requested, or waits."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

from reelmake.actions.worker.server import serve
from reelmake.kernel.process import die_with_parent


def work(arguments: list[str]) -> int | None:
    """Run the command that the first argument names, with the others."""
    what, *others = arguments
    if what == "tell":
        mask = os.umask(0o022)
        print(f"{Path.cwd()} {mask:03o} {os.environ.get('TOLD')} {' '.join(others)} {sys.stdin.read()}")
        return None
    if what == "status":
        return int(others[0])
    if what == "leave":
        raise SystemExit(others[0])
    if what == "fail":
        raise ValueError(others[0])
    Path(others[0]).write_text(str(os.getpid()))
    bound = die_with_parent(os.getpid())
    with subprocess.Popen(["sleep", "60"], preexec_fn=bound) as program:  # noqa: PLW1509 nothing else runs here
        Path(others[0]).with_suffix(".program").write_text(str(program.pid))
        time.sleep(60)
    return 0


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])), int(sys.argv[2]), work)
