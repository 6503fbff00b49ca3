"""Processes end with the process that started them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from reelmake.kernel.process import die_with_parent, is_alive, process_token


def gone(pid: int) -> bool:
    """Wait for a process to end; one that nobody has waited for counts as ended."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.02)
    return False


def test_a_process_dies_with_the_parent_it_was_bound_to() -> None:
    code = (
        "import os, signal, subprocess, sys\n"
        "from reelmake.kernel.process import die_with_parent\n"
        "child = subprocess.Popen(['sleep', '60'], preexec_fn=die_with_parent(os.getpid()))\n"
        "print(child.pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == -9
    assert gone(int(done.stdout))


def test_a_process_whose_parent_is_already_dead_ends_at_once() -> None:
    another = 1 if os.getpid() != 1 else 2
    process = subprocess.Popen(["sleep", "60"], preexec_fn=die_with_parent(another))  # noqa: PLW1509
    assert process.wait(timeout=10) == 1


def test_a_token_does_not_match_a_later_process_with_the_same_pid() -> None:
    token = process_token(os.getpid())
    assert is_alive(token)
    host, pid, started = token.rsplit(":", 2)
    assert not is_alive(f"{host}:{pid}:{int(started) - 1}")
