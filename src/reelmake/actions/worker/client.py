"""Asking the process on standby of this run to do a command. Every keyed job starts here: this loads next to nothing.

``reelmake.actions.worker.server`` is who answers, and says what goes over the socket.
"""

from __future__ import annotations

import os
import sys
from _socket import AF_UNIX, SCM_RIGHTS, SO_PEERCRED, SOCK_STREAM, SOL_SOCKET, socket

ADDRESS = "REELMAKE_STANDBY"
"""How the jobs of a run learn where it answers; empty: nobody does."""
_CREDENTIALS = 12


def ask(arguments: list[str]) -> int | None:
    """Have a command done with this process's files, directory and environment; return its exit status.

    None where nobody answers, or whoever did is gone: then it is to be done here.
    """
    name = os.environ.get(ADDRESS, "")
    if not name or sys.platform != "linux":
        return None
    line = socket(AF_UNIX, SOCK_STREAM)
    try:
        line.connect(b"\0" + os.fsencode(name))
        if not is_ours(line):
            return None
        told = request(arguments)
        handles = b"".join(handle.to_bytes(4, sys.byteorder) for handle in (0, 1, 2))
        sent = line.sendmsg([told], [(SOL_SOCKET, SCM_RIGHTS, handles)])
        line.sendall(told[sent:])
        return _answer(line)
    except OSError:
        return None
    finally:
        line.close()


def is_ours(line: socket) -> bool:
    """Say whether the other end of a connection belongs to the same user."""
    credentials = line.getsockopt(SOL_SOCKET, SO_PEERCRED, _CREDENTIALS)
    return int.from_bytes(credentials[4:8], sys.byteorder) == os.geteuid()


def request(arguments: list[str]) -> bytes:
    """Return what is sent: a length, then directory, umask, number of arguments, arguments, and the environment."""
    mask = os.umask(0)
    os.umask(mask)
    words = [os.fsencode(os.getcwd()), b"%d" % mask, b"%d" % len(arguments), *map(os.fsencode, arguments)]  # noqa: PTH109
    words += (b"%b=%b" % variable for variable in os.environb.items())
    told = b"\0".join(words)
    return len(told).to_bytes(4, "big") + told


def _answer(line: socket) -> int | None:
    said = b""
    while len(said) < 4:
        try:
            more = line.recv(4 - len(said))
        except KeyboardInterrupt:
            # Whoever works for us was interrupted, too, and says how it ended.
            continue
        if not more:
            return None
        said += more
    status = int.from_bytes(said, "big", signed=True)
    return status if status >= 0 else 128 - status
