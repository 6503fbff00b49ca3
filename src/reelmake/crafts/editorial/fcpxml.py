"""The timeline as FCPXML 1.9 for Final Cut Pro X: shots on the spine, sounds connected to the shot they start in."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from reelmake.crafts.editorial.cut_list import Cut, CutList, MediaFile
from reelmake.crafts.editorial.xml_text import child, document
from reelmake.kernel.frames import SAMPLE_RATE
from reelmake.kernel.timecode import is_drop_frame

_FORMAT = "r1"


def to_fcpxml(cuts: CutList) -> str:
    """Return the text of ``timeline.fcpxml``. Times are exact fractions of a second, on frame boundaries."""
    root = Element("fcpxml", {"version": "1.9"})
    resources = child(root, "resources")
    child(
        resources,
        "format",
        id=_FORMAT,
        name=f"reelmake {cuts.width}x{cuts.height} {cuts.fps}",
        frameDuration=seconds(cuts, 1),
        width=str(cuts.width),
        height=str(cuts.height),
    )
    assets = {media.name: f"r{number}" for number, media in enumerate(cuts.media, start=2)}
    lengths: dict[str, int] = {}
    for track in cuts.tracks:
        for cut in track.cuts:
            lengths[cut.media.name] = max(cut.frames, lengths.get(cut.media.name, 0))
    for media in cuts.media:
        _asset(resources, cuts, media, assets[media.name], lengths[media.name])
    event = child(child(root, "library"), "event", name=cuts.episode)
    project = child(event, "project", name=f"{cuts.episode} {cuts.title}".strip())
    sequence = child(
        project,
        "sequence",
        format=_FORMAT,
        duration=seconds(cuts, cuts.total_frames),
        tcStart=seconds(cuts, cuts.start),
        tcFormat="DF" if is_drop_frame(cuts.rate) else "NDF",
        audioLayout="stereo",
        audioRate=f"{SAMPLE_RATE // 1000}k",
    )
    spine = child(sequence, "spine")
    marks = {mark.frame: mark for mark in cuts.marks}
    for shot in cuts.picture.cuts:
        clip = _clip(spine, cuts, shot, assets, offset=cuts.start + shot.start)
        for lane, track in enumerate(cuts.tracks[1:], start=1):
            for sound in track.cuts:
                if shot.start <= sound.start < shot.end_exclusive:
                    # A connected clip's offset is in its parent's local time, which starts at 0.
                    connected = _clip(clip, cuts, sound, assets, offset=sound.start - shot.start, lane=-lane)
                    connected.set("audioRole", track.name)
                    if not track.enabled:
                        connected.set("enabled", "0")
        if shot.start in marks:
            mark = marks[shot.start]
            child(clip, "marker", start="0s", duration=seconds(cuts, 1), value=mark.name, note=mark.comment)
    return document(root, "fcpxml")


def seconds(cuts: CutList, frames: int) -> str:
    """Return a number of frames as FCPXML's time: a fraction of seconds whose denominator is that of the frame rate."""
    value = cuts.rate.value
    return f"{frames * value.denominator}/{value.numerator}s" if frames else "0s"


def _asset(resources: Element, cuts: CutList, media: MediaFile, name: str, frames: int) -> None:
    kind = {"hasVideo": "1", "format": _FORMAT}
    if media.channels:
        form = {"audioSources": "1", "audioChannels": str(media.channels), "audioRate": str(SAMPLE_RATE)}
        kind = {"hasAudio": "1", **form}
    about = {"id": name, "name": media.name, "start": "0s", "duration": seconds(cuts, frames), **kind}
    asset = child(resources, "asset", **about)
    child(asset, "media-rep", kind="original-media", src=f"./{media.path}")


def _clip(parent: Element, cuts: CutList, cut: Cut, assets: dict[str, str], *, offset: int, lane: int = 0) -> Element:
    where = {"lane": str(lane)} if lane else {"format": _FORMAT}
    clip = child(
        parent,
        "asset-clip",
        name=cut.id,
        ref=assets[cut.media.name],
        offset=seconds(cuts, offset),
        start="0s",
        duration=seconds(cuts, cut.frames),
        **where,
    )
    note = "; ".join((*cut.comments, *cut.baked_transitions))
    if note:
        child(clip, "note", note)
    return clip
