"""What the script's transitions do to the shots beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from reelmake.documents.shotlist import Transition, TransitionKind
from reelmake.film.beats import Mark
from reelmake.film.draft import Draft
from reelmake.film.pacing import Pacing

_FADE_OUT = re.compile(r"\b(?:FADE\s+OUT|FADES?\s+TO\s+(?:BLACK|WHITE)|FADE\s+AWAY)\b")
_FADE_IN = re.compile(r"\bFADE\s+(?:IN|UP|FROM\s+\w+)\b")
_SMASH = re.compile(r"\bSMASH\b")
_DISSOLVE = re.compile(r"\bDISSOLVE\b|\bFADE\s+TO\b")


def transition_kind(text: str) -> TransitionKind:
    """Return what a written transition means; one we do not know is a cut."""
    written = text.upper()
    if _FADE_OUT.search(written):
        return TransitionKind.FADE_OUT
    if _FADE_IN.search(written):
        return TransitionKind.FADE_IN
    if _SMASH.search(written):
        return TransitionKind.SMASH_CUT
    if _DISSOLVE.search(written):
        return TransitionKind.DISSOLVE
    return TransitionKind.CUT


def with_transitions(scenes: Iterable[Iterable[Draft | Mark]], pacing: Pacing) -> list[list[Draft]]:
    """Return each scene's shots with the transitions that stand between them, across scenes, put into them."""
    result: list[list[Draft]] = []
    last: tuple[int, int] | None = None
    pending: TransitionKind | None = None
    for items in scenes:
        shots: list[Draft] = []
        result.append(shots)
        for item in items:
            if isinstance(item, Draft):
                coming = item if pending is None else replace(item, transition_in=_inside(item, pending, pacing))
                shots.append(coming)
                last, pending = (len(result) - 1, len(shots) - 1), None
            elif item.kind is not TransitionKind.FADE_OUT:
                pending = item.kind
            elif last is not None:
                scene, index = last
                ending = result[scene][index]
                result[scene][index] = replace(ending, transition_out=_inside(ending, item.kind, pacing))
    return result


def _inside(shot: Draft, kind: TransitionKind, pacing: Pacing) -> Transition:
    """Return a transition of half a second, or of a third of the shot where that is less."""
    if kind is TransitionKind.SMASH_CUT:
        return Transition(kind=kind)
    frames = min(pacing.longest_transition, shot.frames // 3)
    if kind is TransitionKind.CUT or frames < 1:
        return Transition()
    return Transition(kind=kind, frames=frames)
