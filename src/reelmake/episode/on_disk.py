"""Runs a stage of the table from files to files: what a job of Snakemake does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from reelmake.actions.runner import Made
from reelmake.documents.action import Action
from reelmake.documents.base import Document, Parent
from reelmake.documents.canon import Canon
from reelmake.documents.project import Config, ProjectConfig
from reelmake.documents.world import WorldState
from reelmake.documents.writing import WritingRecord
from reelmake.episode.artifacts import ARTIFACTS
from reelmake.episode.compute import Screenplay, read_numbering
from reelmake.episode.stage import Documents, Files, Scope, Stage
from reelmake.episode.stages import STAGES
from reelmake.execution.job import Job, job
from reelmake.execution.planned_actions import PlannedActions
from reelmake.kernel.digest import digest_bytes
from reelmake.kernel.errors import ValidationFailed
from reelmake.workspace.file_digests import FileDigests
from reelmake.workspace.workspace import load_resolved

_SUBJECTS = ("stem", "codec", "number")
"""Wildcards that tell jobs of one stage and episode apart"""
USAGE = "stage.py NAME [WILDCARD=VALUE]... --log FILE [--in NAME [FILE]...]... [--out NAME FILE]..."


def run_stage(name: str, files: Files, log: str) -> None:
    """Run a stage as a job of the current run, with the files that Snakemake named."""
    stage = STAGES[name]
    subject = next((files.wildcards[key] for key in _SUBJECTS if key in files.wildcards), "")
    inputs = [path for paths in files.read.values() for path in paths]
    with job(name, files.episode, subject=subject, log=log, inputs=inputs, queue=stage.queue) as this:
        if stage.make is not None:
            stage.make(this, files)
        else:
            _compute(stage, this, files)


def _compute(stage: Stage, this: Job, files: Files) -> None:
    """Load what a stage reads, compute its documents, and save them with their records."""
    assert stage.compute is not None  # noqa: S101 a stage has one of the two
    scope = _scope(this, files.profile)
    read = {name: _load(name, files.read.get(name, ()), scope) for name in stage.read_names}
    if stage.guard is not None:
        stage.guard(scope, **read)
    parents = tuple(parent for name in stage.parents if (parent := _as_parent(name, read[name])) is not None)
    computed = stage.compute(scope, **read)
    made = {name: document.model_copy(update={"parents": parents}) for name, document in computed.items()}
    if stage.finish is not None:
        stage.finish(this, read, made)
    _save(made, this, files, parents)


def _save(made: Documents, this: Job, files: Files, parents: tuple[Parent, ...]) -> None:
    for name, path in files.written.items():
        this.save(made[name], path, *parents)


def _scope(this: Job, profile: str) -> Scope:
    known = PlannedActions(this.workspace.root)
    runner = this.runner()

    def ensure(action: Action, make: Callable[[Path], None]) -> Made:
        known.write(action)
        return runner.ensure(action, make)

    return Scope(
        workspace=this.workspace,
        episode=this.episode,
        ensure=ensure,
        log=this.log,
        file_digests=FileDigests(this.workspace.root),
        profile=profile,
        progress=this.progress,
    )


def _load(name: str, paths: Sequence[str], scope: Scope) -> Any:
    if name in LOADERS:
        return LOADERS[name](scope, paths)
    return ARTIFACTS[name].model.load(paths[0])


def _screenplay(scope: Scope, paths: Sequence[str]) -> Screenplay:
    # Raises where there are two of them.
    scope.workspace.screenplay(scope.episode)
    return Screenplay(paths[0], Path(paths[0]).read_bytes())


def _own_voices(scope: Scope, _paths: Sequence[str]) -> Any:
    from reelmake.episode.voices import voices_of

    return voices_of(scope.workspace.root, scope.workspace.project, scope.file_digests)


def _beginning(_scope: Scope, paths: Sequence[str]) -> WorldState | None:
    # Its end only: how the episode before came to it is not what this one is made from.
    return WorldState.load(paths[0]).end if paths else None


LOADERS: Mapping[str, Callable[[Scope, Sequence[str]], Any]] = {
    "screenplay": _screenplay,
    "numbering": lambda scope, _paths: read_numbering(scope.workspace.root, scope.episode),
    "canon": lambda _scope, paths: load_resolved(Canon, paths[0]),
    "project": lambda _scope, paths: load_resolved(ProjectConfig, paths[0]),
    "own_voices": _own_voices,
    "beginning": _beginning,
    "own_record": lambda _scope, paths: WritingRecord.load(paths[0]) if paths else None,
}
"""How the sources that pure stages read are loaded"""


def _as_parent(name: str, value: Any) -> Parent | None:
    if isinstance(value, Document):
        return value.as_parent("past" if name == "beginning" else "")
    if isinstance(value, Screenplay):
        return Parent(role="screenplay", digest=digest_bytes(value.data))
    if isinstance(value, Config):
        return Parent(role=name, digest=digest_bytes(value.model_dump_json().encode()))
    return None


def main(arguments: Sequence[str]) -> None:
    """Run the stage that the command line of a rule names."""
    run_stage(*parsed(arguments))


def parsed(arguments: Sequence[str]) -> tuple[str, Files, str]:
    """Return the stage, its files and its log, as ``snakefile.stage_rules`` wrote them on a command line."""
    name, *rest = arguments or [""]
    if name not in STAGES:
        raise ValidationFailed(f"there is no stage {name!r}", allowed=", ".join(STAGES), remedy=f"usage: {USAGE}")
    wildcards: dict[str, str] = {}
    read: dict[str, list[str]] = {}
    written: dict[str, str] = {}
    log = ""
    words = iter(rest)
    into: list[str] = []
    for word in words:
        if word == "--in":
            into = read.setdefault(next(words, ""), [])
        elif word == "--out":
            target = next(words, "")
            written[target] = next(words, "")
        elif word == "--log":
            log = next(words, "")
        elif not read and not written and "=" in word:
            wildcard, _, value = word.partition("=")
            wildcards[wildcard] = value
        else:
            into.append(word)
    return name, Files(read, written, wildcards), log
