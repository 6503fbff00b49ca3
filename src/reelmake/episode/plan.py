"""Composes the render plan: from a shot list to every action and its key. It is pure and cheap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from reelmake.crafts.assets.credits import source_credits, with_credits
from reelmake.crafts.assets.resolve import (
    AssetIndex,
    chosen_for_shot,
    index_assets,
    missing_for_shot,
    resolve,
    video_for_shot,
)
from reelmake.crafts.captions.ass import burned_captions
from reelmake.crafts.captions.build import caption_cues, cues_by_shot
from reelmake.crafts.captions.cue import Cue
from reelmake.crafts.captions.files import caption_files
from reelmake.crafts.captions.subtitles import to_srt
from reelmake.crafts.drawing.colours import assign_colours
from reelmake.crafts.drawing.figure_looks import FigureLook, distinct_looks
from reelmake.crafts.drawing.plate import Layer, art_action, has_depth
from reelmake.crafts.drawing.shot_context import ShotContext, shot_contexts
from reelmake.crafts.picture.clip import clip_action
from reelmake.crafts.picture.mux import mux_action
from reelmake.crafts.picture.outgoing_picture import (
    OutgoingPicture,
    last_frame_action,
    outgoing_from_camera,
    outgoing_from_video,
)
from reelmake.crafts.picture.video import VideoFormat
from reelmake.crafts.shots.upright import recomposed
from reelmake.crafts.voice.voice_licences import with_voice_licences
from reelmake.documents.action import Action, FromAction
from reelmake.documents.canon import Canon
from reelmake.documents.lexicon.language import why_unreadable
from reelmake.documents.library import Library, LibraryAsset
from reelmake.documents.manifest import AssetManifest
from reelmake.documents.plan import PlannedShot, RenderPlan, Source
from reelmake.documents.project import ProfileConfig, ProjectConfig
from reelmake.documents.shotlist import Shot, ShotList, TransitionKind
from reelmake.documents.voice import Voice
from reelmake.episode.score import score
from reelmake.kernel.frames import Rate
from reelmake.materials.fonts.glyphs import without_glyph


@dataclass
class _Draft:
    """A plan that is being composed: the actions so far, by key."""

    actions: dict[str, Action] = field(default_factory=dict)

    def add(self, action: Action) -> FromAction:
        key = action.key
        self.actions.setdefault(key, action)
        return FromAction(key=key, kind=action.kind, extension=action.extension)


@dataclass(frozen=True)
class _Style:
    """What every shot of an episode is drawn and encoded with."""

    project: ProjectConfig
    profile: ProfileConfig
    colours: Mapping[str, str]
    assets: AssetIndex
    cues: Mapping[str, tuple[Cue, ...]]
    figures: Mapping[str, FigureLook]
    contexts: Mapping[str, ShotContext]


@dataclass(frozen=True)
class _Drawn:
    """A shot with the actions that draw it: its plate, and the layer in front of it if there is one."""

    shot: Shot
    plate: FromAction
    front: FromAction | None
    film: LibraryAsset | None
    """The library's video that is shown instead of the drawn layers"""


def plan_render(
    shotlist: ShotList,
    *,
    voice: Voice,
    manifest: AssetManifest,
    library: Library,
    canon: Canon,
    project: ProjectConfig,
    profile: str,
    written: str = "",
) -> RenderPlan:
    """Return the plan of one episode in one profile. It runs nothing and reads no files except fonts.

    ``written`` is a flag about how the screenplay was written, for viewers of the film; it may be empty.
    """
    settings = project.profiles[profile]
    project = project.model_copy(update={"captions": settings.captioned(project.captions)})
    shotlist = recomposed(shotlist) if settings.framing == "tall" else shotlist
    cast = {figure.character_id for shot in shotlist.shots for figure in shot.figures}
    cast |= {line.speaker_id for shot in shotlist.shots for line in shot.lines}
    declared = {name: person.colour for name, person in canon.characters.items() if person.colour}
    cues = caption_cues(shotlist, project.captions, voice.word_times(), project.series.language)
    # The whole canon, in its order: how a character looks must not depend on the episode, nor on later characters.
    names = (*canon.characters, *sorted(cast - set(canon.characters)))
    colours = assign_colours(names, declared)
    described = {name: (person.description, person.age) for name, person in canon.characters.items()}
    figures = distinct_looks(names, colours, described)
    contexts = shot_contexts(shotlist.shots)
    assets = index_assets(manifest, library)
    style = _Style(project, settings, colours, assets, cues_by_shot(shotlist, cues), figures, contexts)
    draft = _Draft()
    shots: list[PlannedShot] = []
    clips: list[FromAction] = []
    previous: _Drawn | None = None
    sources = with_voice_licences(resolve(assets, voice=voice, shots=shotlist.shots), voice)
    for shot in with_credits(shotlist.shots, source_credits(sources, project.cards)):
        planned, clip, previous = _plan_shot(shot, previous, style, draft)
        shots.append(planned)
        clips.append(clip)
    scored = score(shotlist, voice=voice, library=library, sources=sources, profile=settings, add=draft.add)
    captioned = cues if settings.has_caption_track else ()
    final = draft.add(_mux(shotlist, clips, scored.sound, captioned, project))
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
        sources=scored.sources,
        shots=tuple(shots),
        actions=draft.actions,
        deliverables={"render.mp4": final.key},
        stems=scored.stems,
        captions=caption_files(cues, project, settings, shotlist.title, colours),
        flags=(
            *((written,) if written else ()),
            *_unread(project, voice, shotlist),
            *_flags(scored.sources, voice, library, shotlist),
            *scored.flags,
        ),
    )


def _plan_shot(
    shot: Shot, previous: _Drawn | None, style: _Style, draft: _Draft
) -> tuple[PlannedShot, FromAction, _Drawn]:
    chosen: dict[str, LibraryAsset] = chosen_for_shot(shot, style.assets)
    missing = missing_for_shot(shot, style.assets)
    film = video_for_shot(shot, chosen)
    layers: tuple[Layer, ...] = ("back", "front") if has_depth(shot, chosen) and not film else ("whole",)
    plates = [
        draft.add(
            art_action(
                shot,
                width=style.profile.width,
                height=style.profile.height,
                chosen=chosen,
                colours=style.colours,
                missing=missing,
                figure_looks=style.figures,
                context=style.contexts[shot.id],
                layer=layer,
            )
        )
        for layer in layers
    ]
    drawn = _Drawn(shot, plates[0], plates[1] if len(plates) > 1 else None, film)
    dissolves = shot.transition_in.kind is TransitionKind.DISSOLVE
    clip = draft.add(
        clip_action(
            shot,
            plate=None if film else drawn.plate,
            front=drawn.front,
            outgoing=_outgoing(previous, style, draft) if previous and dissolves else None,
            video=film.as_input() if film else None,
            video_format=_format(film) if film else "mp4",
            profile=style.profile,
            fps=style.project.fps,
            captions=burned_captions(
                style.cues.get(shot.id, ()),
                style.project.rate,
                style.profile,
                style.project.captions,
                style.colours,
            ),
        )
    )
    planned = PlannedShot(
        shot_id=shot.id,
        scene_id=shot.scene_id,
        start=shot.start,
        frames=shot.frames,
        clip_key=clip.key,
        art_keys=tuple(plate.key for plate in plates),
        placeholders=tuple(sorted(missing)),
    )
    return planned, clip, drawn


def _outgoing(previous: _Drawn, style: _Style, draft: _Draft) -> OutgoingPicture:
    """Return the last picture of a shot; of a video it is an extra still, made only for the dissolve."""
    if previous.film is None:
        rate = style.project.rate
        return outgoing_from_camera(previous.shot, previous.plate, previous.front, profile=style.profile, rate=rate)
    still = last_frame_action(
        previous.shot,
        video=previous.film.as_input(),
        video_format=_format(previous.film),
        profile=style.profile,
        fps=style.project.fps,
    )
    return outgoing_from_video(draft.add(still), style.profile)


def _format(film: LibraryAsset) -> VideoFormat:
    return cast("VideoFormat", film.format)


def _mux(
    shotlist: ShotList, clips: Sequence[FromAction], sound: FromAction, cues: Sequence[Cue], project: ProjectConfig
) -> Action:
    return mux_action(
        clips,
        sound,
        subtitles=to_srt(cues, Rate.parse(shotlist.fps)) if cues else "",
        fps=shotlist.fps,
        total_frames=shotlist.total_frames,
        title=f"{project.series.title}: {shotlist.title}",
        language=project.series.language,
        subject=f"episode {shotlist.episode}",
    )


def _unread(project: ProjectConfig, voice: Voice, shotlist: ShotList) -> tuple[str, ...]:
    """Return a flag that says why staging did without its word lists, if it did."""
    why = why_unreadable(
        project.series.language, (*(line.text for line in voice.lines), *(shot.action for shot in shotlist.shots))
    )
    if not why:
        return ()
    limit = "things, sounds, feelings, looks and rooms are recognised by English words only"
    return (f"{limit}, and {why}; notes and pictures in assets/ work in any language",)


def _flags(sources: Sequence[Source], voice: Voice, library: Library, shotlist: ShotList) -> tuple[str, ...]:
    """Return what a viewer of this film should know, in a fixed order."""
    unspoken = tuple(f"line {line.id} of {line.speaker_id}: {line.flag}" for line in voice.lines if line.flag)
    refused = tuple(f"{asset.path}: {asset.why}" for asset in library.refused)
    unmet = tuple(source.flag for source in sources if source.flag)
    return unmet + voice.flags + unspoken + refused + _undrawable(voice, shotlist)


def _undrawable(voice: Voice, shotlist: ShotList) -> tuple[str, ...]:
    """Return a flag for each line or card with characters that no font can draw."""
    texts = [(f"line {line.id} of {line.speaker_id}", line.text) for line in voice.lines]
    texts += [(f"card of shot {shot.id}", shot.card) for shot in shotlist.shots if shot.card]
    found = ((where, without_glyph([text])) for where, text in texts)
    return tuple(
        f"{where}: no font here has a glyph for {', '.join(f'{char} (U+{ord(char):04X})' for char in chars)}"
        for where, chars in found
        if chars
    )
