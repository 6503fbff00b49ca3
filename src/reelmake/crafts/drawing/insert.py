"""The thing that an insert shows: a library picture, a sign, or a card with its name."""

from __future__ import annotations

from dataclasses import dataclass

from reelmake.crafts.drawing.colours import PALETTE, mix
from reelmake.crafts.drawing.labels import TextLine
from reelmake.crafts.drawing.lettering import fit_block, fit_line
from reelmake.crafts.drawing.sets.shapes import Frame
from reelmake.crafts.drawing.signs import GENERIC_SIGN, sign_of
from reelmake.documents.library import LibraryAsset
from reelmake.documents.manifest import prop_id
from reelmake.documents.shotlist import Shot
from reelmake.kernel.seeded import SeededRandom

_PAPER, _INK = "#f3ead6", "#1d1a24"


@dataclass(frozen=True)
class PropCard:
    """A thing in the middle of the picture; if it ``fills`` the picture, nothing else is visible."""

    x: int
    y: int
    width: int
    height: int
    picture: str = ""
    asset: LibraryAsset | None = None
    fills: bool = False
    lift: int = 0
    paper: str = _PAPER
    shade: str = ""
    ink: str = _INK
    accent: str = ""
    sign: str = GENERIC_SIGN
    sign_y: int = 0
    sign_scale: int = 0
    round: int = 0
    """The radius of the circle of light behind a sign; 0 for a card."""
    name: tuple[TextLine, ...] = ()


def prop_card(shot: Shot, frame: Frame, asset: LibraryAsset | None) -> PropCard:
    """Return how an insert shows its thing; a library picture fills the frame unless it is a cut-out."""
    if asset is not None and not asset.cut_out:
        return PropCard(0, 0, frame.width, frame.height, picture="thing", asset=asset, fills=True)
    if asset is not None:
        width, height = frame.x(640), frame.y(600)
        return PropCard(frame.x(180), frame.y(120), width, height, picture="thing", asset=asset)
    accent = SeededRandom("thing", prop_id(shot)).pick(PALETTE)
    return _named_card(shot, frame, accent) if sign_of(shot.prop) == GENERIC_SIGN else _sign_card(shot, frame, accent)


def _sign_card(shot: Shot, frame: Frame, accent: str) -> PropCard:
    """Return a thing that has a sign: the sign, large in a circle of light, with its name beneath."""
    radius = frame.s(270)
    middle = frame.y(430)
    line = fit_line(shot.prop, width=frame.x(560), size=frame.s(34), min_size=frame.s(22))
    width, height = line.width + frame.s(48), frame.s(60)
    top = min(middle + radius - height // 3, frame.y(765) - height)
    baseline = top + height // 2 + line.size * 36 // 100
    return PropCard(
        (frame.width - width) // 2,
        top,
        width,
        height,
        paper=mix(_PAPER, accent, 10),
        shade=mix(_PAPER, "#3a3040", 30),
        accent=mix(accent, _PAPER, 14),
        sign=sign_of(shot.prop),
        sign_y=middle,
        sign_scale=radius * 1000 * 62 // (100 * 100),
        round=radius,
        name=(TextLine(line, frame.width // 2, baseline, _PAPER, 700, "middle"),),
    )


def _named_card(shot: Shot, frame: Frame, accent: str) -> PropCard:
    """Return a thing without a sign: its name on a card."""
    width, height = min(frame.s(820), frame.x(760)), frame.s(470)
    x, y = (frame.width - width) // 2, frame.y(495) - height // 2
    baseline = y + height * 80 // 100
    lines = fit_block(shot.prop or "—", width=width * 88 // 100, lines=2, size=frame.s(56), min_size=frame.s(26))
    lead = lines[0].size * 115 // 100
    return PropCard(
        x,
        y,
        width,
        height,
        lift=frame.s(14),
        accent=mix(accent, _PAPER, 30),
        sign_y=y + height * 37 // 100,
        sign_scale=height * 1000 * 46 // (100 * 200),
        name=tuple(
            TextLine(line, frame.width // 2, baseline + number * lead, _INK, 800, "middle")
            for number, line in enumerate(lines)
        ),
    )
