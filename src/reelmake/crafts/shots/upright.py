"""Shots recomposed for an upright picture: who matters stands in the middle, and nobody is cut in half at its edge."""

from __future__ import annotations

from reelmake.documents.shotlist import Figure, Framing, Move, Shot, ShotKind, ShotList

_NEARER: dict[Framing, Framing] = {Framing.EXTREME_WIDE: Framing.WIDE}
_ALONG: dict[Move, Move] = {Move.PAN_LEFT: Move.TILT_UP, Move.PAN_RIGHT: Move.TILT_DOWN}
"""An upright picture has its room above and below."""
_FROM_HEAD_TO_FOOT = (Framing.WIDE, Framing.EXTREME_WIDE)
_MOST_WHOLE = 3
"""So many whole figures find room side by side."""


def recomposed(shotlist: ShotList) -> ShotList:
    """Return the shots as an upright picture shows them. Ids, frames and lines are what they were."""
    return shotlist.model_copy(update={"shots": tuple(_upright(shot) for shot in shotlist.shots)})


def _upright(shot: Shot) -> Shot:
    if shot.kind is ShotKind.CARD:
        return shot
    return shot.model_copy(
        update={
            "framing": _NEARER.get(shot.framing, shot.framing),
            "move": _ALONG.get(shot.move, shot.move),
            "figures": _figures(shot),
        }
    )


def _figures(shot: Shot) -> tuple[Figure, ...]:
    """Return who is seen: in wide views as many as have room, nearer only the one the shot is about."""
    if shot.framing in _FROM_HEAD_TO_FOOT and len(shot.figures) <= _MOST_WHOLE:
        return shot.figures
    if len(shot.figures) < 2 and all(figure.place == "centre" for figure in shot.figures):
        return shot.figures
    about = _about(shot.figures)
    if shot.framing in _FROM_HEAD_TO_FOOT:
        others = [figure.character_id for figure in shot.figures if figure.character_id not in about]
        kept = about.union(others[: _MOST_WHOLE - len(about)])
        return tuple(figure for figure in shot.figures if figure.character_id in kept)[:_MOST_WHOLE]
    return tuple(
        figure.model_copy(update={"place": "centre"}) for figure in shot.figures if figure.character_id in about
    )[:1]


def _about(figures: tuple[Figure, ...]) -> frozenset[str]:
    """Return whom the shot is about: who speaks, else the first who shows a face."""
    speaking = [figure.character_id for figure in figures if figure.role == "speaker"]
    facing = [figure.character_id for figure in figures if figure.facing != "away"]
    return frozenset((speaking or facing or [figure.character_id for figure in figures])[:1])
