"""What each format cannot say of a timeline, counted."""

from __future__ import annotations

from reelmake.crafts.editorial.cut_list import Cutlist
from reelmake.documents.papers import Loss, LossReport

EDL, XMEML, FCPXML = "timeline.edl", "timeline.xml", "timeline.fcpxml"
_EDL_EVENTS = 999


def loss_report(cuts: Cutlist) -> LossReport:
    """Return what of ``cuts`` is missing or changed in each file but ``timeline.otio``."""
    shots = cuts.picture.cuts
    sounds = sum(len(track.cuts) for track in cuts.tracks[1:])
    baked = sum(len(cut.baked) for cut in shots)
    found: list[Loss] = []

    def lose(name: str, what: str, count: int, instead: str) -> None:
        if count:
            found.append(Loss(format=name, what=what, count=count, instead=instead))

    foreign = sum(not text.isascii() for cut in shots for text in (*cut.comments, *cut.baked))
    lose(EDL, "sounds", sounds, "nothing: the list holds the picture track alone")
    lose(EDL, "reels", len(shots), "AX, which means a file; FROM CLIP NAME is the file's name, the shot's id and .mp4")
    lose(EDL, "texts that are not ASCII", foreign, "a question mark for each such character")
    lose(EDL, "the size of the picture", 1, "nothing")
    lose(EDL, "events beyond 999", max(0, len(shots) - _EDL_EVENTS), "four digits, which some programs refuse")
    for name in (EDL, XMEML, FCPXML):
        instead = "a comment; the frames are in the clip already, so the cut is the same"
        lose(name, "transitions as objects", baked, instead)
        lose(name, "places for an HQ picture", len(shots), "the preview's file alone")
        lose(name, "ids, framing, camera moves and keys", len(shots), "the shot's id and scene")
        lose(name, "the timing lock", 1, "nothing")
    stereo = sum(cut.media.channels == 2 for track in cuts.tracks for cut in track.cuts)
    lose(
        XMEML,
        "second channels of stereo sounds",
        stereo,
        "one item for both; a program that counts one channel an item plays the left",
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
