"""The timeline as a CMX3600 edit decision list: one picture track with cuts only; each source is a file, not a tape."""

from __future__ import annotations

import re

from reelmake.crafts.editorial.cut_list import Cut, CutList
from reelmake.kernel.timecode import is_drop_frame, timecode

REEL = "AX"
"""The format's name for a source without a reel. Programs then look for the file given in FROM CLIP NAME."""
_LATIN_ONLY = re.compile(r"[^\x20-\x7e]")


def to_edl(cuts: CutList) -> str:
    """Return the text of ``timeline.edl``: each shot is a cut of its whole clip; record times start at one hour."""
    mode = "DROP FRAME" if is_drop_frame(cuts.rate) else "NON-DROP FRAME"
    lines = [f"TITLE: {_plain(f'{cuts.episode} {cuts.title}')[:70].strip()}", f"FCM: {mode}", ""]
    marks = {mark.frame: mark for mark in cuts.marks}
    for number, cut in enumerate(cuts.picture.cuts, start=1):
        times = (0, cut.frames, cuts.start + cut.start, cuts.start + cut.end_exclusive)
        written = " ".join(timecode(frame, cuts.rate) for frame in times)
        lines.append(f"{number:03d}  {REEL:<8} V     C        {written}")
        lines.append(f"* FROM CLIP NAME:  {cut.media.name}")
        lines.append(f"* FROM CLIP: {cut.media.path}")
        if cut.start in marks:
            lines.append(
                f"* LOC: {timecode(cuts.start + cut.start, cuts.rate)} GREEN   {_plain(marks[cut.start].name)}"
            )
        lines += [f"* {_plain(text)}" for text in (*cut.comments, *_baked_transition(cut))]
    return "\n".join(lines) + "\n"


def _baked_transition(cut: Cut) -> tuple[str, ...]:
    return tuple(f"IN THE PICTURE: {transition}" for transition in cut.baked_transitions)


def _plain(text: str) -> str:
    """Return a text as the format allows it: one line of ASCII."""
    return _LATIN_ONLY.sub("?", " ".join(text.split()))
