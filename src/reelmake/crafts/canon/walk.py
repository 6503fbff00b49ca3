"""A script walked through, happening by happening: what each rule finds, and what stands after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reelmake.crafts.canon.case import Case, Truth
from reelmake.crafts.canon.effects import outcome
from reelmake.crafts.canon.facts import Standing
from reelmake.crafts.canon.happenings import APPEARS, Reading, SceneReading, read_script
from reelmake.crafts.canon.note_grammar import Verb
from reelmake.crafts.canon.rules import ALWAYS, REAL
from reelmake.documents.canon import Canon
from reelmake.documents.script import Script
from reelmake.documents.verdict import Finding
from reelmake.documents.world import StandingFact, StateChange


@dataclass(frozen=True)
class WalkedScene:
    """One scene, who was in it in person, and what it changed."""

    scene: SceneReading
    in_person: tuple[str, ...]
    changes: tuple[StateChange, ...]


@dataclass(frozen=True)
class Walk:
    """A whole script walked through."""

    truth: Truth
    reading: Reading
    scenes: tuple[WalkedScene, ...]
    findings: tuple[Finding, ...]
    after: Standing


def walk(script: Script, canon: Canon, past: Iterable[StandingFact] = (), *, canon_path: str, script_path: str) -> Walk:
    """Walk through a script from what stood at the end of the episode before."""
    carried = tuple(past)
    reading = read_script(script, canon, carried)
    truth = Truth(canon, reading.names, canon_path, script_path)
    standing = Standing.of(carried)
    scenes: list[WalkedScene] = []
    found: dict[tuple[str, str, str], Finding] = {}
    for scene in reading.scenes:
        walked, standing = _scene(truth, scene, standing, found)
        scenes.append(walked)
    return Walk(truth, reading, tuple(scenes), tuple(found.values()), standing)


def _scene(
    truth: Truth, scene: SceneReading, standing: Standing, found: dict[tuple[str, str, str], Finding]
) -> tuple[WalkedScene, Standing]:
    company: list[str] = []
    changes: list[StateChange] = []
    minute = scene.stated.first if scene.stated else None
    rules = (*ALWAYS, *REAL) if scene.mode != "dream" else ALWAYS
    for happening in scene.happenings:
        before = standing if scene.mode == "present" else standing.by(minute)
        case = Case(truth, scene, happening, before, tuple(company))
        for rule in rules:
            for finding in rule(case):
                # One dead speaker with forty lines in a scene is one thing to mend.
                found.setdefault((finding.kind, finding.scene_id, finding.what), finding)
        done = outcome(Case(truth, scene, happening, standing, tuple(company)))
        standing = done.after
        changes += done.changes
        if happening.verb in (APPEARS, Verb.HERE) and happening.who and happening.who not in company:
            company.append(happening.who)
    return WalkedScene(scene, tuple(company), tuple(changes)), standing
