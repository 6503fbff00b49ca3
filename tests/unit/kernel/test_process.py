"""Processes end with the process that started them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from reelmake.kernel.process import die_with_parent, is_alive, process_token
from support.processes import eventually


def gone(pid: int) -> bool:
    """Say whether a process has ended; one that nobody has waited for counts as ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_a_process_dies_with_the_parent_it_was_bound_to() -> None:
    code = (
        "import os, signal, subprocess, sys\n"
        "from reelmake.kernel.process import die_with_parent\n"
        "child = subprocess.Popen(['sleep', 'infinity'], preexec_fn=die_with_parent(os.getpid()))\n"
        "print(child.pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == -9
    eventually(lambda: gone(int(done.stdout)))


def test_a_process_whose_parent_is_already_dead_ends_at_once() -> None:
    another = 1 if os.getpid() != 1 else 2
    process = subprocess.Popen(["sleep", "infinity"], preexec_fn=die_with_parent(another))  # noqa: PLW1509
    assert process.wait() == 1


def test_a_token_does_not_match_a_later_process_with_the_same_pid() -> None:
    token = process_token(os.getpid())
    assert is_alive(token)
    host, pid, started = token.rsplit(":", 2)
    assert not is_alive(f"{host}:{pid}:{int(started) - 1}")
