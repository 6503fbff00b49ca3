"""Turns a script and its voice into the shots of an episode."""

from __future__ import annotations

from dataclasses import replace

from reelmake.crafts.shots.beats import TransitionMark
from reelmake.crafts.shots.breakdown import break_down
from reelmake.crafts.shots.cards import credits_draft, end_draft, title_draft
from reelmake.crafts.shots.openings import openings
from reelmake.crafts.shots.pacing import pacing_of
from reelmake.crafts.shots.people import people_of
from reelmake.crafts.shots.scene_setup import SceneSetup
from reelmake.crafts.shots.scenes import scene_drafts, smashes
from reelmake.crafts.shots.screen_sides import Stage
from reelmake.crafts.shots.shot_draft import ShotDraft
from reelmake.crafts.shots.shot_numbers import number_shots
from reelmake.crafts.shots.spoken_lengths import SpokenLengths
from reelmake.crafts.shots.transitions import with_transitions
from reelmake.documents.numbering import NumberedShot, Numbering
from reelmake.documents.project import ProjectConfig
from reelmake.documents.script import Scene, SceneSetting, Script, SourceLines
from reelmake.documents.shotlist import Shot, ShotKind, ShotList, timing_lock_hash
from reelmake.documents.voice import Voice


def shoot(script: Script, voice: Voice, project: ProjectConfig, numbering: Numbering | None = None) -> ShotList:
    """Return the shots of an episode, timed by its voice. Equal script, voice and settings give equal shots."""
    pacing = pacing_of(project)
    lengths = SpokenLengths(voice, project, pacing)
    people = people_of(script)
    moods: list[str] = []
    scenes: list[list[ShotDraft | TransitionMark]] = []
    at_once = False
    for scene, opening in zip(script.scenes, openings(script.scenes), strict=True):
        breakdown = break_down(scene, people, lengths, pacing)
        moods.append(breakdown.mood)
        pace = replace(pacing, scene_head=0) if at_once else pacing
        scenes.append(scene_drafts(breakdown, SceneSetup(Stage(breakdown.cast), opening, pace, bool(scene.heading))))
        at_once = smashes(breakdown.beats[-1:])
    drafted = with_transitions(scenes, pacing)
    locked = {scene.id: scene.shots for scene in numbering.scenes} if numbering else {}

    shots: list[Shot] = []
    if script.title_page or not any(drafted):
        shots.append(_separate_card(script, "title", title_draft(script, project, pacing), 0))
    for scene, mood, drafts in zip(script.scenes, moods, drafted, strict=True):
        shots.extend(_shots(scene, mood, drafts, locked.get(scene.id, ()), shots[-1].end_exclusive if shots else 0))
    if script.title_page:
        ends_on_words = bool(shots) and shots[-1].kind is ShotKind.CARD
        for name, ending in (
            ("end", None if ends_on_words else end_draft(project, pacing)),
            ("credits", credits_draft(script, project, pacing)),
        ):
            if ending is not None:
                shots.append(_separate_card(script, name, ending, shots[-1].end_exclusive))
    timed = tuple(shots)
    return ShotList(
        trace_id=script.trace_id,
        parents=(script.as_parent("script"), voice.as_parent("voice")),
        episode=script.episode,
        title=script.title,
        fps=str(project.rate),
        total_frames=timed[-1].end_exclusive,
        timing_lock_hash=timing_lock_hash(str(project.rate), timed),
        shots=timed,
    )


def _shots(
    scene: Scene, mood: str, drafts: list[ShotDraft], locked: tuple[NumberedShot, ...], start: int
) -> list[Shot]:
    shots: list[Shot] = []
    for shot_id, draft in zip(number_shots(scene.id, drafts, locked), drafts, strict=True):
        shots.append(_shot(draft, shot_id, start, scene, mood))
        start += draft.frames
    return shots


def _separate_card(script: Script, name: str, draft: ShotDraft, start: int) -> Shot:
    """Return a card before or after all scenes, in a scene of its own whose id no scene has."""
    scene_id = name
    while any(scene.id == scene_id for scene in script.scenes):
        scene_id += "_"
    nowhere = Scene(
        id=scene_id,
        heading="",
        heading_words="",
        setting=SceneSetting.UNSTATED,
        location="",
        location_id="",
        source=SourceLines(first=1, last=1),
        elements=(),
    )
    return _shot(draft, f"{scene_id}-1", start, nowhere, "")


def _shot(draft: ShotDraft, shot_id: str, start: int, scene: Scene, mood: str) -> Shot:
    is_card = draft.composition.kind is ShotKind.CARD
    return Shot(
        id=shot_id,
        scene_id=scene.id,
        start=start,
        frames=draft.frames,
        kind=draft.composition.kind,
        framing=draft.composition.framing,
        move=draft.composition.move,
        figures=draft.composition.figures,
        location_id="" if is_card else scene.location_id,
        location="" if is_card else scene.location,
        setting=scene.setting.value,
        time_of_day=scene.time_of_day,
        prop=draft.prop,
        action=draft.action,
        card=draft.card,
        card_style=draft.card_style,
        credits=draft.credits,
        emotion=draft.emotion,
        mood=mood,
        sfx=tuple(dict.fromkeys(draft.sounds)),
        transition_in=draft.transition_in,
        transition_out=draft.transition_out,
        lines=draft.lines,
        element_ids=draft.element_ids,
    )
