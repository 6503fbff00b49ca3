"""Runs skills on an episode of a workspace and keeps their reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reelmake.actions.runner import Origin, Runner
from reelmake.crafts.skills.contract import Skill, SkillInput, SkillReader
from reelmake.crafts.skills.model_reader import ModelReader
from reelmake.crafts.skills.run import run_skill, skills
from reelmake.documents.base import Parent
from reelmake.documents.script import Script
from reelmake.documents.shotlist import ShotList
from reelmake.documents.skill import SkillReport
from reelmake.episode.episode_writer import cached_replay, replay_or_raise
from reelmake.episode.reask_counts import save_skill_take, skill_takes
from reelmake.execution.tool_table import TOOLS
from reelmake.governance.approvals.spend_permission import reading_permission
from reelmake.kernel.digest import digest_bytes
from reelmake.kernel.errors import ModeViolated, NotFound, ReelmakeError, ValidationFailed
from reelmake.kernel.ids import trace_id
from reelmake.kernel.log import Log
from reelmake.providers.text.replay import TextModel, text_model
from reelmake.workspace.workspace import Workspace


@dataclass(frozen=True)
class SkillReports:
    """The reports of skills on an episode, and whether an external model still needs a permission."""

    reports: tuple[SkillReport, ...]
    missing_permission: ModeViolated | None = None
    """Why an external model was not asked: spending on it is not approved yet, or was rejected."""


def run_skills(
    workspace: Workspace, script: Script, chosen: Sequence[Skill], log: Log, *, refresh: bool = False
) -> SkillReports:
    """Run skills on an episode and return their reports, saved to ``episodes/<episode>/skills/`` and the registry.

    If the project names a reader, a model is asked too, or its cached answer is used. With ``refresh`` every question
    is put to the model again, and its new answer replaces the old one from then on. If the model gives no answer, the
    old one stays in use and the report's note says why.
    """
    takes = skill_takes(workspace.root, script.episode)
    next_takes = {one.contract.name: takes.get(one.contract.name, 1) + 1 for one in chosen}
    wanted = {**takes, **next_takes} if refresh else takes
    model = _model(workspace, script, wanted)
    if model is None:
        if refresh:
            raise _no_reader()
        return SkillReports(tuple(_saved(workspace, _run(workspace, script, skill, None)) for skill in chosen))
    origin = Origin(trace_id=trace_id(workspace.project.series.id, script.episode))
    replay = cached_replay(Runner(workspace.store, TOOLS, origin, log=log).ensure)
    reader = ModelReader(model, replay, wanted)
    previous_answers = ModelReader(model, replay_or_raise(replay, NotFound("it was never asked")), takes)
    reports, unasked = [], False
    for skill in chosen:
        report = _run(workspace, script, skill, reader)
        unasked |= not report.model
        if refresh and report.take == wanted[report.skill]:
            save_skill_take(workspace.root, script.episode, report.skill, report.take)
        elif refresh:
            # The note is about this attempt only, so it is printed and not saved.
            saved = _saved(workspace, _run(workspace, script, skill, previous_answers))
            reports.append(saved.model_copy(update={"note": report.note}))
            continue
        reports.append(_saved(workspace, report))
    return SkillReports(tuple(reports), _missing_permission(model) if unasked else None)


def _model(workspace: Workspace, script: Script, takes: Mapping[str, int]) -> TextModel | None:
    """Return the model that the project names as reader, or None; record the estimated cost of an external one."""
    may_spend = reading_permission(workspace, script, takes, len(skills()))
    reader = workspace.project.skills.reader
    return None if reader == "none" else text_model(workspace.project.writing, may_spend, reader)


def _missing_permission(model: TextModel) -> ModeViolated | None:
    """Return the error that says why a model may not be asked, or None if it may."""
    try:
        model.permit()
    except ModeViolated as problem:
        return problem
    return None


def _run(workspace: Workspace, script: Script, skill: Skill, reader: SkillReader | None) -> SkillReport:
    shotlist = _shotlist(workspace, script) if "shotlist" in skill.contract.uses else None
    material = SkillInput(script, workspace.canon, shotlist, workspace.project.series.language)
    parents = [
        script.as_parent(),
        Parent(role="canon", digest=digest_bytes(workspace.canon.model_dump_json().encode())),
    ]
    if shotlist is not None:
        parents.append(shotlist.as_parent())
    return run_skill(skill, material, reader).model_copy(update={"parents": tuple(parents)})


def _saved(workspace: Workspace, report: SkillReport) -> SkillReport:
    report.save_if_changed(workspace.root / "episodes" / report.episode / "skills" / f"{report.skill}.json")
    workspace.ledger.keep(report)
    return report


def _shotlist(workspace: Workspace, script: Script) -> ShotList | None:
    """Return the episode's built shot list, or None unless it was made from exactly this script."""
    try:
        shotlist = ShotList.load(workspace.root / "episodes" / script.episode / "shotlist.json")
        built = Script.load(workspace.root / "episodes" / script.episode / "script.json")
    except ReelmakeError:
        return None
    return shotlist if built.scenes == script.scenes else None


def _no_reader() -> ValidationFailed:
    return ValidationFailed(
        "the project names no model as reader, so there is none to ask again",
        where="config/project.yaml: skills.reader",
        allowed="model, in_process",
        remedy="set skills.reader (docs/skills.md), or run the skill without --refresh",
        reason="NO_READER",
    )
