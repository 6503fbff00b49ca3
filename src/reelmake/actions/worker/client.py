"""Sends a command to the worker process of this run. Every keyed job starts here, so this imports almost nothing.

``reelmake.actions.worker.server`` answers, and describes the protocol.
"""

from __future__ import annotations

import os
import sys
from _socket import AF_UNIX, SCM_RIGHTS, SO_PEERCRED, SOCK_STREAM, SOL_SOCKET, socket

ADDRESS = "REELMAKE_WORKER"
"""The environment variable that holds the worker's address; empty when the run has no worker"""
_CREDENTIALS = 12


def run_in_worker(arguments: list[str]) -> int | None:
    """Have the worker run a command with this process's files, directory and environment; return its exit status.

    Return None when there is no worker, or it ended before it answered: the caller then runs the command itself.
    """
    name = os.environ.get(ADDRESS, "")
    if not name or sys.platform != "linux":
        return None
    connection = socket(AF_UNIX, SOCK_STREAM)
    try:
        connection.connect(b"\0" + os.fsencode(name))
        if not is_same_user(connection):
            return None
        message = request(arguments)
        handles = b"".join(handle.to_bytes(4, sys.byteorder) for handle in (0, 1, 2))
        sent = connection.sendmsg([message], [(SOL_SOCKET, SCM_RIGHTS, handles)])
        connection.sendall(message[sent:])
        return _exit_status(connection)
    except OSError:
        return None
    finally:
        connection.close()


def is_same_user(connection: socket) -> bool:
    """Say whether the process at the other end of a connection belongs to this user."""
    credentials = connection.getsockopt(SOL_SOCKET, SO_PEERCRED, _CREDENTIALS)
    return int.from_bytes(credentials[4:8], sys.byteorder) == os.geteuid()


def request(arguments: list[str]) -> bytes:
    """Return the message: its length, then directory, umask, number of arguments, arguments, and the environment."""
    mask = os.umask(0)
    os.umask(mask)
    words = [os.fsencode(os.getcwd()), b"%d" % mask, b"%d" % len(arguments), *map(os.fsencode, arguments)]  # noqa: PTH109
    words += (b"%b=%b" % variable for variable in os.environb.items())
    body = b"\0".join(words)
    return len(body).to_bytes(4, "big") + body


def _exit_status(connection: socket) -> int | None:
    answer = b""
    while len(answer) < 4:
        try:
            more = connection.recv(4 - len(answer))
        except KeyboardInterrupt:
            # The worker's child was interrupted as well; its exit status is still to come.
            continue
        if not more:
            return None
        answer += more
    status = int.from_bytes(answer, "big", signed=True)
    return status if status >= 0 else 128 - status
