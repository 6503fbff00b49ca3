"""An episode as a cut list: tracks of cuts in integer frames, and a marker at the start of each scene."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from reelmake.documents.base import FrozenModel
from reelmake.documents.plan import RenderPlan
from reelmake.documents.shotlist import Shot, ShotLine, ShotList, Transition, TransitionKind
from reelmake.kernel.frames import Rate
from reelmake.kernel.timecode import frame_at, is_drop_frame

MIX = "mix"
"""The stem that is the sum of the others."""
MEDIA = "media"
"""The directory beside the timelines that contains the files they refer to."""


class MediaFile(FrozenModel):
    """A file that a cut plays: ``media/<name>``, made under ``key``."""

    name: str
    key: str
    channels: int = 0
    """The number of its sound channels; 0 for a picture."""
    bits: int = 0

    @property
    def path(self) -> str:
        return f"{MEDIA}/{self.name}"


class Cut(FrozenModel):
    """A part of a track that plays one file from its beginning."""

    id: str
    start: int
    frames: int
    media: MediaFile
    scene_id: str = ""
    facts: dict[str, str] = Field(default={})
    """Facts that only OpenTimelineIO files have room for: framing, camera move, speaker."""
    comments: tuple[str, ...] = ()
    baked_transitions: tuple[str, ...] = ()
    """Descriptions of the transitions that are already part of the clip's picture."""

    @property
    def end_exclusive(self) -> int:
        return self.start + self.frames


class TimelineTrack(FrozenModel):
    """A track of cuts in order of time, without overlaps."""

    name: str
    picture: bool
    cuts: tuple[Cut, ...]
    enabled: bool = True
    """Whether it plays. The mix does not, because it is the sum of the other sounds: they would be heard twice."""


class SceneMarker(FrozenModel):
    """A marker at a scene's first frame."""

    frame: int
    name: str
    comment: str


class CutList(FrozenModel):
    """All tracks of an episode. ``start`` is the record timecode of the first picture, in frames."""

    episode: str
    title: str
    trace_id: str
    profile: str
    timing_lock_hash: str
    fps: str
    width: int
    height: int
    total_frames: int
    tracks: tuple[TimelineTrack, ...]
    marks: tuple[SceneMarker, ...]

    @property
    def rate(self) -> Rate:
        return Rate.parse(self.fps)

    @property
    def start(self) -> int:
        return record_start(self.rate)

    @property
    def picture(self) -> TimelineTrack:
        return self.tracks[0]

    @property
    def media(self) -> tuple[MediaFile, ...]:
        """Return every file that the tracks refer to, once each, sorted by name."""
        found = {cut.media.name: cut.media for track in self.tracks for cut in track.cuts}
        return tuple(found[name] for name in sorted(found))


def record_start(rate: Rate) -> int:
    """Return the record timecode at which a programme's picture starts, in frames: one hour, as usual."""
    return frame_at("01:00:00;00" if is_drop_frame(rate) else "01:00:00:00", rate)


def build_cut_list(shotlist: ShotList, plan: RenderPlan, stems: Mapping[str, str] | None = None) -> CutList:
    """Return an episode's cut list: the picture, its dialogue, and a track for each of the ``stems`` (keys by name)."""
    clips = {shot.shot_id: shot.clip_key for shot in plan.shots}
    picture = tuple(_shot_cut(shot, clips[shot.id]) for shot in shotlist.shots)
    whole = tuple(
        TimelineTrack(
            name=name, picture=False, cuts=(_stem_cut(name, key, shotlist.total_frames),), enabled=name != MIX
        )
        for name, key in sorted((stems or {}).items(), key=lambda stem: (stem[0] == MIX, stem[0]))
    )
    return CutList(
        episode=shotlist.episode,
        title=shotlist.title,
        trace_id=shotlist.trace_id,
        profile=plan.profile,
        timing_lock_hash=shotlist.timing_lock_hash,
        fps=shotlist.fps,
        width=plan.width,
        height=plan.height,
        total_frames=shotlist.total_frames,
        tracks=(TimelineTrack(name="picture", picture=True, cuts=picture), *_dialogue(shotlist), *whole),
        marks=_marks(shotlist),
    )


def scene_heading(shot: Shot) -> str:
    """Return where and when a shot takes place, as in a screenplay's scene heading."""
    place = (
        f"{shot.setting.upper()}. {shot.location}"
        if shot.setting and shot.location
        else shot.location or " ".join(shot.card.split())
    )
    return f"{place} - {shot.time_of_day}" if shot.time_of_day else place


def _shot_cut(shot: Shot, key: str) -> Cut:
    transitions = (_baked_transition("in", shot.transition_in), _baked_transition("out", shot.transition_out))
    facts = {
        "kind": shot.kind.value,
        "framing": shot.framing.value,
        "move": shot.move.value,
        "elements": " ".join(shot.element_ids),
        "action": shot.action,
    }
    return Cut(
        id=shot.id,
        start=shot.start,
        frames=shot.frames,
        media=MediaFile(name=f"{shot.id}.mp4", key=key),
        scene_id=shot.scene_id,
        facts={name: value for name, value in facts.items() if value},
        comments=(f"SCENE {shot.scene_id} {scene_heading(shot)}",),
        baked_transitions=tuple(description for description in transitions if description),
    )


def _baked_transition(end: str, transition: Transition) -> str:
    if transition.kind is TransitionKind.CUT or not transition.frames:
        return ""
    return f"{transition.label} of {transition.frames} frames at the {'head' if end == 'in' else 'tail'}"


def _dialogue(shotlist: ShotList) -> tuple[TimelineTrack, ...]:
    """Return the spoken lines on the smallest number of tracks without overlaps, but at least one."""
    lanes: list[list[Cut]] = [[]]
    for start, shot, line in _spoken_lines(shotlist):
        cut = _line_cut(start, shot, line, shotlist.total_frames)
        lane = next((lane for lane in lanes if not lane or lane[-1].end_exclusive <= start), None)
        if lane is None:
            lanes.append(lane := [])
        lane.append(cut)
    names = ["dialogue", *(f"dialogue {number}" for number in range(2, len(lanes) + 1))]
    return tuple(
        TimelineTrack(name=name, picture=False, cuts=tuple(lane)) for name, lane in zip(names, lanes, strict=True)
    )


def _spoken_lines(shotlist: ShotList) -> list[tuple[int, Shot, ShotLine]]:
    seen: dict[str, tuple[int, Shot, ShotLine]] = {}
    for shot in shotlist.shots:
        for line in shot.lines:
            if line.key:
                seen.setdefault(line.line_id, (shot.start + line.offset, shot, line))
    return sorted(seen.values(), key=lambda found: (found[0], found[2].line_id))


def _line_cut(start: int, shot: Shot, line: ShotLine, total: int) -> Cut:
    facts = {"speaker_id": line.speaker_id, "speaker": line.speaker, "text": line.text}
    return Cut(
        id=line.line_id,
        start=start,
        frames=min(line.frames, total - start),
        media=MediaFile(name=f"line-{line.key[:16]}.wav", key=line.key, channels=1, bits=16),
        scene_id=shot.scene_id,
        facts={name: value for name, value in facts.items() if value},
    )


def _stem_cut(name: str, key: str, total: int) -> Cut:
    media = MediaFile(name=f"{name}.wav", key=key, channels=2, bits=16 if name == MIX else 24)
    return Cut(id=name, start=0, frames=total, media=media)


def _marks(shotlist: ShotList) -> tuple[SceneMarker, ...]:
    marks: list[SceneMarker] = []
    scene = None
    for shot in shotlist.shots:
        if shot.scene_id != scene:
            scene = shot.scene_id
            marks.append(SceneMarker(frame=shot.start, name=f"Scene {scene}", comment=scene_heading(shot)))
    return tuple(marks)
