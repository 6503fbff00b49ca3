"""Runs a skill: always its deterministic reading, and a model's if one is given."""

from __future__ import annotations

import importlib
import json
import pkgutil
from functools import cache

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

import reelmake.crafts.skills.catalogue
from reelmake.crafts.skills.contract import Skill, SkillInput, SkillReader
from reelmake.crafts.skills.script_pages import numbered
from reelmake.documents.skill import SkillReport, SkillVerdict
from reelmake.documents.verdict import Finding, Severity
from reelmake.kernel.errors import NotFound, ReelmakeError, did_you_mean, one_line

_GRADES = ("LOW", "MEDIUM", "HIGH", "CRITICAL")


class _Said(BaseModel):
    """One finding in a model's answer."""

    model_config = ConfigDict(extra="ignore")

    scene_id: str
    line: int
    severity: Severity
    what: str
    repair: str = ""


_ANSWER = TypeAdapter(list[_Said])


@cache
def skills() -> dict[str, Skill]:
    """Return all skills by name."""
    found = {}
    for module in pkgutil.iter_modules(reelmake.crafts.skills.catalogue.__path__):
        skill = getattr(
            importlib.import_module(f"{reelmake.crafts.skills.catalogue.__name__}.{module.name}"), "SKILL", None
        )
        if isinstance(skill, Skill):
            found[skill.contract.name] = skill
    return dict(sorted(found.items()))


def skill_named(name: str) -> Skill:
    """Return a skill by its name; raise NotFound, listing the skills, if there is none."""
    known = skills()
    if name not in known:
        raise NotFound(
            f"there is no skill {name!r}{did_you_mean(name, known)}",
            allowed=", ".join(known),
            remedy="reelmake skills list",
            reason="UNKNOWN_SKILL",
        )
    return known[name]


def run_skill(skill: Skill, material: SkillInput, reader: SkillReader | None = None) -> SkillReport:
    """Return a skill's report. A model's findings are marked as such and never make the verdict fail."""
    reading = skill.read(material)
    findings = list(reading.findings)
    verdict = _word(findings, skill.contract.gate)
    model, take = "", 1
    notes = [f"the word lists are English, but {material.unread}; only structure was read"] if material.unread else []
    if reader is not None:
        try:
            answer = reader.answer(skill.contract, skill.question, numbered(material.script))
            # An unusable answer is kept too: asking again needs another take.
            take = answer.take
            findings += _said(answer.text, material)
            model = answer.model
        except ReelmakeError as problem:
            notes.append(f"no usable answer of a model: {one_line(problem.what, 200)}")
    findings.sort(key=lambda finding: (finding.line, finding.kind, finding.what))
    return SkillReport(
        trace_id=material.script.trace_id,
        skill=skill.contract.name,
        episode=material.script.episode,
        form="model" if model else "deterministic",
        contract=skill.contract,
        verdict=verdict,
        findings=tuple(findings),
        tables=reading.tables,
        model=model,
        take=take,
        note="; ".join(notes),
    )


def _word(findings: list[Finding], gate: str) -> SkillVerdict:
    if gate != "never" and any(_GRADES.index(finding.severity) >= _GRADES.index(gate) for finding in findings):
        return "FAIL"
    return "PARTIAL" if findings else "PASS"


def _said(text: str, material: SkillInput) -> list[Finding]:
    """Return a model's findings without those about scenes or lines that do not exist."""
    try:
        said = _ANSWER.validate_python(json.loads(text))
    except (ValueError, ValidationError) as error:
        raise _Unusable("the answer does not have the requested form") from error
    scenes = {scene.id for scene in material.script.scenes}
    lines = material.script.line_count
    return [
        Finding(
            kind="model_reading",
            severity=item.severity,
            scene_id=item.scene_id,
            line=item.line,
            what=one_line(item.what, 400),
            repair=one_line(item.repair, 400),
        )
        for item in said
        if item.scene_id in scenes and 1 <= item.line <= lines
    ]


class _Unusable(ReelmakeError):
    """The answer cannot be used; the report has only the deterministic reading."""
