"""Runs a verb of the command line in a scratch workspace."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from support.world import World


def reelmake(world: World, *arguments: str, status: int = 0) -> str:
    """Run a verb in a workspace and return what it printed."""
    command = [str(Path(sys.executable).with_name("reelmake")), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=world.root)
    assert done.returncode == status, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout + (done.stderr if status else "")
