"""A request to the worker behaves like a program: the same files and exit status, and it dies with its client."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from reelmake.actions.worker.client import ADDRESS
from reelmake.actions.worker.server import Worker
from reelmake.kernel.process import start_ticks
from support.processes import eventually

NO_WORKER = 77
CLIENT = (
    "import sys\nfrom reelmake.actions.worker.client import run_in_worker\nstatus = run_in_worker(sys.argv[1:])\n"
    f"sys.exit({NO_WORKER} if status is None else status)\n"
)


@pytest.fixture
def worker() -> Iterator[Worker]:
    path = os.pathsep.join(part for part in sys.path if part)
    worker = Worker("support.worker_program", {"PYTHONPATH": path, "PATH": os.defpath})
    yield worker
    worker.end()


def client(worker: Worker, *arguments: str, directory: Path, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", CLIENT, *arguments],
        cwd=directory,
        env={**os.environ, ADDRESS: worker.name, **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        umask=0o027,
    )


def waits(worker: Worker, directory: Path) -> tuple[subprocess.Popen[str], int, int]:
    """Return a client whose request does not end, the process of the request, and the program that one runs."""
    process = client(worker, "wait", str(directory / "pid"), directory=directory)
    program = int(eventually(lambda: (directory / "pid.program").exists() and (directory / "pid.program").read_text()))
    return process, int((directory / "pid").read_text()), program


def test_a_request_has_the_files_directory_and_environment_of_its_client(worker: Worker, tmp_path: Path) -> None:
    place = tmp_path / "a place"
    place.mkdir()
    asked = client(worker, "tell", "zwölf", "", directory=place, TOLD="a=b\nc")
    assert asked.communicate("typed") == (f"{place} 027 a=b\nc zwölf  typed\n", "")
    assert asked.returncode == 0


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("status", "0"), 0, ""),
        (("status", "75"), 75, ""),
        (("leave", "because"), 1, "because\n"),
        (("fail", "broken"), 1, "ValueError: broken\n"),
    ],
)
def test_a_request_ends_with_the_status_of_a_program(
    worker: Worker, tmp_path: Path, arguments: tuple[str, ...], status: int, said: str
) -> None:
    asked = client(worker, *arguments, directory=tmp_path)
    assert asked.communicate()[1].endswith(said)
    assert asked.returncode == status


def test_a_missing_directory_is_reported(worker: Worker, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    code = f"import os\nos.rmdir({str(gone)!r})\nos.getcwd = lambda: {str(gone)!r}\n" + CLIENT
    asked = subprocess.run(
        [sys.executable, "-c", code, "status", "0"],
        cwd=gone,
        env={**os.environ, ADDRESS: worker.name},
        capture_output=True,
        text=True,
        check=False,
    )
    assert asked.returncode == 1
    assert asked.stderr.endswith(f"No such file or directory: '{gone}'\n")


def test_lost_output_has_its_own_exit_status(worker: Worker, tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-c", CLIENT, "tell"]
        environment = {**os.environ, ADDRESS: worker.name}
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, check=False, stdin=subprocess.DEVNULL, stdout=full
        )
    assert done.returncode == 120


def test_killing_a_client_ends_its_request_and_no_other(worker: Worker, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    killed, child, program = waits(worker, tmp_path)
    other, others_child, _program = waits(worker, tmp_path / "other")
    killed.kill()
    killed.communicate()
    eventually(lambda: not start_ticks(child) and not start_ticks(program))
    assert start_ticks(others_child)
    os.kill(others_child, signal.SIGTERM)
    other.communicate()
    assert other.returncode == 128 + signal.SIGTERM, "as a shell reports it"


def test_when_the_parent_dies_the_worker_and_its_children_end(tmp_path: Path) -> None:
    path = os.pathsep.join(part for part in sys.path if part)
    code = (
        "import sys\nfrom reelmake.actions.worker.server import Worker\n"
        f"worker = Worker('support.worker_program', {{'PYTHONPATH': {path!r}, 'PATH': {os.defpath!r}}})\n"
        "print(worker.name, flush=True)\nsys.stdin.read()\n"
    )
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", code], stdin=pipe, stdout=pipe, text=True) as parent:
        assert parent.stdout
        worker = Worker.__new__(Worker)
        worker.name = parent.stdout.readline().strip()
        asked, child, _program = waits(worker, tmp_path)
        parent.kill()
    eventually(lambda: not start_ticks(child))
    asked.communicate()
    assert asked.returncode == NO_WORKER, "the client then runs the command itself"
    assert client(worker, "status", "0", directory=tmp_path).wait() == NO_WORKER


def test_killing_the_worker_ends_its_requests_and_clients_learn_that_nothing_was_done(
    worker: Worker, tmp_path: Path
) -> None:
    asked, child, _program = waits(worker, tmp_path)
    parent = int(Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[1])
    os.kill(parent, signal.SIGKILL)
    eventually(lambda: not start_ticks(child))
    asked.communicate()
    assert asked.returncode == NO_WORKER


def test_a_malformed_request_is_disconnected_and_others_are_served(worker: Worker, tmp_path: Path) -> None:
    for nonsense in (b"", b"\0\0\0\x05hello", b"\xff\xff\xff\xff", b"\0\0\0\x03a\0b"):
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(f"\0{worker.name}")
            line.sendall(nonsense)
            line.shutdown(socket.SHUT_WR)
            assert line.recv(4) == b""
    assert client(worker, "status", "3", directory=tmp_path).wait() == 3


@pytest.mark.skipif(os.geteuid() != 0, reason="becoming another user takes root")
def test_a_request_of_another_user_is_refused(worker: Worker) -> None:
    code = "import os\nimport reelmake.actions.worker.client\nos.setuid(65534)\n" + CLIENT
    environment = {**os.environ, ADDRESS: worker.name}
    done = subprocess.run([sys.executable, "-c", code, "status", "0"], env=environment, check=False, cwd="/")
    assert done.returncode == NO_WORKER
