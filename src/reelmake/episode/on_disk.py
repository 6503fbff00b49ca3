"""Runs one stage on disk, as a job of Snakemake: loads its files, computes, and saves its documents."""

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
from reelmake.episode.stage import Documents, Files, Stage, StageContext
from reelmake.episode.stages import STAGES
from reelmake.execution.job import Job, job
from reelmake.execution.planned_actions import PlannedActions
from reelmake.kernel.digest import digest_bytes
from reelmake.kernel.errors import ValidationFailed
from reelmake.workspace.file_digests import FileDigests
from reelmake.workspace.workspace import load_resolved

_SUBJECTS = ("stem", "codec", "number")
"""The wildcards, besides the episode, that name what a job is for"""
USAGE = "stage.py NAME [WILDCARD=VALUE]... --log FILE [--in NAME [FILE]...]... [--out NAME FILE]..."


def run_stage(name: str, files: Files, log: str) -> None:
    """Run a stage as a job of the current run, on the files that Snakemake passed."""
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
    assert stage.compute is not None  # noqa: S101 a stage has either make or compute
    context = _context(this, files.profile)
    read = {name: _load(name, files.read.get(name, ()), context) for name in stage.read_names}
    if stage.guard is not None:
        stage.guard(context, **read)
    parents = tuple(parent for name in stage.parents if (parent := _as_parent(name, read[name])) is not None)
    computed = stage.compute(context, **read)
    made = {name: document.model_copy(update={"parents": parents}) for name, document in computed.items()}
    if stage.finish is not None:
        stage.finish(this, read, made)
    _save(made, this, files, parents)


def _save(made: Documents, this: Job, files: Files, parents: tuple[Parent, ...]) -> None:
    for name, path in files.written.items():
        this.save(made[name], path, *parents)


def _context(this: Job, profile: str) -> StageContext:
    planned = PlannedActions(this.workspace.root)
    runner = this.runner()

    def ensure(action: Action, make: Callable[[Path], None]) -> Made:
        planned.write(action)
        return runner.ensure(action, make)

    return StageContext(
        workspace=this.workspace,
        episode=this.episode,
        ensure=ensure,
        log=this.log,
        file_digests=FileDigests(this.workspace.root),
        profile=profile,
        progress=this.progress,
    )


def _load(name: str, paths: Sequence[str], context: StageContext) -> Any:
    if name in LOADERS:
        return LOADERS[name](context, paths)
    return ARTIFACTS[name].model.load(paths[0])


def _screenplay(context: StageContext, paths: Sequence[str]) -> Screenplay:
    # Raises Conflict if there are two screenplays.
    context.workspace.screenplay(context.episode)
    return Screenplay(paths[0], Path(paths[0]).read_bytes())


def _own_voices(context: StageContext, _paths: Sequence[str]) -> Any:
    from reelmake.episode.voices import load_workspace_voices

    return load_workspace_voices(context.workspace.root, context.workspace.project, context.file_digests)


def _starting_world(_context: StageContext, paths: Sequence[str]) -> WorldState | None:
    # Only the end: an episode does not depend on how the previous one got there.
    return WorldState.load(paths[0]).end if paths else None


LOADERS: Mapping[str, Callable[[StageContext, Sequence[str]], Any]] = {
    "screenplay": _screenplay,
    "numbering": lambda context, _paths: read_numbering(context.workspace.root, context.episode),
    "canon": lambda _context, paths: load_resolved(Canon, paths[0]),
    "project": lambda _context, paths: load_resolved(ProjectConfig, paths[0]),
    "own_voices": _own_voices,
    "starting_world": _starting_world,
    "own_record": lambda _context, paths: WritingRecord.load(paths[0]) if paths else None,
}
"""The functions that load the sources of pure stages, by the sources' names"""


def _as_parent(name: str, value: Any) -> Parent | None:
    if isinstance(value, Document):
        return value.as_parent("past" if name == "starting_world" else "")
    if isinstance(value, Screenplay):
        return Parent(role="screenplay", digest=digest_bytes(value.data))
    if isinstance(value, Config):
        return Parent(role=name, digest=digest_bytes(value.model_dump_json().encode()))
    return None


def main(arguments: Sequence[str]) -> None:
    """Run the stage that a rule's command line names."""
    run_stage(*parse_arguments(arguments))


def parse_arguments(arguments: Sequence[str]) -> tuple[str, Files, str]:
    """Return the stage, its files and its log from a command line that ``snakefile.stage_rules`` has written."""
    name, *rest = arguments or [""]
    if name not in STAGES:
        raise ValidationFailed(f"there is no stage {name!r}", allowed=", ".join(STAGES), remedy=f"usage: {USAGE}")
    wildcards: dict[str, str] = {}
    read: dict[str, list[str]] = {}
    written: dict[str, str] = {}
    log = ""
    words = iter(rest)
    current_input: list[str] = []
    for word in words:
        if word == "--in":
            current_input = read.setdefault(next(words, ""), [])
        elif word == "--out":
            target = next(words, "")
            written[target] = next(words, "")
        elif word == "--log":
            log = next(words, "")
        elif not read and not written and "=" in word:
            wildcard, _, value = word.partition("=")
            wildcards[wildcard] = value
        else:
            current_input.append(word)
    return name, Files(read, written, wildcards), log
