"""Puts the script's transitions into the shots next to them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from reelmake.crafts.shots.beats import TransitionMark
from reelmake.crafts.shots.pacing import Pacing
from reelmake.crafts.shots.shot_draft import ShotDraft
from reelmake.documents.shotlist import Transition, TransitionKind

_FADE_OUT = re.compile(r"\b(?:FADE\s+OUT|FADES?\s+TO\s+(?:BLACK|WHITE)|FADE\s+AWAY)\b")
_FADE_IN = re.compile(r"\bFADE\s+(?:IN|UP|FROM\s+\w+)\b")
_WHITE = re.compile(r"\b(?:TO|FROM)\s+WHITE\b")
_SMASH = re.compile(r"\bSMASH\b")
_DISSOLVE = re.compile(r"\bDISSOLVE\b|\bFADE\s+TO\b")


def transition_mark(text: str) -> TransitionMark:
    """Return the meaning of a written transition; an unknown one is a cut."""
    written = text.upper()
    white = _WHITE.search(written) is not None
    if _FADE_OUT.search(written):
        return TransitionMark(TransitionKind.FADE_OUT, white)
    if _FADE_IN.search(written):
        return TransitionMark(TransitionKind.FADE_IN, white)
    if _SMASH.search(written):
        return TransitionMark(TransitionKind.SMASH_CUT)
    if _DISSOLVE.search(written):
        return TransitionMark(TransitionKind.DISSOLVE)
    return TransitionMark(TransitionKind.CUT)


def with_transitions(scenes: Iterable[Iterable[ShotDraft | TransitionMark]], pacing: Pacing) -> list[list[ShotDraft]]:
    """Return each scene's shots with the transitions between them moved into them, also across scenes."""
    result: list[list[ShotDraft]] = []
    last: tuple[int, int] | None = None
    pending: TransitionMark | None = None
    for items in scenes:
        shots: list[ShotDraft] = []
        result.append(shots)
        for item in items:
            if isinstance(item, ShotDraft):
                coming = item if pending is None else replace(item, transition_in=_inside(item, pending, pacing))
                shots.append(coming)
                last, pending = (len(result) - 1, len(shots) - 1), None
            elif item.kind is not TransitionKind.FADE_OUT:
                pending = item
            elif last is not None:
                scene, index = last
                ending = result[scene][index]
                result[scene][index] = replace(ending, transition_out=_inside(ending, item, pacing))
    return result


def _inside(shot: ShotDraft, mark: TransitionMark, pacing: Pacing) -> Transition:
    """Return a transition of half a second, or a third of the shot if that is less."""
    if mark.kind is TransitionKind.SMASH_CUT:
        return Transition(kind=mark.kind)
    frames = min(pacing.longest_transition, shot.frames // 3)
    if mark.kind is TransitionKind.CUT or frames < 1:
        return Transition()
    return Transition(kind=mark.kind, frames=frames, white=mark.white)
