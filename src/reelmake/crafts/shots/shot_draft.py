"""Shots before they have numbers and start frames."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from reelmake.crafts.shots.pacing import Pacing
from reelmake.documents.lexicon.emotions import Feeling
from reelmake.documents.shotlist import CardStyle, CreditBlock, Figure, Framing, Move, ShotKind, ShotLine, Transition

CUT = Transition()


@dataclass(frozen=True)
class Composition:
    """What the camera shows and how it moves."""

    kind: ShotKind
    framing: Framing
    move: Move = Move.STATIC
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True)
class ShotDraft:
    """A shot without number and start frame."""

    composition: Composition
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


def within_limits(draft: ShotDraft, pacing: Pacing) -> ShotDraft:
    """Return the draft with at least the shortest length, and without a move if it is too short to show one."""
    frames = max(draft.frames, pacing.shortest)
    move = draft.composition.move if frames >= pacing.still_below else Move.STATIC
    if frames == draft.frames and move is draft.composition.move:
        return draft
    return replace(draft, frames=frames, composition=replace(draft.composition, move=move))
