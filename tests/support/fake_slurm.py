"""Commands that stand in for Slurm's."""

from __future__ import annotations

from pathlib import Path


class FakeSlurm:
    """Commands that answer with what a test wrote down, and write down what they were asked."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def says(self, command: str, text: str, status: int = 0, error: str = "") -> None:
        path = self.root / command
        said = f"printf '%s' '{text}'\necho '{error}' >&2\nexit {status}\n"
        path.write_text(f'#!/bin/sh\necho {command} "$@" >> {self.root}/asked\n{said}')
        path.chmod(0o755)

    def forgets_after_cancelling(self) -> None:
        """Have ``scancel`` end every job."""
        path = self.root / "scancel"
        path.write_text(
            f"#!/bin/sh\necho scancel \"$@\" >> {self.root}/asked\nprintf '#!/bin/sh\\n' > {self.root}/squeue\n"
        )
        path.chmod(0o755)

    def asked(self) -> list[str]:
        path = self.root / "asked"
        return path.read_text().splitlines() if path.exists() else []
