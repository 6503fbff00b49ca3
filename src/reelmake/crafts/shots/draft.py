"""A shot before it has a number and a place in time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from reelmake.crafts.shots.pacing import Pacing
from reelmake.documents.lexicon.emotions import Feeling
from reelmake.documents.shotlist import CardStyle, CreditBlock, Figure, Framing, Move, ShotKind, ShotLine, Transition

CUT = Transition()


@dataclass(frozen=True)
class Look:
    """What the camera sees and does, whatever is said meanwhile."""

    kind: ShotKind
    framing: Framing
    move: Move = Move.STATIC
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True)
class Draft:
    """A shot's picture, sound and length."""

    look: Look
    frames: int
    lines: tuple[ShotLine, ...] = ()
    element_ids: tuple[str, ...] = ()
    prop: str = ""
    action: str = ""
    card: str = ""
    card_style: CardStyle = CardStyle.WORDS
    credits: tuple[CreditBlock, ...] = ()
    emotion: Feeling | Literal[""] = ""
    sounds: tuple[str, ...] = ()
    transition_in: Transition = CUT
    transition_out: Transition = CUT


def settled(draft: Draft, pacing: Pacing) -> Draft:
    """Return the draft at no less than the shortest length, and still if it is too short for a move to be seen."""
    frames = max(draft.frames, pacing.shortest)
    move = draft.look.move if frames >= pacing.still_below else Move.STATIC
    if frames == draft.frames and move is draft.look.move:
        return draft
    return replace(draft, frames=frames, look=replace(draft.look, move=move))
