"""The timeline as Final Cut Pro 7 XML (xmeml version 5), which Premiere, Resolve and Avid's importers read."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from reelmake.crafts.editorial.cut_list import Cut, CutList, TimelineTrack
from reelmake.crafts.editorial.xml_text import child, document
from reelmake.kernel.frames import SAMPLE_RATE, Rate
from reelmake.kernel.timecode import is_drop_frame, timecode

_CHANNELS = {1: "mono", 2: "stereo"}


def to_xmeml(cuts: CutList) -> str:
    """Return the text of ``timeline.xml``: every track, every cut, a marker for each scene."""
    root = Element("xmeml", {"version": "5"})
    sequence = child(root, "sequence", id=f"sequence-{cuts.episode}")
    child(sequence, "name", f"{cuts.episode} {cuts.title}".strip())
    child(sequence, "duration", cuts.total_frames)
    _rate(sequence, cuts.rate)
    _timecode(sequence, cuts.rate, cuts.start)
    for mark in cuts.marks:
        marker = child(sequence, "marker")
        child(marker, "name", mark.name)
        child(marker, "comment", mark.comment)
        child(marker, "in", mark.frame)
        child(marker, "out", -1)
    media = child(sequence, "media")
    video, audio = child(media, "video"), child(media, "audio")
    size = child(child(video, "format"), "samplecharacteristics")
    _size(size, cuts)
    described: set[str] = set()
    child(audio, "numOutputChannels", 2)
    _sound(child(audio, "format"), 16)
    for track in cuts.tracks:
        _track(video if track.picture else audio, cuts, track, described)
    return document(root, "xmeml")


def _track(parent: Element, cuts: CutList, track: TimelineTrack, described: set[str]) -> None:
    made = child(parent, "track")
    for cut in track.cuts:
        channels = {} if track.picture else {"premiereChannelType": _CHANNELS[cut.media.channels]}
        item = child(made, "clipitem", id=f"{'clip' if track.picture else 'sound'}-{cut.id}", **channels)
        child(item, "name", cut.id)
        child(item, "enabled", _boolean(track.enabled))
        child(item, "duration", cut.frames)
        _rate(item, cuts.rate)
        child(item, "start", cut.start)
        child(item, "end", cut.end_exclusive)
        child(item, "in", 0)
        child(item, "out", cut.frames)
        _file(item, cuts, cut, track.picture, described)
        if not track.picture:
            source = child(item, "sourcetrack")
            child(source, "mediatype", "audio")
            child(source, "trackindex", 1)
        if cut.comments:
            child(child(item, "comments"), "mastercomment1", "; ".join((*cut.comments, *cut.baked_transitions)))
    # OpenShot fails on a track without <locked>.
    child(made, "enabled", _boolean(track.enabled))
    child(made, "locked", _boolean(False))


def _file(item: Element, cuts: CutList, cut: Cut, picture: bool, described: set[str]) -> None:
    name = f"file-{cut.media.name}"
    file = child(item, "file", id=name)
    if name in described:
        # A file is described where it occurs first; later uses refer to it by its id.
        return
    described.add(name)
    child(file, "name", cut.media.name)
    child(file, "pathurl", cut.media.path)
    _rate(file, cuts.rate)
    child(file, "duration", cut.frames)
    _timecode(file, cuts.rate, 0)
    kind = child(child(file, "media"), "video" if picture else "audio")
    if picture:
        _size(child(kind, "samplecharacteristics"), cuts)
    else:
        _sound(kind, cut.media.bits)
        child(kind, "channelcount", cut.media.channels)


def _size(parent: Element, cuts: CutList) -> None:
    child(parent, "width", cuts.width)
    child(parent, "height", cuts.height)


def _sound(parent: Element, bits: int) -> None:
    about = child(parent, "samplecharacteristics")
    child(about, "depth", bits)
    child(about, "samplerate", SAMPLE_RATE)


def _boolean(value: bool) -> str:
    return "TRUE" if value else "FALSE"


def _rate(parent: Element, rate: Rate) -> None:
    made = child(parent, "rate")
    child(made, "timebase", rate.timebase)
    child(made, "ntsc", "FALSE" if rate.value.denominator == 1 else "TRUE")


def _timecode(parent: Element, rate: Rate, frame: int) -> None:
    made = child(parent, "timecode")
    _rate(made, rate)
    child(made, "string", timecode(frame, rate))
    child(made, "frame", frame)
    child(made, "displayformat", "DF" if is_drop_frame(rate) else "NDF")
