"""Translates the table of stages into the parts of Snakemake rules."""

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

RuleValue = Any
"""A path, a list of paths, or a function of wildcards that returns one, as Snakemake takes them"""
_WILDCARDS = ("ep", "profile", "stem", "codec", "number")


@dataclass(frozen=True)
class RuleParts:
    """The parts of a stage's rule, for use in a rule file: ``input: **stage("gate").input`` and so on."""

    input: Mapping[str, RuleValue]
    output: Mapping[str, RuleValue]
    log: str
    priority: int
    resources: Mapping[str, int]
    params: Mapping[str, RuleValue]
    message: str
    shell: str


class StageRules:
    """Returns the parts of a stage's rule, by the stage's name."""

    def __init__(self, session: Session, workflow: Any, checkpoints: Any) -> None:
        self._session = session
        self._workflow = workflow
        self._checkpoints = checkpoints

    def __call__(self, name: str) -> RuleParts:
        """Return the parts of a stage's rule."""
        stage = STAGES[name]
        used = [key for key in _WILDCARDS if any(f"{{{key}}}" in ARTIFACTS[one].path for one in stage.writes)]
        prefix = "{wildcards.ep}: " if "ep" in used else ""
        inputs = self._inputs(stage)
        outputs = {one: _output(one, self._session.default_profile, used) for one in stage.writes}
        return RuleParts(
            input=inputs,
            output=outputs,
            log="logs/" + "/".join([*(["{ep}"] if "ep" in used else []), _log_name(name, used)]),
            priority=stage.priority,
            resources=_resources(stage),
            params={one: self._parameter(one) for one in stage.follows},
            message=prefix + stage.message.replace("{", "{wildcards."),
            shell=_command(stage, used, inputs),
        )

    def _inputs(self, stage: Stage) -> dict[str, RuleValue]:
        inputs = {}
        for read in stage.reads:
            name = read.name if isinstance(read, Ancient) else read
            value = self._input(name)
            if value is not None:
                inputs[name] = ancient(value) if isinstance(read, Ancient) else value
        for name in stage.awaits:
            inputs[name] = self._input(name)
        if stage.rechecks:
            inputs["unrecorded"] = self._newest_if_unrecorded(stage)
        return inputs

    def _input(self, name: str) -> RuleValue:
        """Return a rule's input by name; None for a source that is not a file but followed by a parameter."""
        if name in ARTIFACTS:
            return _with_profile(ARTIFACTS[name].path, self._session.default_profile)
        session = self._session
        sources: dict[str, RuleValue] = {
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

    def _parameter(self, name: str) -> RuleValue:
        """Return a parameter of a rule; a stage runs again if its value changes."""
        session, fanout = self._session, self._session.fanout

        def from_plan(query: Callable[..., str], wildcards: Any) -> str:
            profile = self._profile(wildcards)
            return query(self._checkpoints.plan, wildcards.ep, profile, dry_run=self._workflow.dryrun)

        parameters: dict[str, Callable[[Any], Any]] = {
            "settings": lambda _wildcards: session.settings_digest(),
            "story": lambda wildcards: session.story_digest(wildcards.ep),
            "starting_world": lambda wildcards: session.starting_world_file(wildcards.ep),
            "voices": lambda _wildcards: session.voices_digest,
            "assets": lambda _wildcards: session.assets_digest(),
            "approvals": lambda _wildcards: session.approvals_digest(),
            "notes": lambda wildcards: from_plan(fanout.notes, wildcards),
            "shown": lambda wildcards: from_plan(fanout.shown, wildcards),
            "optional_files": lambda wildcards: session.optional_files(wildcards.ep),
            "season_episodes": lambda wildcards: session.workspace.seasons()[wildcards.number],
        }
        return parameters[name]

    def _screenplay(self, wildcards: Any) -> RuleValue:
        path = self._session.screenplay(wildcards.ep)
        return ancient(path) if path.startswith("story/") else path

    def _starting_world(self, wildcards: Any) -> RuleValue:
        """Return the world an episode starts from: computed in memory, or the output of the previous episode's gate."""
        computed = self._session.starting_world_file(wildcards.ep)
        return [ancient(computed)] if computed else self._session.previous_world(wildcards.ep)

    def _made_film(self, wildcards: Any) -> RuleValue:
        """Return the path of the film in ``build/``. It asks the checkpoint, which is what makes early cut-off work."""
        return self._session.fanout.film(
            self._checkpoints.plan, wildcards.ep, self._profile(wildcards), dry_run=self._workflow.dryrun
        )

    def _made_stem(self, wildcards: Any) -> RuleValue:
        return self._session.fanout.stem(
            self._checkpoints.plan,
            wildcards.ep,
            self._profile(wildcards),
            wildcards.stem,
            dry_run=self._workflow.dryrun,
        )

    def _delivered_plan(self, wildcards: Any) -> RuleValue:
        """Return the plan as an ancient input, because the parameter ``notes`` follows its content.

        A dry run cannot compare that parameter before the plan has run, so there the plan is a normal input if the
        delivery is out of date.
        """
        profile = self._profile(wildcards)
        path = ARTIFACTS["plan"].at({"ep": wildcards.ep, "profile": profile})
        out_of_date = self._workflow.dryrun and self._session.fanout.needs_delivery(wildcards.ep, profile)
        return path if out_of_date else ancient(path)

    def _profile(self, wildcards: Any) -> str:
        return str(wildcards.get("profile") or self._session.default_profile)

    def _newest_if_unrecorded(self, stage: Stage) -> Callable[[Any], list[str]]:
        """Return an input function that makes a stage run again if Snakemake has no record of making its outputs.

        Snakemake compares a stage's parameters with those it has recorded. If that record is lost, or one of the
        stage's files is missing, the function returns a file that is newer than all others.
        """

        def newest_file(wildcards: Any) -> list[str]:
            outputs = [ARTIFACTS[name].at(dict(wildcards.items())) for name in stage.writes]
            if not os.path.exists(outputs[0]):  # noqa: PTH110 called for every job of a season, so it must be fast
                return []
            records = (self._workflow.persistence.metadata(IOFile(path)) for path in outputs)
            complete = all(os.path.exists(path) for path in outputs)  # noqa: PTH110
            return [] if complete and None not in records else [self._session.newest_file()]

        return newest_file


def _output(name: str, profile: str, used: list[str]) -> RuleValue:
    artifact = ARTIFACTS[name]
    path = artifact.path if "profile" in used else _with_profile(artifact.path, profile)
    return directory(path) if artifact.directory else path


def _with_profile(path: str, profile: str) -> str:
    return path.replace("{profile}", profile)


def _log_name(name: str, used: list[str]) -> str:
    return ".".join([name, *(f"{{{key}}}" for key in used if key != "ep"), "log"])


def _resources(stage: Stage) -> dict[str, int]:
    requested = {stage.queue: 1, "mem_mb": stage.least_mb, "runtime": stage.least_minutes}
    return {name: count for name, count in requested.items() if count}


def _command(stage: Stage, used: list[str], inputs: Mapping[str, RuleValue]) -> str:
    """Return the shell command of a stage's rule. Snakemake fills in and quotes the parts in braces."""
    words = ['python "$REELMAKE_SCRIPTS/stage.py"', stage.name]
    words += [f"{key}={{wildcards.{key}:q}}" for key in used]
    words.append("--log {log:q}")
    words += [f"--in {name} {{input.{name}:q}}" for name in stage.read_names if name in inputs]
    words += [f"--out {name} {{output.{name}:q}}" for name in stage.writes]
    return " ".join(words)
