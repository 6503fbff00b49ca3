"""A process on standby does what a process of its own would: with the same files, ending the same, and no longer."""

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
from reelmake.actions.worker.server import Standby
from reelmake.kernel.process import start_time
from support.processes import eventually

NOBODY = 77
CLIENT = (
    "import sys\nfrom reelmake.actions.worker.client import ask\nstatus = ask(sys.argv[1:])\n"
    f"sys.exit({NOBODY} if status is None else status)\n"
)


@pytest.fixture
def standby() -> Iterator[Standby]:
    path = os.pathsep.join(part for part in sys.path if part)
    kept = Standby("support.worker_program", {"PYTHONPATH": path, "PATH": os.defpath})
    yield kept
    kept.end()


def client(standby: Standby, *arguments: str, directory: Path, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", CLIENT, *arguments],
        cwd=directory,
        env={**os.environ, ADDRESS: standby.name, **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        umask=0o027,
    )


def waits(standby: Standby, directory: Path) -> tuple[subprocess.Popen[str], int, int]:
    """Return a client whose work goes on, that work's process, and the program it runs."""
    process = client(standby, "wait", str(directory / "pid"), directory=directory)
    program = int(eventually(lambda: (directory / "pid.program").exists() and (directory / "pid.program").read_text()))
    return process, int((directory / "pid").read_text()), program


def test_work_has_the_files_the_directory_and_the_environment_of_whoever_asked(
    standby: Standby, tmp_path: Path
) -> None:
    place = tmp_path / "a place"
    place.mkdir()
    asked = client(standby, "tell", "zwölf", "", directory=place, TOLD="a=b\nc")
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
def test_work_ends_as_a_program_does(
    standby: Standby, tmp_path: Path, arguments: tuple[str, ...], status: int, said: str
) -> None:
    asked = client(standby, *arguments, directory=tmp_path)
    assert asked.communicate()[1].endswith(said)
    assert asked.returncode == status


def test_a_directory_that_is_gone_is_told(standby: Standby, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    code = f"import os\nos.rmdir({str(gone)!r})\nos.getcwd = lambda: {str(gone)!r}\n" + CLIENT
    asked = subprocess.run(
        [sys.executable, "-c", code, "status", "0"],
        cwd=gone,
        env={**os.environ, ADDRESS: standby.name},
        capture_output=True,
        text=True,
        check=False,
    )
    assert asked.returncode == 1
    assert asked.stderr.endswith(f"No such file or directory: '{gone}'\n")


def test_what_cannot_be_written_is_a_status_of_its_own(standby: Standby, tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-c", CLIENT, "tell"]
        environment = {**os.environ, ADDRESS: standby.name}
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, check=False, stdin=subprocess.DEVNULL, stdout=full
        )
    assert done.returncode == 120


def test_a_client_that_is_killed_takes_its_work_with_it_and_no_other(standby: Standby, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    killed, worker, program = waits(standby, tmp_path)
    other, others_worker, _program = waits(standby, tmp_path / "other")
    killed.kill()
    killed.communicate()
    eventually(lambda: not start_time(worker) and not start_time(program))
    assert start_time(others_worker)
    os.kill(others_worker, signal.SIGTERM)
    other.communicate()
    assert other.returncode == 128 + signal.SIGTERM, "as a shell says it of a program of its own"


def test_when_the_leader_ends_all_end(tmp_path: Path) -> None:
    path = os.pathsep.join(part for part in sys.path if part)
    code = (
        "import sys\nfrom reelmake.actions.worker.server import Standby\n"
        f"kept = Standby('support.worker_program', {{'PYTHONPATH': {path!r}, 'PATH': {os.defpath!r}}})\n"
        "print(kept.name, flush=True)\nsys.stdin.read()\n"
    )
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", code], stdin=pipe, stdout=pipe, text=True) as leader:
        assert leader.stdout
        name = leader.stdout.readline().strip()
        kept = Standby.__new__(Standby)
        kept.name = name
        asked, worker, _program = waits(kept, tmp_path)
        leader.kill()
    eventually(lambda: not start_time(worker))
    asked.communicate()
    assert asked.returncode == NOBODY, "the client does it itself, where it finds its run gone"
    assert client(kept, "status", "0", directory=tmp_path).wait() == NOBODY


def test_when_it_is_killed_its_work_ends_and_the_client_learns_that_nothing_was_done(
    standby: Standby, tmp_path: Path
) -> None:
    asked, worker, _program = waits(standby, tmp_path)
    parent = int(Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()[1])
    os.kill(parent, signal.SIGKILL)
    eventually(lambda: not start_time(worker))
    asked.communicate()
    assert asked.returncode == NOBODY


def test_who_talks_nonsense_is_hung_up_on_and_others_are_answered(standby: Standby, tmp_path: Path) -> None:
    for nonsense in (b"", b"\0\0\0\x05hello", b"\xff\xff\xff\xff", b"\0\0\0\x03a\0b"):
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(f"\0{standby.name}")
            line.sendall(nonsense)
            line.shutdown(socket.SHUT_WR)
            assert line.recv(4) == b""
    assert client(standby, "status", "3", directory=tmp_path).wait() == 3


@pytest.mark.skipif(os.geteuid() != 0, reason="becoming another user takes root")
def test_another_user_is_not_answered(standby: Standby) -> None:
    code = "import os\nimport reelmake.actions.worker.client\nos.setuid(65534)\n" + CLIENT
    environment = {**os.environ, ADDRESS: standby.name}
    done = subprocess.run([sys.executable, "-c", code, "status", "0"], env=environment, check=False, cwd="/")
    assert done.returncode == NOBODY
