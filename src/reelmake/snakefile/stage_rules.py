"""The parts of a stage's rule: the table of stages in Snakemake's terms."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from snakemake.io import IOFile, ancient, directory

from reelmake.episode.artifacts import ARTIFACTS
from reelmake.episode.stage import Ancient, Stage
from reelmake.episode.stages import STAGES

if TYPE_CHECKING:
    from reelmake.snakefile.session import Session

Given = Any
"""A path, a list of paths, or a function of wildcards that returns one, as Snakemake takes them"""
_WILDCARDS = ("ep", "profile", "stem", "codec", "number")


@dataclass(frozen=True)
class RuleParts:
    """What a rule takes from the table: ``rule gate: input: **gate.input`` and so on."""

    input: Mapping[str, Given]
    output: Mapping[str, Given]
    log: str
    priority: int
    resources: Mapping[str, int]
    params: Mapping[str, Given]
    message: str
    shell: str


class StageRules:
    """Gives the parts of each stage's rule, by the stage's name."""

    def __init__(self, session: Session, workflow: Any, checkpoints: Any) -> None:
        self._session = session
        self._workflow = workflow
        self._checkpoints = checkpoints

    def __call__(self, name: str) -> RuleParts:
        """Return the parts of a stage's rule."""
        stage = STAGES[name]
        used = [key for key in _WILDCARDS if any(f"{{{key}}}" in ARTIFACTS[one].path for one in stage.writes)]
        about = "{wildcards.ep}: " if "ep" in used else ""
        inputs = self._inputs(stage)
        outputs = {one: _output(one, self._session.default_profile, used) for one in stage.writes}
        return RuleParts(
            input=inputs,
            output=outputs,
            log="logs/" + "/".join([*(["{ep}"] if "ep" in used else []), _log_name(name, used)]),
            priority=stage.priority,
            resources=_resources(stage),
            params={one: self._follow(one) for one in stage.follows},
            message=about + stage.message.replace("{", "{wildcards."),
            shell=_command(stage, used, inputs),
        )

    def _inputs(self, stage: Stage) -> dict[str, Given]:
        inputs = {}
        for read in stage.reads:
            given = self._input(read.name if isinstance(read, Ancient) else read)
            if given is not None:
                inputs[read.name if isinstance(read, Ancient) else read] = (
                    ancient(given) if isinstance(read, Ancient) else given
                )
        for name in stage.awaits:
            inputs[name] = self._input(name)
        if stage.rechecks:
            inputs["forgotten"] = self._forgotten(stage)
        return inputs

    def _input(self, name: str) -> Given:
        """Return what a rule names as an input; None for a source that parameters follow instead of a file."""
        if name in ARTIFACTS:
            return _with_profile(ARTIFACTS[name].path, self._session.default_profile)
        session = self._session
        sources: dict[str, Given] = {
            "screenplay": self._screenplay,
            "brief": "story/{ep}.brief.yaml",
            "canon": ancient(session.canon_file),
            "project": ancient(session.project_file),
            "starting_world": self._starting_world,
            "previous_world": lambda wildcards: session.previous_world(wildcards.ep),
            "earlier_scripts": lambda wildcards: session.earlier_scripts(wildcards.ep),
            "earlier_records": lambda wildcards: session.earlier_records(wildcards.ep),
            "own_record": lambda wildcards: session.own_record(wildcards.ep),
            "locked_with": lambda wildcards: session.locked_with(wildcards.ep),
            "made_film": self._made_film,
            "made_stem": self._made_stem,
            "delivered_plan": self._delivered_plan,
            "season_films": lambda wildcards: [
                ARTIFACTS["film"].at({"ep": one}) for one in session.workspace.seasons()[wildcards.number]
            ],
        }
        return sources.get(name)

    def _follow(self, name: str) -> Given:
        """Return a parameter: a stage runs again when its value is another."""
        session, fanout = self._session, self._session.fanout

        def planned(ask: Callable[..., str], wildcards: Any) -> str:
            profile = self._profile(wildcards)
            return ask(self._checkpoints.plan, wildcards.ep, profile, dry_run=self._workflow.dryrun)

        parameters: dict[str, Callable[[Any], Any]] = {
            "settings": lambda _wildcards: session.settings_digest(),
            "story": lambda wildcards: session.story_digest(wildcards.ep),
            "starting_world": lambda wildcards: session.starting_world_file(wildcards.ep),
            "voices": lambda _wildcards: session.voices_digest,
            "assets": lambda _wildcards: session.assets_digest(),
            "approvals": lambda _wildcards: session.approvals_digest(),
            "notes": lambda wildcards: planned(fanout.notes, wildcards),
            "shown": lambda wildcards: planned(fanout.shown, wildcards),
            "optional_files": lambda wildcards: session.optional_files(wildcards.ep),
            "season_episodes": lambda wildcards: session.workspace.seasons()[wildcards.number],
        }
        return parameters[name]

    def _screenplay(self, wildcards: Any) -> Given:
        path = self._session.screenplay(wildcards.ep)
        return ancient(path) if path.startswith("story/") else path

    def _starting_world(self, wildcards: Any) -> Given:
        """Return the world an episode begins with: computed in memory, or what the gate before it will write."""
        foreseen = self._session.starting_world_file(wildcards.ep)
        return [ancient(foreseen)] if foreseen else self._session.previous_world(wildcards.ep)

    def _made_film(self, wildcards: Any) -> Given:
        """Return the keyed file of the film. Asking the checkpoint for it is what gives early cut-off."""
        return self._session.fanout.film(
            self._checkpoints.plan, wildcards.ep, self._profile(wildcards), dry_run=self._workflow.dryrun
        )

    def _made_stem(self, wildcards: Any) -> Given:
        return self._session.fanout.stem(
            self._checkpoints.plan,
            wildcards.ep,
            self._profile(wildcards),
            wildcards.stem,
            dry_run=self._workflow.dryrun,
        )

    def _delivered_plan(self, wildcards: Any) -> Given:
        """Return the plan. What it changes is in ``notes``; a dry run hides those, so there its time stamp counts."""
        profile = self._profile(wildcards)
        path = ARTIFACTS["plan"].at({"ep": wildcards.ep, "profile": profile})
        changed = self._workflow.dryrun and self._session.fanout.delivers_anew(wildcards.ep, profile)
        return path if changed else ancient(path)

    def _profile(self, wildcards: Any) -> str:
        return str(wildcards.get("profile") or self._session.default_profile)

    def _forgotten(self, stage: Stage) -> Callable[[Any], list[str]]:
        """Return a file newer than all others where Snakemake does not remember how an output came about.

        Only the remembered parameters say that a stage is out of date. Where they are lost, or where one of its files
        is missing, it runs once more.
        """

        def missing(wildcards: Any) -> list[str]:
            made = [ARTIFACTS[name].at(dict(wildcards.items())) for name in stage.writes]
            if not os.path.exists(made[0]):  # noqa: PTH110 asked for every job of a season
                return []
            known = (self._workflow.persistence.metadata(IOFile(path)) for path in made)
            whole = all(os.path.exists(path) for path in made)  # noqa: PTH110
            return [] if whole and None not in known else [self._session.newest_file()]

        return missing


def _output(name: str, profile: str, used: list[str]) -> Given:
    artifact = ARTIFACTS[name]
    path = artifact.path if "profile" in used else _with_profile(artifact.path, profile)
    return directory(path) if artifact.directory else path


def _with_profile(path: str, profile: str) -> str:
    return path.replace("{profile}", profile)


def _log_name(name: str, used: list[str]) -> str:
    return ".".join([name, *(f"{{{key}}}" for key in used if key != "ep"), "log"])


def _resources(stage: Stage) -> dict[str, int]:
    asked = {stage.queue: 1, "mem_mb": stage.least_mb, "runtime": stage.least_minutes}
    return {name: count for name, count in asked.items() if count}


def _command(stage: Stage, used: list[str], inputs: Mapping[str, Given]) -> str:
    """Return the shell command of a stage's rule; Snakemake fills in and quotes what is in braces."""
    words = ['python "$REELMAKE_SCRIPTS/stage.py"', stage.name]
    words += [f"{key}={{wildcards.{key}:q}}" for key in used]
    words.append("--log {log:q}")
    words += [f"--in {name} {{input.{name}:q}}" for name in stage.read_names if name in inputs]
    words += [f"--out {name} {{output.{name}:q}}" for name in stage.writes]
    return " ".join(words)
