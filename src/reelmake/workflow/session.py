"""What the Snakefile holds during a run: the workspace, its sources, and the answers to its rules."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import reelmake
from reelmake.actions.tools import installed_version
from reelmake.documents.errors import Internal, ReelmakeError, ValidationFailed
from reelmake.kernel.digest import digest
from reelmake.kernel.log import Log
from reelmake.resources import shipped
from reelmake.workflow.fanout import Fanout
from reelmake.workflow.predict import Prediction
from reelmake.workflow.runs import begin_run, read_jobs, summarise
from reelmake.workflow.sources import Sources
from reelmake.workflow.workspace import PROFILE, Workspace

_NEEDED_BYTES = 200 << 20
_PROGRAM = ((Path(reelmake.__file__).parent, (".py", ".txt")), (shipped("templates"), (".j2", ".svg")))
_PACKAGES = ("imageio-ffmpeg", "numpy", "pillow", "resvg-py")


class Session:
    """One invocation of Snakemake in one workspace."""

    default_profile = PROFILE

    def __init__(self, site_id: str, targets: Sequence[str]) -> None:
        self.workspace = Workspace.at(Path.cwd())
        self.sources = Sources(self.workspace.root)
        self.site_id = site_id
        self.run_id = ""
        self._check_targets(targets)
        # Read now, so that a mistake in them is told before anything starts.
        self.project_file = self.workspace.project_file
        self.canon_file = self.workspace.canon_file
        if site_id not in self.workspace.sites.sites:
            raise ValidationFailed(
                f"the profile's site {site_id!r} is not declared",
                where="config/sites.yaml",
                allowed=", ".join(sorted(self.workspace.sites.sites)),
                remedy="add it there, or use another profile",
                reason="UNKNOWN_SITE",
            )
        os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"

    @cached_property
    def fanout(self) -> Fanout:
        prediction = Prediction(self.workspace, self.sources, Log(open(os.devnull, "w")))  # noqa: SIM115, PTH123
        return Fanout(self.workspace.root, prediction.known_plan)

    def story_digest(self, episode: str) -> str:
        """Return what an episode's screenplay or brief, and its locked numbers, hold, by content."""
        story = self.workspace.root / "story"
        parts = (self.workspace.root / self.workspace.source(episode), story / f"{episode}.numbers.yaml")
        return "/".join(self.sources.digest_or_absent(path)[:32] for path in parts)

    def past(self, episode: str) -> list[str]:
        """Return the world an episode begins with: the file of the episode before it, if there is one."""
        before = self.workspace.episode_before(episode)
        return [f"episodes/{before}/world_state.json"] if before else []

    def scripts_before(self, episode: str) -> list[str]:
        """Return the scripts of all episodes before one, from which a writer learns what was said already."""
        return [f"episodes/{before}/script.json" for before in self.workspace.episodes_before(episode)]

    def records_before(self, episode: str) -> list[str]:
        """Return how those of the episodes before were written that have a brief."""
        before = self.workspace.episodes_before(episode)
        return [f"episodes/{one}/writing_record.json" for one in before if self.workspace.has_brief(one)]

    def settings_digest(self) -> str:
        """Return what the configuration, the canon and this program are, by content."""
        return f"{Path(self.project_file).stem} {Path(self.canon_file).stem} {self._program_digest}"

    @cached_property
    def _program_digest(self) -> str:
        """Return a digest of the code, the templates and the packages whose output a key depends on.

        Planning again after an update costs milliseconds and keeps plans from naming tools that are no longer there.
        """
        trees = [self.sources.tree_digest(tree, suffixes) for tree, suffixes in _PROGRAM]
        return digest(("program", 1, trees, [installed_version(name) for name in _PACKAGES]))[:16]

    def assets_digest(self) -> str:
        """Return what the library holds, by names and contents."""
        return self.sources.tree_digest(self.workspace.root / "assets")[:32]

    def start(self) -> None:
        """Begin a run that makes things: take the lock, look at the disk, name the run."""
        self.run_id = begin_run(self.workspace.root, self.site_id)
        self._check_disk()

    def finish(self, status: str) -> None:
        """Complete the run summaries of the episodes this run worked on."""
        self.sources.save()
        if not self.run_id:
            return
        root, series = self.workspace.root, self.workspace.project.series.id
        for episode in sorted({owner for owner, _job in read_jobs(root, self.run_id) if owner}):
            summary = summarise(root, series, self.run_id, episode, status)
            summary.save(root / "runs" / self.run_id / f"{episode}.summary.json")
            delivered = root / "episodes" / episode / "run_summary.json"
            flags = _flags_of(root / "episodes" / episode / "render_output.json")
            if delivered.parent.is_dir():
                summary.model_copy(update={"flags": flags}).save(delivered)

    def _check_targets(self, targets: Sequence[str]) -> None:
        for target in targets:
            parts = target.removeprefix("./").split("/")
            if parts[0] != "episodes" or len(parts) < 2:
                continue
            if ".." in parts or any(not char.isprintable() for char in target):
                raise ValidationFailed(
                    f"{target!r} is no target",
                    allowed="episodes/<episode>/<file>, inside the workspace",
                    remedy="name it as episodes/ep01/render.mp4",
                    reason="BAD_TARGET",
                )
            self.workspace.check_episode(parts[1])

    def _check_disk(self) -> None:
        stat = os.statvfs(self.workspace.root)
        free = stat.f_bavail * stat.f_frsize
        if free < _NEEDED_BYTES:
            raise Internal(
                f"only {free >> 20} MiB are free on this disk",
                where=str(self.workspace.root),
                allowed=f"at least {_NEEDED_BYTES >> 20} MiB",
                remedy="free some space, then run the same command again; nothing is lost",
                reason="DISK_FULL",
            )


def _flags_of(path: Path) -> tuple[str, ...]:
    try:
        return tuple(str(flag) for flag in json.loads(path.read_bytes()).get("flags", ()))
    except (OSError, ValueError, AttributeError):
        return ()


def open_session(site_id: str, argv: Sequence[str], complain: Callable[[str], Exception]) -> Session:
    """Return the session of this invocation; a mistake in the configuration ends it with ``complain``."""
    try:
        return Session(site_id, argv)
    except ReelmakeError as error:
        raise complain(f"{error.code.value}: {error}") from None


def named_targets(workflow: Any, argv: Sequence[str]) -> list[str]:
    """Return the arguments that name things below ``episodes/``; Snakemake tells its targets only later."""
    if not workflow.is_main_process:
        return []
    return [argument for argument in argv if argument.removeprefix("./").startswith("episodes/")]
