"""A scratch workspace that real Snakemake builds."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from support.processes import eventually

CHECKOUT = Path(__file__).resolve().parents[2]
_JOB = re.compile(r"^Job \d+: (.*)$", re.MULTILINE)

PROJECT = """
series: {id: scratch, title: Scratch}
fps: 24
voice: {engine: none}
pacing: {scene_head_ms: 100, scene_tail_ms: 100, between_lines_ms: 100, shortest_shot_ms: 400, longest_action_ms: 1000}
profiles:
  preview_local: {width: 320, height: 180, crf: 35, preset: ultrafast}
"""
SITES = "sites:\n  local: {}\n  site-a: {}\n  ci: {}\n"
CANON = """
version: 1
characters:
  ada: {name: ADA}
  ben: {name: BEN}
locations:
  kitchen: {name: KITCHEN}
  roof: {name: ROOF}
"""
SCREENPLAY = """Title: Small Hours

INT. KITCHEN - NIGHT

Ada counts the cups.

ADA
There were six of them.

BEN
There are five now.

EXT. ROOF - DAY

Ben looks at the street.

BEN
Nobody came.

ADA
Somebody did.
"""


@dataclass(frozen=True)
class Build:
    """The result of one invocation of Snakemake."""

    status: int
    output: str

    @property
    def messages(self) -> list[str]:
        """Return the messages of all jobs it listed, sorted."""
        return sorted(_JOB.findall(self.output))


class World:
    """A workspace in a private directory, with a private cache."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name, text in (
            ("config/project.yaml", PROJECT),
            ("config/sites.yaml", SITES),
            ("story/canon.yaml", CANON),
            ("story/ep01.fountain", SCREENPLAY),
        ):
            self.write(name, text)

    def write(self, name: str, text: str | bytes) -> Path:
        """Write a file of the workspace."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def replace(self, name: str, old: str, new: str) -> None:
        """Replace a text in a file; fail if the file does not contain it."""
        text = (self.root / name).read_text(encoding="utf-8")
        assert old in text
        self.write(name, text.replace(old, new, 1))

    def command(self, *arguments: str) -> list[str]:
        """Return the command line of a build."""
        start = [sys.executable, "-m", "snakemake", "--snakefile", str(CHECKOUT / "Snakefile")]
        return [*start, "--profile", str(CHECKOUT / "profiles/ci"), "--directory", str(self.root), *arguments]

    def build(
        self, *arguments: str, check: bool = True, environment: Mapping[str, str] | None = None, umask: int = -1
    ) -> Build:
        """Run Snakemake and return the result; with ``check`` a failure of it fails the test."""
        done = subprocess.run(
            self.command(*(arguments or ("episodes/ep01/render.mp4",))),
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, **(environment or {})},
            umask=umask,
        )
        build = Build(done.returncode, done.stdout + done.stderr)
        assert not check or build.status == 0, build.output[-6000:]
        return build

    def start(self, *arguments: str, environment: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
        """Start a build in a new session and return at once."""
        return subprocess.Popen(
            self.command(*(arguments or ("episodes/ep01/render.mp4",))),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **(environment or {})},
            start_new_session=True,
        )

    def kill_at(self, begun: int, pause: float = 0, *arguments: str) -> bool:
        """Start a build and ``kill -9`` Snakemake when so many jobs have begun; say whether it was still running.

        After the last of them it goes on for ``pause`` seconds, so that kills fall into the middle of jobs, too.
        """
        before = self.begun()
        process = self.start(*arguments)
        eventually(lambda: process.poll() is not None or self.begun() - before >= begun)
        time.sleep(pause)
        ended = process.poll() is not None
        if not ended:
            os.kill(process.pid, signal.SIGKILL)
        process.wait()
        return not ended

    def begun(self) -> int:
        """Return how many jobs have begun, over all runs."""
        return sum(1 for _ in self.root.glob("runs/*/begun/*"))

    def runs(self) -> list[str]:
        """Return the ids of all runs, oldest first."""
        runs = self.root / "runs"
        ordered = (
            sorted(runs.iterdir(), key=lambda path: (path / "run.json").stat().st_mtime_ns) if runs.is_dir() else []
        )
        return [path.name for path in ordered]

    def jobs_of(self, run: str) -> list[dict[str, str]]:
        """Return the job records of a run, in order of their start."""
        jobs = [json.loads(path.read_bytes()) for path in (self.root / "runs" / run / "jobs").glob("*.json")]
        return sorted(jobs, key=lambda job: job["started"])

    def jobs_run(self) -> list[str]:
        """Return the jobs of the last run as ``stage subject``, sorted, without those found in the cache."""
        jobs = self.jobs_of(self.runs()[-1]) if self.runs() else []
        return sorted(f"{job['stage']} {job['subject']}".strip() for job in jobs if job["status"] != "cached")

    def made(self) -> dict[str, int]:
        """Return how many times each key was made, over all runs."""
        counts: dict[str, int] = {}
        for run in self.runs():
            for job in self.jobs_of(run):
                if job["key"] and job["status"] == "done":
                    counts[job["key"]] = counts.get(job["key"], 0) + 1
        return counts

    def bytes_of(self, name: str) -> bytes:
        """Return the content of a built file."""
        return (self.root / name).read_bytes()

    def document(self, name: str) -> dict[str, object]:
        """Return a built JSON document as plain data."""
        loaded = json.loads(self.bytes_of(name))
        assert isinstance(loaded, dict)
        return loaded

    def copy_built(self, root: Path) -> World:
        """Return a copy of this workspace with everything built in it; dates are kept."""
        shutil.copytree(self.root, root, symlinks=True)
        world = World.__new__(World)
        world.root = root
        return world

    def copy(self, root: Path) -> World:
        """Return a copy of this workspace's sources in another directory."""
        for part in ("config", "story", "assets"):
            if (self.root / part).is_dir():
                shutil.copytree(self.root / part, root / part, dirs_exist_ok=True)
        world = World.__new__(World)
        world.root = root
        return world


def configured_world(root: Path, monkeypatch: pytest.MonkeyPatch, config: str) -> World:
    """Return a workspace in ``root`` with ``config`` added to its project, and with private keys and cache."""
    monkeypatch.setenv("REELMAKE_KEYS", str(root / "ada"))
    monkeypatch.delenv("REELMAKE_CACHE", raising=False)
    world = World(root / "world")
    world.replace("config/project.yaml", "fps: 24", f"{config}fps: 24")
    return world
