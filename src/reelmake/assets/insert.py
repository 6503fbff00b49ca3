"""The thing an insert shows: the library's picture of it, or a card with a sign and its name."""

from __future__ import annotations

from dataclasses import dataclass

from reelmake.assets.colours import PALETTE, mix
from reelmake.assets.dice import Dice
from reelmake.assets.labels import Text, prop_name
from reelmake.assets.needs import prop_id
from reelmake.assets.shapes import Frame
from reelmake.assets.tagging import words_of
from reelmake.documents.library import LibraryAsset
from reelmake.documents.shotlist import Shot

_SIGNS: dict[str, str] = {
    "letter": "letter envelope note telegram bill ticket invitation card post mail",
    "key": "key keys keyring",
    "phone": "phone telephone mobile smartphone handset cell",
    "book": "book diary notebook journal ledger manuscript script novel bible",
    "photo": "photo photograph picture portrait painting frame map poster polaroid",
    "cup": "cup mug glass coffee tea bottle drink bowl",
    "lamp": "lamp lantern torch candle light bulb flashlight",
    "wheel": "wheel reel clock watch wristwatch compass gear dial film tape coin ring",
}
_ANY = "box"
_PAPER, _INK = "#f3ead6", "#1d1a24"


@dataclass(frozen=True)
class PropCard:
    """A thing in the middle of the picture. With ``fills`` its picture is all there is to see."""

    x: int
    y: int
    width: int
    height: int
    picture: str = ""
    asset: LibraryAsset | None = None
    fills: bool = False
    lift: int = 0
    paper: str = _PAPER
    ink: str = _INK
    accent: str = ""
    sign: str = _ANY
    sign_y: int = 0
    sign_scale: int = 0
    name: tuple[Text, ...] = ()


def prop_card(shot: Shot, frame: Frame, asset: LibraryAsset | None) -> PropCard:
    """Return how an insert shows its thing: full where the picture has a ground of its own, cut out over the place."""
    if asset is not None and not asset.cut_out:
        return PropCard(0, 0, frame.width, frame.height, picture="thing", asset=asset, fills=True)
    if asset is not None:
        width, height = frame.x(640), frame.y(600)
        return PropCard(frame.x(180), frame.y(120), width, height, picture="thing", asset=asset)
    width, height = min(frame.s(820), frame.x(760)), frame.s(470)
    x, y = (frame.width - width) // 2, frame.y(495) - height // 2
    baseline = y + height * 80 // 100
    return PropCard(
        x,
        y,
        width,
        height,
        lift=frame.s(14),
        accent=mix(Dice("thing", prop_id(shot)).pick(PALETTE), _PAPER, 30),
        sign=sign_of(shot.prop),
        sign_y=y + height * 37 // 100,
        sign_scale=height * 1000 * 46 // (100 * 200),
        name=prop_name(shot, frame, width * 88 // 100, baseline, _INK),
    )


def sign_of(prop: str) -> str:
    """Return the sign for a thing's name; a box for what no sign is known for."""
    words = words_of(prop)
    return next((sign for sign, named in _SIGNS.items() for word in words if word in named.split()), _ANY)
