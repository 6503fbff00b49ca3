"""Running an action's commands: in a private directory, as one process group, with a fixed environment."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import threading
from pathlib import Path
from typing import IO

from reelmake.actions.tools import ToolTable, ffmpeg
from reelmake.documents.action import Action, Command
from reelmake.documents.disk import free_bytes, says_full
from reelmake.documents.errors import Internal, InvariantViolated, Unsupported
from reelmake.kernel.process import die_with_parent

_FONTCONFIG = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig></fontconfig>\n'
_SPEECHLESS = 120
"""How Python ends when what it had to say could not be written: what it says lies on the disk it writes to."""
_groups: set[int] = set()
_groups_guard = threading.Lock()


def run_pipeline(action: Action, directory: Path, tools: ToolTable) -> None:
    """Run an action's commands in ``directory``, where its inputs and texts lie, until all have ended well."""
    environment = fixed_environment(directory)
    bound_to_us = die_with_parent(os.getpid())
    commands = [[*_start(command, tools), *command.argv] for command in action.pipeline]
    errors = [directory / f".stderr.{index}" for index in range(len(commands))]
    processes: list[subprocess.Popen[bytes]] = []
    group = 0
    try:
        upstream: IO[bytes] | None = None
        for index, command in enumerate(commands):
            last = index == len(commands) - 1
            with errors[index].open("wb") as stderr:
                process = subprocess.Popen(
                    command,
                    cwd=directory,
                    env=environment,
                    stdin=upstream or subprocess.DEVNULL,
                    stdout=stderr if last else subprocess.PIPE,
                    stderr=stderr,
                    process_group=group,
                    umask=0o022,
                    preexec_fn=bound_to_us,  # noqa: PLW1509 it makes two system calls
                )
            processes.append(process)
            if upstream is not None:
                upstream.close()
            upstream = process.stdout
            if not group:
                group = process.pid
                with _groups_guard:
                    _groups.add(group)
        statuses = [process.wait() for process in processes]
    finally:
        if group:
            _stop(group, processes)
    _check(action, statuses, errors)


def stop_all() -> None:
    """Kill every process group this process has running."""
    with _groups_guard:
        groups = list(_groups)
    for group in groups:
        _kill(group)


def _stop(group: int, processes: list[subprocess.Popen[bytes]]) -> None:
    if any(process.poll() is None for process in processes):
        _kill(group)
        for process in processes:
            process.wait()
    with _groups_guard:
        _groups.discard(group)


def _kill(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return


def _start(command: Command, tools: ToolTable) -> tuple[str, ...]:
    if command.tool not in tools:
        raise Unsupported(
            f"no tool is called {command.tool!r}", allowed=", ".join(sorted(tools)), reason="UNKNOWN_TOOL"
        )
    tool = tools[command.tool]()
    if tool.digest != command.digest:
        raise InvariantViolated(
            f"the tool {command.tool} is not the one this action was planned with",
            remedy="plan again: run the same snakemake command once more",
            reason="TOOL_CHANGED",
        )
    return tool.start


def fixed_environment(directory: Path) -> dict[str, str]:
    """Return all that a tool may know of the world; nothing of the user's environment is in it."""
    home = directory / ".home"
    home.mkdir(exist_ok=True)
    fontconfig = home / "fonts.conf"
    fontconfig.write_text(_FONTCONFIG, encoding="ascii")
    return {
        "PATH": os.defpath,
        "HOME": str(home),
        "TMPDIR": str(home),
        "XDG_CACHE_HOME": str(home),
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "FONTCONFIG_FILE": str(fontconfig),
        "PYTHONHASHSEED": "0",
        "PYTHONSAFEPATH": "1",
        "PYTHONNOUSERSITE": "1",
        "REELMAKE_FFMPEG": ffmpeg().start[0],
    }


def _check(action: Action, statuses: list[int], errors: list[Path]) -> None:
    failed = [index for index, status in enumerate(statuses) if status != 0]
    if not failed:
        return
    # A program that lost its reader dies of SIGPIPE; the one that ended first for a reason of its own is to blame.
    blamed = next((index for index in failed if statuses[index] != -signal.SIGPIPE), failed[0])
    said = errors[blamed].read_text(encoding="utf-8", errors="replace").strip()
    tail = "\n".join(said.splitlines()[-12:])
    what = f"{action.pipeline[blamed].tool} ended with status {statuses[blamed]} on {action.kind} "
    what += action.subject or action.key[:12]
    if _SPEECHLESS in statuses or any(_says_full(path) for path in errors):
        raise OSError(errno.ENOSPC, what)
    raise Internal(f"{what}:\n{tail}", remedy="see the log of this job", reason="TOOL_FAILED")


def _says_full(path: Path) -> bool:
    # What is said lies on that disk too, and may be cut short.
    return says_full(path.read_bytes()) or free_bytes(path) == 0
