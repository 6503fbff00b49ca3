"""What each format cannot say of a timeline, counted."""

from __future__ import annotations

from reelmake.documents.papers import Loss, LossReport
from reelmake.papers.cutlist import Cutlist
from reelmake.papers.edl import reels

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
    renamed = sum(reel != cut.id for cut, reel in zip(shots, reels(cuts), strict=True))
    lose(EDL, "sounds", sounds, "nothing: the list holds the picture track alone")
    lose(
        EDL,
        "reel names that are not the shot's id",
        renamed,
        "letters, digits and underscores; FROM CLIP NAME has the id",
    )
    lose(EDL, "texts that are not ASCII", foreign, "a question mark for each such character")
    lose(EDL, "the size of the picture", 1, "nothing")
    lose(EDL, "events beyond 999", max(0, len(shots) - _EDL_EVENTS), "four digits, which some programs refuse")
    for name in (EDL, XMEML, FCPXML):
        instead = "a comment; the frames are in the clip already, so the cut is the same"
        lose(name, "transitions as objects", baked, instead)
        lose(name, "places for an HQ picture", len(shots), "the preview's file alone")
        lose(name, "ids, framing, camera moves and keys", len(shots), "the shot's id and scene")
        lose(name, "the timing lock", 1, "nothing")
    lose(FCPXML, "names of tracks", len(cuts.tracks), "lanes by number, dialogue first")
    lose(XMEML, "names of tracks", len(cuts.tracks), "tracks by number, dialogue first")
    return LossReport(
        trace_id=cuts.trace_id, episode=cuts.episode, timing_lock_hash=cuts.timing_lock_hash, losses=tuple(found)
    )
