"""The review version: a slate, a two-pop, and names and timecodes in the corners of the picture."""

from __future__ import annotations

from reelmake.actions import tools
from reelmake.actions.fonts import font_input
from reelmake.actions.json_tool import json_tool_action
from reelmake.crafts.editorial.cut_list import CutList
from reelmake.crafts.editorial.storyboard import duration_text
from reelmake.crafts.editorial.typeset import directed_text, typeset_action
from reelmake.documents.action import Action, FromAction
from reelmake.kernel.frames import Rate
from reelmake.kernel.timecode import timecode
from reelmake.materials.fonts.files import LATIN

RECIPE = 1
HEAD_SECONDS = 10
POP_SECONDS = 2
"""The pop comes this many seconds before the first picture, as projectionists and mixers expect."""


def review_tool() -> tools.Tool:
    """Return the tool that burns in the text and encodes the film."""
    return tools.python_tool("review", "reelmake.crafts.editorial.review_tool")


def head_frames(rate: Rate) -> int:
    """Return the number of frames before the picture."""
    return HEAD_SECONDS * rate.timebase


def slate_action(cuts: CutList, series: str) -> Action:
    """Return the action that draws the slate."""
    rows = (
        ("Episode", cuts.episode),
        ("Version", f"{cuts.profile}, for review"),
        ("Length", duration_text(cuts.total_frames, cuts.rate)),
        ("Picture", f"{cuts.width} x {cuts.height}, {cuts.fps} frames a second"),
        ("Starts at", timecode(cuts.start, cuts.rate)),
        ("Timing", cuts.timing_lock_hash[:16]),
    )
    data: dict[str, object] = {
        "titles": [directed_text(text) for text in (series, cuts.title) if text],
        "rows": [{"name": name, "value": value} for name, value in rows],
        "figure": "",
    }
    return _card("slate", cuts, data)


def pop_action(cuts: CutList) -> Action:
    """Return the action that draws the frame shown during the pop."""
    return _card("pop", cuts, {"titles": [], "rows": [], "figure": str(POP_SECONDS)})


def review_action(cuts: CutList, film: FromAction, slate: FromAction, pop: FromAction) -> Action:
    """Return the action that makes the review version of the finished ``film``."""
    head = head_frames(cuts.rate)
    spec = {
        "rate": [cuts.rate.value.numerator, cuts.rate.value.denominator],
        "size": [cuts.width, cuts.height],
        "head": head,
        "pop": head - POP_SECONDS * cuts.rate.timebase,
        "start": cuts.start,
        "frames": cuts.total_frames,
        "episode": cuts.episode,
        "font": LATIN.family,
        "shots": [[cut.id, cut.start, cut.frames] for cut in cuts.picture.cuts],
    }
    return json_tool_action(
        review_tool(),
        "review.json",
        spec,
        tools.ffmpeg().digest,
        kind="review",
        recipe=RECIPE,
        inputs={"film.mp4": film, "slate.png": slate, "pop.png": pop, LATIN.filename: font_input(LATIN)},
        extension="mp4",
        expect_frames=head + cuts.total_frames,
        subject=f"episode {cuts.episode}",
    )


def _card(kind: str, cuts: CutList, data: dict[str, object]) -> Action:
    size = {"width": cuts.width, "height": cuts.height}
    return typeset_action(kind, "slate", {**data, **size}, ppi=72, subject=f"episode {cuts.episode}")
