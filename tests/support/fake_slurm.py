"""Fakes of Slurm's commands."""

from __future__ import annotations

from pathlib import Path


class FakeSlurm:
    """Fake Slurm commands in a directory: they print what the test sets, and record how they were called."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def prints(self, command: str, text: str, status: int = 0, error: str = "") -> None:
        """Make a command print ``text``, print ``error`` to stderr, and exit with ``status``."""
        path = self.root / command
        body = f"printf '%s' '{text}'\necho '{error}' >&2\nexit {status}\n"
        path.write_text(f'#!/bin/sh\necho {command} "$@" >> {self.root}/calls\n{body}')
        path.chmod(0o755)

    def scancel_ends_all_jobs(self) -> None:
        """Make ``scancel`` end every job: from then on ``squeue`` prints nothing."""
        path = self.root / "scancel"
        path.write_text(
            f"#!/bin/sh\necho scancel \"$@\" >> {self.root}/calls\nprintf '#!/bin/sh\\n' > {self.root}/squeue\n"
        )
        path.chmod(0o755)

    def calls(self) -> list[str]:
        """Return the command lines of all calls so far, in order."""
        path = self.root / "calls"
        return path.read_text().splitlines() if path.exists() else []
