"""Having skills read an episode in a workspace, and keeping their reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reelmake.actions.runner import Origin, Runner
from reelmake.crafts.skills.contract import Material, Reader, Skill
from reelmake.crafts.skills.model_reader import ModelReader
from reelmake.crafts.skills.run import run_skill, skills
from reelmake.documents.base import Parent
from reelmake.documents.script import Script
from reelmake.documents.shotlist import ShotList
from reelmake.documents.skill import SkillReport
from reelmake.episode.reask import keep_skill_take, skill_takes
from reelmake.episode.writing import only_kept, replayed
from reelmake.execution.tool_table import TOOLS
from reelmake.governance.approvals.spend_permission import reading_permission
from reelmake.kernel.digest import digest_bytes
from reelmake.kernel.errors import ModeViolated, NotFound, ReelmakeError, ValidationFailed
from reelmake.kernel.ids import trace_id
from reelmake.kernel.log import Log
from reelmake.providers.text.replay import TextModel, text_model
from reelmake.workspace.workspace import Workspace


@dataclass(frozen=True)
class Readings:
    """What skills say of an episode, and what a model outside was not asked for."""

    reports: tuple[SkillReport, ...]
    waits: ModeViolated | None = None
    """Why a model outside was not asked: somebody has yet to approve it, or said no."""


def read_episode(
    workspace: Workspace, script: Script, chosen: Sequence[Skill], log: Log, *, anew: bool = False
) -> Readings:
    """Return what skills say of an episode; reports go to ``episodes/<episode>/skills/`` and into the registry.

    Where the project names a reader it is asked, or its kept answer replayed. With ``anew`` each question is put to it
    once more, and the new answer counts from then on; where none comes the old one counts on, and the note says why.
    """
    takes = skill_takes(workspace.root, script.episode)
    wanted = {**takes, **{one.contract.name: takes.get(one.contract.name, 1) + 1 for one in chosen}} if anew else takes
    model = _model(workspace, script, wanted)
    if model is None:
        if anew:
            raise _no_reader()
        return Readings(tuple(_kept(workspace, _read(workspace, script, skill, None)) for skill in chosen))
    origin = Origin(trace_id=trace_id(workspace.project.series.id, script.episode))
    replay = replayed(Runner(workspace.store, TOOLS, origin, log=log).ensure)
    reader = ModelReader(model, replay, wanted)
    before = ModelReader(model, only_kept(replay, NotFound("it was never asked")), takes)
    reports, unasked = [], False
    for skill in chosen:
        report = _read(workspace, script, skill, reader)
        unasked |= not report.model
        if anew and report.take == wanted[report.skill]:
            keep_skill_take(workspace.root, script.episode, report.skill, report.take)
        elif anew:
            # The note tells of this attempt alone, and is no part of what is kept.
            kept = _kept(workspace, _read(workspace, script, skill, before))
            reports.append(kept.model_copy(update={"note": report.note}))
            continue
        reports.append(_kept(workspace, report))
    return Readings(tuple(reports), _waits(model) if unasked else None)


def _model(workspace: Workspace, script: Script, takes: Mapping[str, int]) -> TextModel | None:
    """Return the model that reads beside the skills, and write down what it would cost where it is outside."""
    may_spend = reading_permission(workspace, script, takes, len(skills()))
    reader = workspace.project.skills.reader
    return None if reader == "none" else text_model(workspace.project.writing, may_spend, reader)


def _waits(model: TextModel) -> ModeViolated | None:
    """Return why a model may not be asked, if it may not."""
    try:
        model.permit()
    except ModeViolated as problem:
        return problem
    return None


def _read(workspace: Workspace, script: Script, skill: Skill, reader: Reader | None) -> SkillReport:
    shotlist = _shotlist(workspace, script) if "shotlist" in skill.contract.uses else None
    material = Material(script, workspace.canon, shotlist, workspace.project.series.language)
    parents = [
        script.as_parent(),
        Parent(role="canon", digest=digest_bytes(workspace.canon.model_dump_json().encode())),
    ]
    if shotlist is not None:
        parents.append(shotlist.as_parent())
    return run_skill(skill, material, reader).model_copy(update={"parents": tuple(parents)})


def _kept(workspace: Workspace, report: SkillReport) -> SkillReport:
    report.save_if_changed(workspace.root / "episodes" / report.episode / "skills" / f"{report.skill}.json")
    workspace.ledger.keep(report)
    return report


def _shotlist(workspace: Workspace, script: Script) -> ShotList | None:
    """Return the built shot list, if it was made of exactly this script."""
    try:
        shotlist = ShotList.load(workspace.root / "episodes" / script.episode / "shotlist.json")
        built = Script.load(workspace.root / "episodes" / script.episode / "script.json")
    except ReelmakeError:
        return None
    return shotlist if built.scenes == script.scenes else None


def _no_reader() -> ValidationFailed:
    return ValidationFailed(
        "no model reads here, so none can be asked anew",
        where="config/project.yaml: skills.reader",
        allowed="model, in_process",
        remedy="name one there (docs/skills.md), or run the skill without --refresh",
        reason="NO_READER",
    )
