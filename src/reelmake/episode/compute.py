"""The pure functions of the stages: each returns a stage's documents from the documents the stage reads."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reelmake.documents.canon import Canon
from reelmake.documents.library import Library
from reelmake.documents.manifest import AssetManifest
from reelmake.documents.numbering import Numbering
from reelmake.documents.project import ProjectConfig
from reelmake.documents.safety import SafetyVerdict
from reelmake.documents.script import Script
from reelmake.documents.shotlist import ShotList
from reelmake.documents.verdict import CanonVerdict
from reelmake.documents.voice import Voice
from reelmake.documents.world import WorldState
from reelmake.documents.writing import WritingRecord
from reelmake.episode.stage import Documents, StageContext
from reelmake.kernel.log import utc_today

if TYPE_CHECKING:
    from reelmake.episode.voices import WorkspaceVoices


@dataclass(frozen=True)
class Screenplay:
    """The content of an episode's screenplay, and its path."""

    path: str
    data: bytes


def index_library(context: StageContext) -> Documents:
    """Index ``assets/``: the usable files with their licences, and the refused ones with reasons."""
    from reelmake.crafts.assets.library import index_library as index

    return {"library": index(context.workspace.root, digest_of=context.file_digests.digest_of, today=utc_today())}


def read_screenplay(
    context: StageContext, *, screenplay: Screenplay, canon: Canon, project: ProjectConfig, numbering: Numbering | None
) -> Documents:
    """Parse a screenplay into a script; every line is placed or listed as unplaced."""
    from reelmake.crafts.story.screenplay import parse_screenplay

    script = parse_screenplay(
        screenplay.data,
        path=screenplay.path,
        episode=context.episode,
        series=project.series.id,
        character_ids=canon.character_ids(),
        location_ids=canon.location_ids(),
        numbering=numbering,
    )
    return {"script": script}


def judge_canon(
    context: StageContext, *, script: Script, canon: Canon, project: ProjectConfig, starting_world: WorldState | None
) -> Documents:
    """Judge a script against the canon and the end of the previous episode."""
    from reelmake.crafts.canon.gate import verdict_of
    from reelmake.crafts.canon.walk import walk
    from reelmake.crafts.canon.world import continuity_report, world_state

    carried = starting_world.standing if starting_world else ()
    path = context.workspace.screenplay(context.episode)
    walked = walk(script, canon, carried, canon_path="story/canon.yaml", script_path=path)
    verdict, world = verdict_of(script, walked, project.series.language), world_state(script, walked)
    return {
        "verdict": verdict,
        "world": world,
        "continuity": continuity_report(walked, verdict, starting_world, world),
    }


def check_safety(_context: StageContext, *, script: Script, canon: Canon, project: ProjectConfig) -> Documents:
    """Check a script for content that must not be filmed."""
    from reelmake.crafts.safety.check import check_script

    return {"safety": check_script(script, canon, project)}


def stop_if_refused(context: StageContext, *, verdict: CanonVerdict, safety: SafetyVerdict, **_others: object) -> None:
    """Raise if a script failed the canon gate or the safety check, so that nothing of it is spoken or filmed."""
    from reelmake.crafts.canon.gate import raise_if_failed
    from reelmake.crafts.safety.check import raise_if_unsafe

    path = context.workspace.screenplay(context.episode)
    raise_if_failed(verdict, path)
    raise_if_unsafe(safety, path)


def speak_lines(
    context: StageContext,
    *,
    script: Script,
    verdict: CanonVerdict,  # noqa: ARG001 used by the guard and as a parent
    safety: SafetyVerdict,  # noqa: ARG001 used by the guard
    canon: Canon,
    project: ProjectConfig,
    own_voices: WorkspaceVoices,
) -> Documents:
    """Speak every line once, and measure its length."""
    from reelmake.crafts.voice.speak import speak

    voice = speak(
        script,
        project=project,
        canon=canon,
        ensure=context.ensure,
        log=context.log,
        progress=context.progress,
        engines=own_voices.engines,
        flags=own_voices.flags,
    )
    return {"voice": voice}


def break_into_shots(
    _context: StageContext, *, script: Script, voice: Voice, project: ProjectConfig, numbering: Numbering | None
) -> Documents:
    """Break a script into shots and fix their timing."""
    from reelmake.crafts.shots.shoot import shoot

    return {"shotlist": shoot(script, voice, project, numbering)}


def lock_timing(context: StageContext, *, shotlist: ShotList) -> Documents:
    """Lock timing and ids; raise Waiting until a person has approved them."""
    from reelmake.governance.approvals.decisions import lock_timing as lock

    return {"timing_lock": lock(context.workspace, shotlist)}


def list_needs(_context: StageContext, *, shotlist: ShotList, voice: Voice) -> Documents:
    """List what the shots need, without deciding where each thing comes from."""
    from reelmake.crafts.assets.needs import needs_of

    return {"manifest": needs_of(shotlist, voice)}


def plan_film(
    context: StageContext,
    *,
    shotlist: ShotList,
    manifest: AssetManifest,
    voice: Voice,
    library: Library,
    own_record: WritingRecord | None,
    canon: Canon,
    project: ProjectConfig,
) -> Documents:
    """Choose a source for every need, and plan every action with its key."""
    from reelmake.episode.plan import plan_render

    plan = plan_render(
        shotlist,
        voice=voice,
        manifest=manifest,
        library=library,
        canon=canon,
        project=project,
        profile=context.profile,
        written=own_record.flag if own_record else "",
    )
    return {"plan": plan}


def read_numbering(root: Path, episode: str) -> Numbering | None:
    """Return the locked scene and shot numbers of an episode, or None if they are not locked."""
    path = root / "story" / f"{episode}.numbers.yaml"
    if not path.is_file():
        return None
    from reelmake.documents.yaml.files import load_yaml

    return load_yaml(Numbering, path)
