"""A process on standby: it has loaded what a kind of work needs, and does each piece of it in a child of its own.

A connection is one piece of work. The client sends a length, and then, parted by NUL: directory, umask, number of
arguments, arguments, environment; with the first byte come its three standard files. It gets four bytes: the exit
status. A client that hangs up has its work killed. Who leads holds a pipe: when that ends, all end.
"""

from __future__ import annotations

import contextlib
import gc
import os
import selectors
import signal
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from reelmake.actions.worker.client import is_ours
from reelmake.actions.worker.fork import Child, Setting, fork

Work = Callable[[list[str]], int | None]
_PATIENCE = 5.0
"""Seconds a client may take to say what it wants."""
_FILES = 3


class Standby:
    """The leader's end of a process on standby."""

    def __init__(self, module: str, environment: dict[str, str]) -> None:
        self.name = f"reelmake-{os.urandom(12).hex()}"
        """What clients connect to: a name of no file, which nobody has to clear away"""
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(f"\0{self.name}")
            listener.listen(128)
            held, self._lead = os.pipe()
            try:
                self._process = subprocess.Popen(
                    [sys.executable, "-m", module, str(listener.fileno()), str(held)],
                    pass_fds=(listener.fileno(), held),
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    env=environment,
                )
            finally:
                os.close(held)

    def end(self) -> int:
        """End it, and whatever still works for it; return its status, which is not 0 where it had ended by itself."""
        os.close(self._lead)
        return self._process.wait()


@dataclass
class _Piece:
    """A piece of work that goes on: who asked for it, and who does it."""

    client: socket.socket
    child: Child
    ended: int


def serve(listener: socket.socket, lead: int, work: Work, loads: Iterable[Callable[[], object]] = ()) -> None:
    """Serve requests until the parent process exits.

    ``loads`` are done one after another while no request waits, so that the first ones need not wait for all of them.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if not _can_watch():
        return
    waiting = deque(loads)
    pieces: dict[int, _Piece] = {}
    with selectors.DefaultSelector() as selector:
        selector.register(listener, selectors.EVENT_READ)
        selector.register(lead, selectors.EVENT_READ)
        while True:
            events = selector.select(0 if waiting else None)
            if not events:
                waiting.popleft()()
                gc.collect()
                gc.freeze()
            for key, _events in events:
                if key.fd == lead:
                    _kill(pieces.values())
                    return
                if key.fd == listener.fileno():
                    _begin(listener, work, selector, pieces)
                elif isinstance(key.data, _Piece):
                    _follow(key.data, selector, pieces)


def _can_watch() -> bool:
    """Say whether the end of a child can be seen among other things; where not, nobody is on standby."""
    try:
        os.close(os.pidfd_open(os.getpid()))
    except (AttributeError, OSError):
        return False
    return True


def _begin(listener: socket.socket, work: Work, selector: selectors.BaseSelector, pieces: dict[int, _Piece]) -> None:
    client = listener.accept()[0]
    client.settimeout(_PATIENCE)
    files: list[int] = []
    try:
        if not is_ours(client):
            raise OSError("another user's")
        told, files = _read(client)
        setting, arguments = _understood(told, files)
        child = fork(lambda: work(arguments), setting)
        piece = _Piece(client, child, os.pidfd_open(child.pid))
    except (OSError, ValueError):
        # It does its work itself, as if nobody had been there.
        client.close()
        return
    finally:
        for handle in files:
            os.close(handle)
    pieces[child.pid] = piece
    selector.register(client, selectors.EVENT_READ, piece)
    selector.register(piece.ended, selectors.EVENT_READ, piece)


def _follow(piece: _Piece, selector: selectors.BaseSelector, pieces: dict[int, _Piece]) -> None:
    """Tell the client that its work has ended, or end the work of one that hung up."""
    if pieces.pop(piece.child.pid, None) is None:
        return
    if piece.child.poll() is None:
        os.kill(piece.child.pid, signal.SIGKILL)
    status = piece.child.wait()
    selector.unregister(piece.client)
    selector.unregister(piece.ended)
    os.close(piece.ended)
    with contextlib.suppress(OSError):
        piece.client.sendall(status.to_bytes(4, "big", signed=True))
    piece.client.close()


def _read(client: socket.socket) -> tuple[bytes, list[int]]:
    first, files, _flags, _address = socket.recv_fds(client, 1 << 16, _FILES)
    try:
        while len(first) < 4:
            first += _more(client)
        length, told = int.from_bytes(first[:4], "big"), first[4:]
        while len(told) < length:
            told += _more(client)
        if len(files) != _FILES:
            raise ValueError("no files came")
    except BaseException:
        for handle in files:
            os.close(handle)
        raise
    return told, files


def _more(client: socket.socket) -> bytes:
    more = client.recv(1 << 16)
    if not more:
        raise ValueError("it hung up")
    return more


def _understood(told: bytes, files: Sequence[int]) -> tuple[Setting, list[str]]:
    directory, umask, count, *rest = told.split(b"\0")
    arguments = [os.fsdecode(word) for word in rest[: int(count)]]
    variables = (word.partition(b"=") for word in rest[int(count) :])
    environment = {name: value for name, _is, value in variables}
    setting = Setting((files[0], files[1], files[2]), os.fsdecode(directory), environment, int(umask))
    return setting, arguments


def _kill(pieces: Iterable[_Piece]) -> None:
    for piece in pieces:
        os.kill(piece.child.pid, signal.SIGKILL)
        piece.child.wait()
