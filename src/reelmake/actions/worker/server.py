"""A worker process: it has loaded the modules that jobs need, and runs each request in a forked child.

A connection is one request. The client sends a length, followed by directory, umask, number of arguments, arguments
and environment, separated by NUL; its three standard files come with the first byte. The answer is four bytes, the
exit status. If the client closes the connection, its child is killed. The parent process holds one end of a pipe; when
that is closed, the worker kills all children and exits.
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

from reelmake.actions.worker.client import is_same_user
from reelmake.actions.worker.fork import Child, ChildContext, fork

Work = Callable[[list[str]], int | None]
_REQUEST_TIMEOUT = 5.0
"""Seconds a client may take to send its request"""
_FILES = 3


class Worker:
    """The parent's handle of a worker process."""

    def __init__(self, module: str, environment: dict[str, str]) -> None:
        self.name = f"reelmake-{os.urandom(12).hex()}"
        """The abstract socket address that clients connect to; no file has to be removed afterwards"""
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(f"\0{self.name}")
            listener.listen(128)
            lifeline, self._lifeline = os.pipe()
            try:
                self._process = subprocess.Popen(
                    [sys.executable, "-m", module, str(listener.fileno()), str(lifeline)],
                    pass_fds=(listener.fileno(), lifeline),
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    env=environment,
                )
            finally:
                os.close(lifeline)

    def end(self) -> int:
        """End the worker and its children; return its exit status, which is not 0 if it had ended before."""
        os.close(self._lifeline)
        return self._process.wait()


@dataclass
class _Request:
    """A request in progress: the client's connection, the child that works on it, and the child's pidfd."""

    client: socket.socket
    child: Child
    ended: int


def serve(listener: socket.socket, lifeline: int, work: Work, loads: Iterable[Callable[[], object]] = ()) -> None:
    """Serve requests until the parent process closes its end of ``lifeline`` or exits.

    ``loads`` import modules. Each is called while no request is waiting, so that early requests are not delayed.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if not _can_watch():
        return
    waiting = deque(loads)
    requests: dict[int, _Request] = {}
    with selectors.DefaultSelector() as selector:
        selector.register(listener, selectors.EVENT_READ)
        selector.register(lifeline, selectors.EVENT_READ)
        while True:
            events = selector.select(0 if waiting else None)
            if not events:
                waiting.popleft()()
                gc.collect()
                gc.freeze()
            for key, _events in events:
                if key.fd == lifeline:
                    _kill(requests.values())
                    return
                if key.fd == listener.fileno():
                    _begin(listener, work, selector, requests)
                elif isinstance(key.data, _Request):
                    _finish(key.data, selector, requests)


def _can_watch() -> bool:
    """Say whether pidfds exist, which the worker needs to wait for children and connections at once."""
    try:
        os.close(os.pidfd_open(os.getpid()))
    except (AttributeError, OSError):
        return False
    return True


def _begin(
    listener: socket.socket, work: Work, selector: selectors.BaseSelector, requests: dict[int, _Request]
) -> None:
    client = listener.accept()[0]
    client.settimeout(_REQUEST_TIMEOUT)
    files: list[int] = []
    try:
        if not is_same_user(client):
            raise OSError("the client belongs to another user")
        message, files = _read(client)
        context, arguments = _parsed(message, files)
        child = fork(lambda: work(arguments), context)
        request = _Request(client, child, os.pidfd_open(child.pid))
    except (OSError, ValueError):
        # The client then runs the command itself, as without a worker.
        client.close()
        return
    finally:
        for handle in files:
            os.close(handle)
    requests[child.pid] = request
    selector.register(client, selectors.EVENT_READ, request)
    selector.register(request.ended, selectors.EVENT_READ, request)


def _finish(request: _Request, selector: selectors.BaseSelector, requests: dict[int, _Request]) -> None:
    """Send the client the exit status of its child, after killing the child of a client that hung up."""
    if requests.pop(request.child.pid, None) is None:
        return
    if request.child.poll() is None:
        os.kill(request.child.pid, signal.SIGKILL)
    status = request.child.wait()
    selector.unregister(request.client)
    selector.unregister(request.ended)
    os.close(request.ended)
    with contextlib.suppress(OSError):
        request.client.sendall(status.to_bytes(4, "big", signed=True))
    request.client.close()


def _read(client: socket.socket) -> tuple[bytes, list[int]]:
    first, files, _flags, _address = socket.recv_fds(client, 1 << 16, _FILES)
    try:
        while len(first) < 4:
            first += _more(client)
        length, message = int.from_bytes(first[:4], "big"), first[4:]
        while len(message) < length:
            message += _more(client)
        if len(files) != _FILES:
            raise ValueError("the client did not send its standard files")
    except BaseException:
        for handle in files:
            os.close(handle)
        raise
    return message, files


def _more(client: socket.socket) -> bytes:
    more = client.recv(1 << 16)
    if not more:
        raise ValueError("the client closed the connection")
    return more


def _parsed(message: bytes, files: Sequence[int]) -> tuple[ChildContext, list[str]]:
    directory, umask, count, *rest = message.split(b"\0")
    arguments = [os.fsdecode(word) for word in rest[: int(count)]]
    variables = (word.partition(b"=") for word in rest[int(count) :])
    environment = {name: value for name, _is, value in variables}
    context = ChildContext((files[0], files[1], files[2]), os.fsdecode(directory), environment, int(umask))
    return context, arguments


def _kill(requests: Iterable[_Request]) -> None:
    for request in requests:
        os.kill(request.child.pid, signal.SIGKILL)
        request.child.wait()
