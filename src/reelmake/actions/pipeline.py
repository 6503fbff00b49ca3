"""Running an action's commands: in a private directory, as one process group, with a fixed environment."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import threading
from collections.abc import Sequence
from pathlib import Path

from reelmake.actions.tools import Tool, ToolTable, ffmpeg
from reelmake.actions.worker.fork import SPEECHLESS, Child, Setting, fork, is_forked, run_as_program
from reelmake.documents.action import Action, Command
from reelmake.kernel.disk_errors import free_bytes, says_failing, says_full
from reelmake.kernel.errors import Internal, InvariantViolated, Unsupported
from reelmake.kernel.process import die_with_parent

_FONTCONFIG = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig></fontconfig>\n'
STEADY = {
    "PATH": os.defpath,
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "PYTHONSAFEPATH": "1",
    "PYTHONNOUSERSITE": "1",
}
"""What is the same for every tool, wherever it runs."""
_groups: set[int] = set()
_groups_guard = threading.Lock()


def run_pipeline(action: Action, directory: Path, tools: ToolTable) -> None:
    """Run an action's commands in ``directory``, where its inputs and texts lie, until all have ended well."""
    environment = {os.fsencode(name): os.fsencode(value) for name, value in fixed_environment(directory).items()}
    programs = [_tool(command, tools) for command in action.pipeline]
    errors = [directory / f".stderr.{index}" for index in range(len(programs))]
    processes: list[subprocess.Popen[bytes] | Child] = []
    group = 0
    upstream = os.open(os.devnull, os.O_RDONLY)
    try:
        for index, (program, command) in enumerate(zip(programs, action.pipeline, strict=True)):
            last = index == len(programs) - 1
            with errors[index].open("wb") as stderr:
                following, stdout = (-1, stderr.fileno()) if last else os.pipe()
                setting = Setting((upstream, stdout, stderr.fileno()), directory, environment, 0o022, group)
                try:
                    processes.append(_started(program, command.argv, setting))
                finally:
                    os.close(upstream)
                    upstream = following
                    if not last:
                        os.close(stdout)
            if not group:
                group = processes[0].pid
                with _groups_guard:
                    _groups.add(group)
        statuses = [process.wait() for process in processes]
    finally:
        if upstream >= 0:
            os.close(upstream)
        if group:
            _stop(group, processes)
    _check(action, statuses, errors)


def _started(program: Tool, argv: Sequence[str], setting: Setting) -> subprocess.Popen[bytes] | Child:
    """Start a program. One of our own is loaded already where this process was on standby."""
    if program.module and is_forked():
        return fork(lambda: run_as_program(program.module, [*argv]), setting)
    stdin, stdout, stderr = setting.files
    return subprocess.Popen(
        [*program.start, *argv],
        cwd=setting.directory,
        env=setting.environment,
        stdin=stdin,
        stdout=stdout,
        stderr=stderr,
        process_group=setting.group,
        umask=setting.umask,
        preexec_fn=die_with_parent(os.getpid()),  # noqa: PLW1509 it makes two system calls
    )


def stop_all() -> None:
    """Kill every process group this process has running."""
    with _groups_guard:
        groups = list(_groups)
    for group in groups:
        _kill(group)


def _stop(group: int, processes: Sequence[subprocess.Popen[bytes] | Child]) -> None:
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


def _tool(command: Command, tools: ToolTable) -> Tool:
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
    return tool


def fixed_environment(directory: Path) -> dict[str, str]:
    """Return all that a tool may know of the world; nothing of the user's environment is in it."""
    home = directory / ".home"
    home.mkdir(exist_ok=True)
    fontconfig = home / "fonts.conf"
    fontconfig.write_text(_FONTCONFIG, encoding="ascii")
    return {
        **STEADY,
        "HOME": str(home),
        "TMPDIR": str(home),
        "XDG_CACHE_HOME": str(home),
        "FONTCONFIG_FILE": str(fontconfig),
        "REELMAKE_FFMPEG": ffmpeg().start[0],
    }


def _check(action: Action, statuses: list[int], errors: list[Path]) -> None:
    failed = [index for index, status in enumerate(statuses) if status != 0]
    if not failed:
        return
    # A program that lost its reader dies of SIGPIPE; the one that ended first for a reason of its own is to blame.
    blamed = next((index for index in failed if statuses[index] != -signal.SIGPIPE), failed[0])
    said = errors[blamed].read_bytes()
    tail = "\n".join(said.decode("utf-8", "replace").strip().splitlines()[-12:])
    what = f"{action.pipeline[blamed].tool} ended with status {statuses[blamed]} on {action.kind} "
    what += action.subject or action.key[:12]
    if SPEECHLESS in statuses or any(_says_full(path) for path in errors):
        raise OSError(errno.ENOSPC, what)
    if says_failing(said):
        raise OSError(errno.EIO, what)
    raise Internal(f"{what}:\n{tail}", remedy="see the log of this job", reason="TOOL_FAILED")


def _says_full(path: Path) -> bool:
    # What is said lies on that disk too, and may be cut short.
    return says_full(path.read_bytes()) or free_bytes(path) == 0
