"""The state of the world per scene, as far as structure and notes state it."""

from __future__ import annotations

from collections import Counter

from reelmake.crafts.canon.note_grammar import Verb
from reelmake.crafts.canon.walk import Walk, WalkedScene
from reelmake.documents.canon import Canon
from reelmake.documents.script import Scene, Script
from reelmake.documents.story_time import MinuteSpan, format_minute
from reelmake.documents.verdict import CanonVerdict
from reelmake.documents.world import ContinuityReport, Lock, SceneState, WorldState

_BREAKS = {"look_locked": Verb.LOOK, "set_locked": Verb.LOOK, "voice_locked": Verb.VOICE}


def world_state(script: Script, walked: Walk) -> WorldState:
    """Return each scene's place, people and changes, and the facts at the end."""
    return WorldState(
        trace_id=script.trace_id,
        episode=script.episode,
        scenes=tuple(_scene(scene, seen) for scene, seen in zip(script.scenes, walked.scenes, strict=True)),
        standing=walked.after.sorted(),
    )


def continuity_report(
    walked: Walk, verdict: CanonVerdict, before: WorldState | None, world: WorldState
) -> ContinuityReport:
    """Return the continuity report of an episode."""
    return ContinuityReport(
        trace_id=world.trace_id,
        episode=world.episode,
        verdict=verdict.verdict,
        follows=before.episode if before else "",
        carried_in=len(before.standing) if before else 0,
        threads_in=tuple(thread.subject for thread in before.threads) if before else (),
        threads_out=tuple(thread.subject for thread in world.threads),
        changes=sum(len(scene.changes) for scene in world.scenes),
        scenes_dated=sum(1 for scene in world.scenes if scene.time),
        locks=_locks(walked.context.canon, walked, verdict),
        findings=dict(sorted(Counter(finding.family for finding in verdict.findings).items())),
    )


def _scene(scene: Scene, walked: WalkedScene) -> SceneState:
    return SceneState(
        scene_id=scene.id,
        location_id=scene.location_id,
        present=tuple(sorted({element.speaker_id for element in scene.elements if element.speaker_id})),
        in_person=tuple(sorted(walked.in_person)),
        mode=walked.scene.mode,
        time=_time(walked.scene.stated),
        changes=walked.changes,
    )


def _time(stated: MinuteSpan | None) -> str:
    if stated is None or stated.first is None:
        return ""
    return (
        format_minute(stated.first) if stated.first == stated.last else format_minute(stated.first).rpartition(" ")[0]
    )


def _locks(canon: Canon, walked: Walk, verdict: CanonVerdict) -> tuple[Lock, ...]:
    broken = {(finding.kind, finding.line) for finding in verdict.findings if finding.kind in _BREAKS}

    def lines(kind: str, verb: Verb, who: str = "", place: str = "") -> tuple[int, ...]:
        return tuple(
            one.line
            for scene in walked.reading.scenes
            for one in scene.happenings
            if one.verb == verb and (kind, one.line) in broken and (one.who == who if who else one.place == place)
        )

    found = []
    for key, person in canon.characters.items():
        if "look" in person.locked:
            at = lines("look_locked", Verb.LOOK, key)
            found.append(Lock(what="character", subject=key, features=person.look, changed_at=at))
        if "voice" in person.locked:
            at = lines("voice_locked", Verb.VOICE, key)
            found.append(Lock(what="voice", subject=key, features=person.voice, changed_at=at))
    for key, place in canon.locations.items():
        if "look" in place.locked:
            at = lines("set_locked", Verb.LOOK, place=key)
            found.append(Lock(what="set", subject=key, features=place.look, changed_at=at))
    return tuple(found)
