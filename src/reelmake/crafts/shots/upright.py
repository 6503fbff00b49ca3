"""Recomposes shots for an upright picture: the main figure is in the middle, and no figure is cut at the edge."""

from __future__ import annotations

from reelmake.documents.shotlist import Figure, Framing, Move, Shot, ShotKind, ShotList

_NEARER: dict[Framing, Framing] = {Framing.EXTREME_WIDE: Framing.WIDE}
_ALONG: dict[Move, Move] = {Move.PAN_LEFT: Move.TILT_UP, Move.PAN_RIGHT: Move.TILT_DOWN}
"""Horizontal moves become vertical ones: an upright picture has its space above and below."""
_FROM_HEAD_TO_FOOT = (Framing.WIDE, Framing.EXTREME_WIDE)
_MOST_WHOLE = 3
"""The most whole figures that fit side by side."""


def recomposed(shotlist: ShotList) -> ShotList:
    """Return the shots recomposed for an upright picture. Ids, frames and lines stay the same."""
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
    """Return the figures that fit: up to three in a wide shot, else only the main one."""
    if shot.framing in _FROM_HEAD_TO_FOOT and len(shot.figures) <= _MOST_WHOLE:
        return shot.figures
    if len(shot.figures) < 2 and all(figure.place == "centre" for figure in shot.figures):
        return shot.figures
    about = _main_figure(shot.figures)
    if shot.framing in _FROM_HEAD_TO_FOOT:
        others = [figure.character_id for figure in shot.figures if figure.character_id not in about]
        kept = about.union(others[: _MOST_WHOLE - len(about)])
        return tuple(figure for figure in shot.figures if figure.character_id in kept)[:_MOST_WHOLE]
    return tuple(
        figure.model_copy(update={"place": "centre"}) for figure in shot.figures if figure.character_id in about
    )[:1]


def _main_figure(figures: tuple[Figure, ...]) -> frozenset[str]:
    """Return the main figure: the speaker, else the first who shows a face."""
    speaking = [figure.character_id for figure in figures if figure.role == "speaker"]
    facing = [figure.character_id for figure in figures if figure.facing != "away"]
    return frozenset((speaking or facing or [figure.character_id for figure in figures])[:1])
