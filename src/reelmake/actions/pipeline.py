"""Runs an action's commands in a private directory, as one process group, with a fixed environment."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import threading
from collections.abc import Sequence
from pathlib import Path

from reelmake.actions.tools import Tool, ToolTable, ffmpeg
from reelmake.actions.worker.fork import OUTPUT_LOST, Child, ChildContext, fork, is_forked, run_as_program
from reelmake.documents.action import Action, Command
from reelmake.kernel.disk_errors import free_bytes, reports_failing_disk, reports_full_disk
from reelmake.kernel.errors import Internal, InvariantViolated, Unsupported
from reelmake.kernel.process import die_with_parent

_FONTCONFIG = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig></fontconfig>\n'
FIXED_ENVIRONMENT = {
    "PATH": os.defpath,
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "PYTHONSAFEPATH": "1",
    "PYTHONNOUSERSITE": "1",
}
"""Environment variables that are the same for every tool on every machine."""
_groups: set[int] = set()
_groups_guard = threading.Lock()


def run_pipeline(action: Action, directory: Path, tools: ToolTable) -> None:
    """Run an action's commands in ``directory``, which holds its inputs and texts; raise an error if one fails."""
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
                context = ChildContext((upstream, stdout, stderr.fileno()), directory, environment, 0o022, group)
                try:
                    processes.append(_started(program, command.argv, context))
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


def _started(program: Tool, argv: Sequence[str], context: ChildContext) -> subprocess.Popen[bytes] | Child:
    """Start a program. In a child of the worker, a tool of reelmake's own is loaded already and is only forked."""
    if program.module and is_forked():
        return fork(lambda: run_as_program(program.module, [*argv]), context)
    stdin, stdout, stderr = context.files
    return subprocess.Popen(
        [*program.start, *argv],
        cwd=context.directory,
        env=context.environment,
        stdin=stdin,
        stdout=stdout,
        stderr=stderr,
        process_group=context.group,
        umask=context.umask,
        preexec_fn=die_with_parent(os.getpid()),  # noqa: PLW1509 it makes two system calls
    )


def stop_all() -> None:
    """Kill every process group that this process has started and that is still running."""
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
            f"there is no tool named {command.tool!r}", allowed=", ".join(sorted(tools)), reason="UNKNOWN_TOOL"
        )
    tool = tools[command.tool]()
    if tool.digest != command.digest:
        raise InvariantViolated(
            f"the tool {command.tool} has changed since this action was planned",
            remedy="plan again: run the same snakemake command once more",
            reason="TOOL_CHANGED",
        )
    return tool


def fixed_environment(directory: Path) -> dict[str, str]:
    """Return a tool's whole environment; it contains nothing of the user's."""
    home = directory / ".home"
    home.mkdir(exist_ok=True)
    fontconfig = home / "fonts.conf"
    fontconfig.write_text(_FONTCONFIG, encoding="ascii")
    return {
        **FIXED_ENVIRONMENT,
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
    # A program whose reader died is killed by SIGPIPE; the cause is the first program that failed otherwise.
    blamed = next((index for index in failed if statuses[index] != -signal.SIGPIPE), failed[0])
    output = errors[blamed].read_bytes()
    tail = "\n".join(output.decode("utf-8", "replace").strip().splitlines()[-12:])
    what = f"{action.pipeline[blamed].tool} ended with status {statuses[blamed]} on {action.kind} "
    what += action.subject or action.key[:12]
    if OUTPUT_LOST in statuses or any(_ran_out_of_disk(path) for path in errors):
        raise OSError(errno.ENOSPC, what)
    if reports_failing_disk(output):
        raise OSError(errno.EIO, what)
    raise Internal(f"{what}:\n{tail}", remedy="see the log of this job", reason="TOOL_FAILED")


def _ran_out_of_disk(path: Path) -> bool:
    # The messages are on that disk too and may be truncated, so the free space is checked as well.
    return reports_full_disk(path.read_bytes()) or free_bytes(path) == 0
