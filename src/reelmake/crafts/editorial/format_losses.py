"""Counts what each file format cannot express of a timeline."""

from __future__ import annotations

from reelmake.crafts.editorial.cut_list import CutList
from reelmake.documents.papers import Loss, LossReport

EDL, XMEML, FCPXML = "timeline.edl", "timeline.xml", "timeline.fcpxml"
_EDL_EVENTS = 999


def loss_report(cuts: CutList) -> LossReport:
    """Return what is missing or changed in each file; ``timeline.otio`` loses nothing."""
    shots = cuts.picture.cuts
    sounds = sum(len(track.cuts) for track in cuts.tracks[1:])
    baked_transitions = sum(len(cut.baked_transitions) for cut in shots)
    found: list[Loss] = []

    def lose(name: str, what: str, count: int, instead: str) -> None:
        if count:
            found.append(Loss(format=name, what=what, count=count, instead=instead))

    foreign = sum(not text.isascii() for cut in shots for text in (*cut.comments, *cut.baked_transitions))
    lose(EDL, "sounds", sounds, "nothing: the list has only the picture track")
    lose(
        EDL,
        "reels",
        len(shots),
        "AX, which stands for a file; FROM CLIP NAME is the file's name: the shot's id and .mp4",
    )
    lose(EDL, "texts that are not ASCII", foreign, "a question mark for each such character")
    lose(EDL, "the size of the picture", 1, "nothing")
    lose(EDL, "events beyond 999", max(0, len(shots) - _EDL_EVENTS), "four digits, which some programs refuse")
    for name in (EDL, XMEML, FCPXML):
        instead = "a comment; the transition is already part of the clip, so the cut is the same"
        lose(name, "transitions as objects", baked_transitions, instead)
        lose(name, "places for an HQ picture", len(shots), "only the preview's file")
        lose(name, "ids, framing, camera moves and keys", len(shots), "the shot's id and scene")
        lose(name, "the timing lock", 1, "nothing")
    stereo = sum(cut.media.channels == 2 for track in cuts.tracks for cut in track.cuts)
    lose(
        XMEML,
        "second channels of stereo sounds",
        stereo,
        "one item for both channels; programs that expect one channel per item play only the left one",
    )
    lose(
        FCPXML,
        "names of tracks",
        len(cuts.tracks),
        "lanes by number, dialogue first; a sound's role is its track's name",
    )
    lose(XMEML, "names of tracks", len(cuts.tracks), "tracks by number, dialogue first")
    return LossReport(
        trace_id=cuts.trace_id, episode=cuts.episode, timing_lock_hash=cuts.timing_lock_hash, losses=tuple(found)
    )
