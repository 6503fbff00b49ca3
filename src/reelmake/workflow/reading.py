"""Having a skill read an episode in a workspace, and keeping its report."""

from __future__ import annotations

from reelmake.actions.runner import Origin, Runner
from reelmake.documents.base import Parent
from reelmake.documents.errors import ReelmakeError
from reelmake.documents.script import Script
from reelmake.documents.shotlist import ShotList
from reelmake.documents.skill import SkillReport
from reelmake.kernel.digest import digest_bytes
from reelmake.kernel.ids import trace_id
from reelmake.kernel.log import Log
from reelmake.skills.contract import Material, Reader, Skill
from reelmake.skills.running import run_skill
from reelmake.workflow.tools import TOOLS
from reelmake.workflow.workspace import Workspace
from reelmake.workflow.writing import replayed


def read_episode(workspace: Workspace, script: Script, skill: Skill, reader: Reader | None = None) -> SkillReport:
    """Return a skill's report on an episode, written to ``episodes/<episode>/skills/`` and kept in the registry."""
    shotlist = _shotlist(workspace, script) if "shotlist" in skill.contract.uses else None
    material = Material(script, workspace.canon, shotlist, workspace.project.series.language)
    parents = [
        script.as_parent(),
        Parent(role="canon", digest=digest_bytes(workspace.canon.model_dump_json().encode())),
    ]
    if shotlist is not None:
        parents.append(shotlist.as_parent())
    report = run_skill(skill, material, reader).model_copy(update={"parents": tuple(parents)})
    report.save_if_changed(workspace.root / "episodes" / script.episode / "skills" / f"{report.skill}.json")
    workspace.ledger.keep(report)
    return report


def reader_of(workspace: Workspace, episode: str, log: Log) -> Reader | None:
    """Return the model that reads beside the skills, its answers from the cache; None where the project names none."""
    config = workspace.project.skills
    if config.reader == "none":
        return None
    from reelmake.models.asking import model_of
    from reelmake.skills.asking import ModelReader

    origin = Origin(trace_id=trace_id(workspace.project.series.id, episode))
    runner = Runner(workspace.store, TOOLS, origin, log=log)
    return ModelReader(model_of(workspace.project.writing, config.reader), replayed(runner.ensure))


def _shotlist(workspace: Workspace, script: Script) -> ShotList | None:
    """Return the built shot list, if it was made of exactly this script."""
    try:
        shotlist = ShotList.load(workspace.root / "episodes" / script.episode / "shotlist.json")
        built = Script.load(workspace.root / "episodes" / script.episode / "script.json")
    except ReelmakeError:
        return None
    return shotlist if built.scenes == script.scenes else None
