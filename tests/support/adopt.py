"""Run a command and reap what it orphans: where the first process of a machine reaps late, Slurm would wait for it."""

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
