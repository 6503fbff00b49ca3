"""The timeline as OpenTimelineIO, which loses nothing: ids, markers, and a place for an HQ version of each shot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reelmake.crafts.editorial.cut_list import Cut, CutList, TimelineTrack

if TYPE_CHECKING:
    import opentimelineio as otio

PREVIEW, HQ = "preview", "hq"


def to_otio(cuts: CutList) -> str:
    """Return the text of ``timeline.otio``. Each shot plays its preview and has an empty media reference ``hq``."""
    import opentimelineio as otio

    timeline = otio.schema.Timeline(f"{cuts.episode} {cuts.title}".strip())
    timeline.global_start_time = _time(cuts, cuts.start)
    timeline.metadata["reelmake"] = {
        "episode": cuts.episode,
        "profile": cuts.profile,
        "trace_id": cuts.trace_id,
        "timing_lock_hash": cuts.timing_lock_hash,
        "fps": cuts.fps,
    }
    timeline.tracks.extend([_track(cuts, track) for track in cuts.tracks])
    for mark in cuts.marks:
        timeline.tracks.markers.append(
            otio.schema.Marker(
                mark.name, _range(cuts, mark.frame, 1), otio.schema.MarkerColor.GREEN, comment=mark.comment
            )
        )
    text: str = timeline.to_json_string(indent=2)
    return text + "\n"


def _track(cuts: CutList, track: TimelineTrack) -> otio.schema.Track:
    import opentimelineio as otio

    kind = otio.schema.TrackKind.Video if track.picture else otio.schema.TrackKind.Audio
    made = otio.schema.Track(track.name, kind=kind)
    made.enabled = track.enabled
    place = 0
    for cut in track.cuts:
        if cut.start > place:
            made.append(otio.schema.Gap(source_range=_range(cuts, 0, cut.start - place)))
        made.append(_clip(cuts, cut, track))
        place = cut.end_exclusive
    return made


def _clip(cuts: CutList, cut: Cut, track: TimelineTrack) -> otio.schema.Clip:
    import opentimelineio as otio

    whole = _range(cuts, 0, cut.frames)
    clip = otio.schema.Clip(cut.id, source_range=whole)
    clip.enabled = track.enabled
    clip.metadata["reelmake"] = {
        "id": cut.id,
        "scene_id": cut.scene_id,
        "transitions_in_the_picture": list(cut.baked_transitions),
        **cut.facts,
    }
    made = otio.schema.ExternalReference(cut.media.path, whole)
    made.name = cut.media.name
    made.metadata["reelmake"] = {"key": cut.media.key}
    references: dict[str, otio.core.MediaReference] = {PREVIEW: made}
    if track.picture:
        references[HQ] = otio.schema.MissingReference(HQ, whole)
    clip.set_media_references(references, PREVIEW)
    return clip


def _time(cuts: CutList, frame: int) -> otio.opentime.RationalTime:
    import opentimelineio as otio

    return otio.opentime.RationalTime(frame, float(cuts.rate.value))


def _range(cuts: CutList, start: int, frames: int) -> otio.opentime.TimeRange:
    import opentimelineio as otio

    return otio.opentime.TimeRange(_time(cuts, start), _time(cuts, frames))
