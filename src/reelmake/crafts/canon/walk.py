"""Walks through a script, happening by happening: applies the rules and updates the facts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reelmake.crafts.canon.case import CanonContext, Case
from reelmake.crafts.canon.effects import outcome
from reelmake.crafts.canon.facts import Facts
from reelmake.crafts.canon.happenings import APPEARS, ReadScene, ScriptReading, read_script
from reelmake.crafts.canon.note_grammar import Verb
from reelmake.crafts.canon.rules import ALWAYS, REAL
from reelmake.documents.canon import Canon
from reelmake.documents.script import Script
from reelmake.documents.verdict import Finding
from reelmake.documents.world import StandingFact, StateChange


@dataclass(frozen=True)
class WalkedScene:
    """One scene, who was in it in person, and what it changed."""

    scene: ReadScene
    in_person: tuple[str, ...]
    changes: tuple[StateChange, ...]


@dataclass(frozen=True)
class Walk:
    """The result of a walk through a script."""

    context: CanonContext
    reading: ScriptReading
    scenes: tuple[WalkedScene, ...]
    findings: tuple[Finding, ...]
    after: Facts


def walk(script: Script, canon: Canon, past: Iterable[StandingFact] = (), *, canon_path: str, script_path: str) -> Walk:
    """Walk through a script, starting with the facts at the end of the episode before."""
    carried = tuple(past)
    reading = read_script(script, canon, carried)
    context = CanonContext(canon, reading.names, canon_path, script_path)
    standing = Facts.of(carried)
    scenes: list[WalkedScene] = []
    found: dict[tuple[str, str, str], Finding] = {}
    for scene in reading.scenes:
        walked, standing = _scene(context, scene, standing, found)
        scenes.append(walked)
    return Walk(context, reading, tuple(scenes), tuple(found.values()), standing)


def _scene(
    context: CanonContext, scene: ReadScene, standing: Facts, found: dict[tuple[str, str, str], Finding]
) -> tuple[WalkedScene, Facts]:
    company: list[str] = []
    changes: list[StateChange] = []
    minute = scene.stated.first if scene.stated else None
    rules = (*ALWAYS, *REAL) if scene.mode != "dream" else ALWAYS
    for happening in scene.happenings:
        before = standing if scene.mode == "present" else standing.by(minute)
        case = Case(context, scene, happening, before, tuple(company))
        for rule in rules:
            for finding in rule(case):
                # A dead speaker with forty lines in a scene is one finding.
                found.setdefault((finding.kind, finding.scene_id, finding.what), finding)
        done = outcome(Case(context, scene, happening, standing, tuple(company)))
        standing = done.after
        changes += done.changes
        if happening.verb in (APPEARS, Verb.HERE) and happening.who and happening.who not in company:
            company.append(happening.who)
    return WalkedScene(scene, tuple(company), tuple(changes)), standing
