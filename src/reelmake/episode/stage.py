"""What a stage is: the one statement of it that rules, runs on disk, runs in memory and the documentation share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reelmake.actions.runner import Made
from reelmake.documents.action import Action
from reelmake.documents.base import Document
from reelmake.kernel.log import Log
from reelmake.workspace.file_digests import FileDigests
from reelmake.workspace.workspace import DEFAULT_PROFILE, Workspace

if TYPE_CHECKING:
    from reelmake.execution.job import Job

Ensure = Callable[[Action, Callable[[Path], None]], Made]
"""Returns the result of an action: from the cache, or made by the function it is given."""
Documents = Mapping[str, Document]
"""Documents by the name of their artifact"""

FIRST = 20
"""The priority of stages that an episode's keyed jobs wait for: they are short."""


@dataclass(frozen=True)
class Scope:
    """What a stage may use besides what it reads."""

    workspace: Workspace
    episode: str
    ensure: Ensure
    log: Log
    file_digests: FileDigests
    profile: str = DEFAULT_PROFILE
    progress: Callable[[int, int], None] = lambda _done, _total: None


@dataclass(frozen=True)
class Files:
    """The files of one run of a stage, as Snakemake named them, and its wildcards."""

    read: Mapping[str, Sequence[str]]
    written: Mapping[str, str]
    wildcards: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        """Return the only file read under a name."""
        return self.read[name][0]

    @property
    def episode(self) -> str:
        return self.wildcards.get("ep", "")

    @property
    def profile(self) -> str:
        return self.wildcards.get("profile", DEFAULT_PROFILE)


@dataclass(frozen=True)
class Settled:
    """A file that is read, but whose time stamp is no reason to run: what it holds is known by other means."""

    name: str


Read = str | Settled


@dataclass(frozen=True)
class Stage:
    """One stage. Either ``compute`` returns its documents, or ``make`` makes files from files."""

    name: str
    purpose: str
    """One sentence for the documentation"""
    message: str
    """What it is doing, as a run shows it after the episode's name; wildcards in braces"""
    reads: tuple[Read, ...] = ()
    """Artifacts of other stages and sources (``artifacts``), by name"""
    writes: tuple[str, ...] = ()
    """Artifacts, by name"""
    compute: Callable[..., Documents] | None = None
    """Pure: ``compute(scope, **what it reads)``; served on disk and in memory"""
    make: Callable[[Job, Files], None] | None = None
    """For what is no document: a film, a page, a paper; on disk only"""
    guard: Callable[..., None] | None = None
    """Raises where the stage must not run, whatever it reads says: ``guard(scope, **what it reads)``"""
    finish: Callable[[Job, Mapping[str, Any], Documents], None] | None = None
    """What a run on disk does besides saving the documents: log lines, files of other names"""
    parents: tuple[str, ...] = ()
    """Which of what it reads its documents name as what they were made from"""
    follows: tuple[str, ...] = ("settings",)
    """What makes it run again besides its files, by the names of ``snakefile.stage_rules``"""
    awaits: tuple[str, ...] = ()
    """Artifacts that must be there before it runs although it does not load them"""
    rechecks: bool = False
    """Whether it runs once more where Snakemake does not remember having made its outputs"""
    queue: str = "cpu_queue"
    priority: int = 0
    least_mb: int = 0
    """Memory in MB to ask for, at least, whatever was measured"""
    least_minutes: int = 0

    @property
    def read_names(self) -> tuple[str, ...]:
        return tuple(read.name if isinstance(read, Settled) else read for read in self.reads)
