"""The definition of a stage, shared by the rules, by runs on disk and in memory, and by the documentation."""

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
"""Returns the result of an action, from the cache or by calling the function that makes it"""
Documents = Mapping[str, Document]
"""Documents by artifact name"""

FIRST = 20
"""The priority of the stages that all other jobs of an episode depend on: they are short"""


@dataclass(frozen=True)
class StageContext:
    """What a stage may use besides the documents it reads."""

    workspace: Workspace
    episode: str
    ensure: Ensure
    log: Log
    file_digests: FileDigests
    profile: str = DEFAULT_PROFILE
    progress: Callable[[int, int], None] = lambda _done, _total: None


@dataclass(frozen=True)
class Files:
    """The files that Snakemake passed to one job of a stage, and its wildcards."""

    read: Mapping[str, Sequence[str]]
    written: Mapping[str, str]
    wildcards: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        """Return the path of an input that is a single file."""
        return self.read[name][0]

    @property
    def episode(self) -> str:
        return self.wildcards.get("ep", "")

    @property
    def profile(self) -> str:
        return self.wildcards.get("profile", DEFAULT_PROFILE)


@dataclass(frozen=True)
class Ancient:
    """An input whose time stamp never makes a stage run again, as Snakemake's ``ancient``.

    A parameter of the rule follows its content instead.
    """

    name: str


Read = str | Ancient


@dataclass(frozen=True)
class Stage:
    """One stage. It has either ``compute``, which returns documents, or ``make``, which writes files."""

    name: str
    purpose: str
    """One sentence for the documentation"""
    message: str
    """What a run prints while it works, after the episode's name; wildcards in braces"""
    reads: tuple[Read, ...] = ()
    """The names of artifacts of other stages, and of sources (``artifacts``)"""
    writes: tuple[str, ...] = ()
    """The names of artifacts"""
    compute: Callable[..., Documents] | None = None
    """A pure function, ``compute(context, **inputs)``; it runs on disk and in memory"""
    make: Callable[[Job, Files], None] | None = None
    """Writes outputs that are not documents, such as a film or a page; it runs on disk only"""
    guard: Callable[..., None] | None = None
    """Raises an error if the stage must not run: ``guard(context, **inputs)``"""
    finish: Callable[[Job, Mapping[str, Any], Documents], None] | None = None
    """What a run on disk does besides saving the documents: log lines, additional files"""
    parents: tuple[str, ...] = ()
    """The inputs that its documents name as their parents"""
    follows: tuple[str, ...] = ("settings",)
    """The parameters of its rule (``snakefile.stage_rules``): a changed value makes it run again"""
    awaits: tuple[str, ...] = ()
    """Inputs of its rule that it does not load: they must exist before it runs"""
    rechecks: bool = False
    """Whether it runs again if Snakemake has no record of making its outputs"""
    queue: str = "cpu_queue"
    priority: int = 0
    least_mb: int = 0
    """The least memory in MB that its jobs request, even if less was measured"""
    least_minutes: int = 0

    @property
    def read_names(self) -> tuple[str, ...]:
        return tuple(read.name if isinstance(read, Ancient) else read for read in self.reads)
