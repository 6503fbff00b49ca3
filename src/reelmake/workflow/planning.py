"""Composing the render plan: what is pure and cheap, from a shot list to every action and its key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from reelmake.assets.art import art_action
from reelmake.assets.colours import assign_colours
from reelmake.assets.credits import source_credits, with_credits
from reelmake.assets.resolve import chosen_for_shot, missing_for_shot, resolve, video_for_shot
from reelmake.documents.action import Action, FromAction, FromFile
from reelmake.documents.canon import Canon
from reelmake.documents.library import Library, LibraryAsset
from reelmake.documents.manifest import AssetManifest
from reelmake.documents.plan import PlannedShot, RenderPlan, Source
from reelmake.documents.project import ProfileConfig, ProjectConfig
from reelmake.documents.shotlist import Shot, ShotList, TransitionKind
from reelmake.documents.voice import Voice
from reelmake.film.upright import recomposed
from reelmake.render.clip import VideoFormat, clip_action
from reelmake.render.cues import Cue, caption_cues, cues_by_shot
from reelmake.render.mux import mux_action
from reelmake.render.sound import level_action, mix_action
from reelmake.render.subtitles import to_srt, to_vtt
from reelmake.voice.licences import with_voice_licences


@dataclass
class _Draft:
    """A plan in the making: the actions so far, by key."""

    actions: dict[str, Action] = field(default_factory=dict)

    def add(self, action: Action) -> FromAction:
        key = action.key
        self.actions.setdefault(key, action)
        return FromAction(key=key, kind=action.kind, extension=action.extension)


@dataclass(frozen=True)
class _Look:
    """What every shot of an episode is drawn and encoded with."""

    project: ProjectConfig
    profile: ProfileConfig
    colours: Mapping[str, str]
    manifest: AssetManifest
    library: Library
    cues: Mapping[str, tuple[Cue, ...]]


def plan_render(
    shotlist: ShotList,
    *,
    voice: Voice,
    manifest: AssetManifest,
    library: Library,
    canon: Canon,
    project: ProjectConfig,
    profile: str,
) -> RenderPlan:
    """Return the plan of one episode in one profile. It runs nothing and reads no file but fonts."""
    settings = project.profiles[profile]
    project = project.model_copy(update={"captions": settings.captioned(project.captions)})
    shotlist = recomposed(shotlist) if settings.framing == "tall" else shotlist
    cast = {figure.character_id for shot in shotlist.shots for figure in shot.figures}
    cast |= {line.speaker_id for shot in shotlist.shots for line in shot.lines}
    declared = {name: person.colour for name, person in canon.characters.items() if person.colour}
    cues = caption_cues(shotlist, project.captions)
    colours = assign_colours(sorted(cast), declared)
    look = _Look(project, settings, colours, manifest, library, cues_by_shot(shotlist, cues))
    draft = _Draft()
    shots: list[PlannedShot] = []
    clips: list[FromAction] = []
    previous: tuple[Shot, FromAction] | None = None
    sources = with_voice_licences(resolve(manifest, library, voice=voice, shots=shotlist.shots), voice)
    for shot in with_credits(shotlist.shots, source_credits(sources, project.cards)):
        planned, clip, plate = _plan_shot(shot, previous, look, draft)
        shots.append(planned)
        clips.append(clip)
        previous = (shot, plate)
    mix = mix_action(shotlist, voice)
    draft.add(mix)
    sound = draft.add(level_action(mix, settings))
    final = draft.add(_mux(shotlist, clips, sound, cues, project))
    return RenderPlan(
        trace_id=shotlist.trace_id,
        episode=shotlist.episode,
        title=shotlist.title,
        profile=profile,
        width=settings.width,
        height=settings.height,
        fps=shotlist.fps,
        total_frames=shotlist.total_frames,
        timing_lock_hash=shotlist.timing_lock_hash,
        sources=sources,
        shots=tuple(shots),
        actions=draft.actions,
        deliverables={"render.mp4": final.key},
        captions={
            "captions.srt": to_srt(cues, project.rate),
            "captions.vtt": to_vtt(cues, project.rate, project.series.language),
        },
        flags=_flags(sources, voice, library),
    )


def _plan_shot(
    shot: Shot, previous: tuple[Shot, FromAction] | None, look: _Look, draft: _Draft
) -> tuple[PlannedShot, FromAction, FromAction]:
    chosen: dict[str, LibraryAsset] = chosen_for_shot(shot, look.manifest, look.library)
    missing = missing_for_shot(shot, look.manifest, look.library)
    plate = draft.add(
        art_action(
            shot,
            width=look.profile.width,
            height=look.profile.height,
            chosen=chosen,
            colours=look.colours,
            missing=missing,
        )
    )
    before = previous if shot.transition_in.kind is TransitionKind.DISSOLVE else None
    film = video_for_shot(shot, chosen)
    clip = draft.add(
        clip_action(
            shot,
            plate=None if film else plate,
            previous_plate=before[1] if before else None,
            previous_shot=before[0] if before else None,
            video=FromFile(digest=film.digest, path=film.path) if film else None,
            video_format=cast("VideoFormat", film.format) if film else "mp4",
            profile=look.profile,
            fps=look.project.fps,
            captions=look.project.captions,
            cues=look.cues.get(shot.id, ()),
            colours=look.colours,
        )
    )
    planned = PlannedShot(
        shot_id=shot.id,
        scene_id=shot.scene_id,
        start=shot.start,
        frames=shot.frames,
        clip_key=clip.key,
        art_keys=(plate.key,),
        placeholders=tuple(sorted(missing)),
    )
    return planned, clip, plate


def _mux(
    shotlist: ShotList, clips: Sequence[FromAction], sound: FromAction, cues: Sequence[Cue], project: ProjectConfig
) -> Action:
    return mux_action(
        clips,
        sound,
        cues,
        fps=shotlist.fps,
        total_frames=shotlist.total_frames,
        title=f"{project.series.title}: {shotlist.title}",
        language=project.series.language,
        subject=f"episode {shotlist.episode}",
    )


def _flags(sources: Sequence[Source], voice: Voice, library: Library) -> tuple[str, ...]:
    """Return what a viewer of this render should know, in a fixed order."""
    unspoken = tuple(f"line {line.id} of {line.speaker_id}: {line.flag}" for line in voice.lines if line.flag)
    refused = tuple(f"{asset.path}: {asset.why}" for asset in library.refused)
    return tuple(source.flag for source in sources if source.flag) + unspoken + refused
