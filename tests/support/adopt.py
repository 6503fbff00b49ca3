"""Run a command and reap its orphaned processes: in a container, the first process may reap late, and Slurm waits."""

import ctypes
import os
import sys

ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER
child = os.fork()
if child == 0:
    os.execvp(sys.argv[1], sys.argv[1:])  # noqa: S606
while True:
    try:
        os.wait()
    except ChildProcessError:
        break
