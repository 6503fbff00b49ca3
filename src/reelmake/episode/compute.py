"""What the stages compute: pure functions from what they read to the documents they write."""

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
from reelmake.episode.stage import Documents, Scope
from reelmake.kernel.log import utc_today

if TYPE_CHECKING:
    from reelmake.episode.voices import Voices


@dataclass(frozen=True)
class Screenplay:
    """The text of an episode's screenplay, and where it lies."""

    path: str
    data: bytes


def index_library(scope: Scope) -> Documents:
    """Look through ``assets/``: what is usable, with its licence, and what is refused."""
    from reelmake.crafts.assets.library import index_library as index

    return {"library": index(scope.workspace.root, digest_of=scope.file_digests.digest_of, today=utc_today())}


def read_screenplay(
    scope: Scope, *, screenplay: Screenplay, canon: Canon, project: ProjectConfig, numbering: Numbering | None
) -> Documents:
    """Read a screenplay into a script, every line accounted for."""
    from reelmake.crafts.story.screenplay import parse_screenplay

    script = parse_screenplay(
        screenplay.data,
        path=screenplay.path,
        episode=scope.episode,
        series=project.series.id,
        character_ids=canon.character_ids(),
        location_ids=canon.location_ids(),
        numbering=numbering,
    )
    return {"script": script}


def judge_canon(
    scope: Scope, *, script: Script, canon: Canon, project: ProjectConfig, beginning: WorldState | None
) -> Documents:
    """Judge a script against the canon and the end of the episode before."""
    from reelmake.crafts.canon.gate import verdict_of
    from reelmake.crafts.canon.walk import walk
    from reelmake.crafts.canon.world import continuity_report, world_state

    carried = beginning.standing if beginning else ()
    path = scope.workspace.screenplay(scope.episode)
    walked = walk(script, canon, carried, canon_path="story/canon.yaml", script_path=path)
    verdict, world = verdict_of(script, walked, project.series.language), world_state(script, walked)
    return {
        "verdict": verdict,
        "world": world,
        "continuity": continuity_report(walked, verdict, beginning, world),
    }


def check_safety(_scope: Scope, *, script: Script, canon: Canon, project: ProjectConfig) -> Documents:
    """Look for content that must not be filmed."""
    from reelmake.crafts.safety.check import check_script

    return {"safety": check_script(script, canon, project)}


def stop_if_refused(scope: Scope, *, verdict: CanonVerdict, safety: SafetyVerdict, **_others: object) -> None:
    """Raise when the canon gate or the safety check failed a script: then nothing of it is spoken or filmed."""
    from reelmake.crafts.canon.gate import raise_if_failed
    from reelmake.crafts.safety.check import raise_if_unsafe

    path = scope.workspace.screenplay(scope.episode)
    raise_if_failed(verdict, path)
    raise_if_unsafe(safety, path)


def speak_lines(
    scope: Scope,
    *,
    script: Script,
    verdict: CanonVerdict,  # noqa: ARG001 a parent, and the guard's
    safety: SafetyVerdict,  # noqa: ARG001 the guard's
    canon: Canon,
    project: ProjectConfig,
    own_voices: Voices,
) -> Documents:
    """Speak every line once, and measure it."""
    from reelmake.crafts.voice.speak import speak

    voice = speak(
        script,
        project=project,
        canon=canon,
        ensure=scope.ensure,
        log=scope.log,
        progress=scope.progress,
        engines=own_voices.engines,
        flags=own_voices.flags,
    )
    return {"voice": voice}


def break_into_shots(
    _scope: Scope, *, script: Script, voice: Voice, project: ProjectConfig, numbering: Numbering | None
) -> Documents:
    """Break a script into shots and fix their timing."""
    from reelmake.crafts.shots.shoot import shoot

    return {"shotlist": shoot(script, voice, project, numbering)}


def lock_timing(scope: Scope, *, shotlist: ShotList) -> Documents:
    """Lock timing and ids, if a person approved them; raise Waiting until then."""
    from reelmake.governance.approvals.decisions import lock_timing as lock

    return {"timing_lock": lock(scope.workspace, shotlist)}


def list_needs(_scope: Scope, *, shotlist: ShotList, voice: Voice) -> Documents:
    """List what the shots need, wherever it may come from."""
    from reelmake.crafts.assets.needs import needs_of

    return {"manifest": needs_of(shotlist, voice)}


def plan_film(
    scope: Scope,
    *,
    shotlist: ShotList,
    manifest: AssetManifest,
    voice: Voice,
    library: Library,
    own_record: WritingRecord | None,
    canon: Canon,
    project: ProjectConfig,
) -> Documents:
    """Resolve every need and name every action by its key."""
    from reelmake.episode.plan import plan_render

    plan = plan_render(
        shotlist,
        voice=voice,
        manifest=manifest,
        library=library,
        canon=canon,
        project=project,
        profile=scope.profile,
        written=own_record.flag if own_record else "",
    )
    return {"plan": plan}


def read_numbering(root: Path, episode: str) -> Numbering | None:
    """Return the locked numbers of an episode, if it has any."""
    path = root / "story" / f"{episode}.numbers.yaml"
    if not path.is_file():
        return None
    from reelmake.documents.yaml.files import load_yaml

    return load_yaml(Numbering, path)
