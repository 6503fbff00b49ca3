"""Chooses the shot for a speech, by its position in the scene, its length and its feeling."""

from __future__ import annotations

from dataclasses import dataclass

from reelmake.crafts.shots.beats import DualSpeech, Speech
from reelmake.crafts.shots.mood import STRONG
from reelmake.crafts.shots.people import Person
from reelmake.crafts.shots.screen_sides import Stage
from reelmake.crafts.shots.shot_draft import Composition
from reelmake.documents.lexicon.emotions import Feeling
from reelmake.documents.shotlist import Framing, Move, ShotKind

_PAIR_RETURNS = 8
"""A conversation of two returns to the two-shot at every eighth speech …"""
_PAIR_TIGHTENS = 6
"""… and shows only faces from the sixth speech on."""
_GROUP_RETURNS = 6
"""A conversation of three or more shows everybody again at every sixth speech."""

_ROOM_SHOTS = (
    (Framing.WIDE, Move.PUSH_IN),
    (Framing.EXTREME_WIDE, Move.PAN_RIGHT),
    (Framing.MEDIUM, Move.PAN_LEFT),
    (Framing.EXTREME_WIDE, Move.PULL_OUT),
)


@dataclass(frozen=True)
class _Pair:
    """A speaker and a listener, and the compositions that show them."""

    speaker: Person
    listener: Person
    stage: Stage

    def two_shot(self) -> Composition:
        figures = self.stage.group((self.speaker, self.listener), self.speaker)
        return Composition(ShotKind.TWO_SHOT, Framing.MEDIUM, Move.STATIC, figures)

    def over_shoulder(self) -> Composition:
        figures = self.stage.over_shoulder(self.speaker, self.listener)
        return Composition(ShotKind.OVER_SHOULDER, Framing.MEDIUM_CLOSE, Move.STATIC, figures)

    def close_up(self, framing: Framing) -> Composition:
        return _close_up(self.speaker, self.listener, self.stage, framing)


def speech_composition(speech: Speech, stage: Stage, frames: int, feeling: Feeling, long_line: int) -> Composition:
    """Return the main shot of a speech."""
    if speech.unseen or speech.speaker is None:
        return _while_unseen(speech, stage, 0)
    intense = feeling in STRONG
    near = intense or speech.weighty or frames >= long_line
    close = Framing.CLOSE_UP if intense else Framing.MEDIUM_CLOSE
    if len(stage.cast) <= 1 or speech.listener is None:
        return _for_one(speech.speaker, speech.position, near)
    pair = _Pair(speech.speaker, speech.listener, stage)
    if len(stage.cast) == 2:
        return _for_pair(pair, speech.position, near, close)
    return _for_group(pair, speech.position, near, close)


def later_composition(speech: Speech, stage: Stage, main: Composition, turn: int) -> Composition:
    """Return the shot for a later piece of a long speech; two pieces in a row never have the same size."""
    if speech.unseen or speech.speaker is None:
        return _while_unseen(speech, stage, turn)
    near = main.framing is Framing.CLOSE_UP
    close = (turn % 2 == 1) is not near
    return _close_up(speech.speaker, speech.listener, stage, Framing.CLOSE_UP if close else Framing.MEDIUM_CLOSE)


def reaction(listener: Person, speaker: Person | None, stage: Stage) -> Composition:
    """Return a shot of a listener's face."""
    figures = stage.single(listener, "listener", speaker if speaker in stage.cast else None)
    return Composition(ShotKind.REACTION, Framing.MEDIUM_CLOSE, Move.STATIC, figures)


def dual_composition(dual: DualSpeech, stage: Stage) -> Composition:
    """Return the two-shot of a dual dialogue, without speakers who are off screen."""
    speeches = (dual.left, dual.right)
    people = [speech.speaker for speech in speeches if speech.speaker is not None and not speech.unseen]
    figures = tuple(figure.model_copy(update={"role": "speaker"}) for figure in stage.group(people))
    return Composition(ShotKind.TWO_SHOT, Framing.MEDIUM, Move.STATIC, figures)


def master(stage: Stage, framing: Framing, move: Move, speaker: Person | None) -> Composition:
    """Return the shot with the whole cast."""
    return Composition(ShotKind.MASTER, framing, move, stage.group(stage.cast, speaker))


def _for_one(speaker: Person, position: int, near: bool) -> Composition:
    stage = Stage((speaker,))
    if position % 3 == 0:
        return master(stage, Framing.MEDIUM, Move.STATIC, speaker)
    return _close_up(speaker, None, stage, Framing.CLOSE_UP if near or position % 3 == 2 else Framing.MEDIUM_CLOSE)


def _for_pair(pair: _Pair, position: int, near: bool, close: Framing) -> Composition:
    if position % _PAIR_RETURNS == 0:
        return pair.two_shot()
    if position <= 2:
        return pair.over_shoulder()
    return pair.close_up(close) if near or position >= _PAIR_TIGHTENS else pair.over_shoulder()


def _for_group(pair: _Pair, position: int, near: bool, close: Framing) -> Composition:
    turn = position % _GROUP_RETURNS
    if turn == 0:
        return master(pair.stage, Framing.WIDE, Move.PUSH_IN, pair.speaker)
    if turn in (1, 3) and close is not Framing.CLOSE_UP:
        return pair.over_shoulder()
    return pair.two_shot() if turn == 4 and not near else pair.close_up(close)


def _close_up(speaker: Person, listener: Person | None, stage: Stage, framing: Framing) -> Composition:
    return Composition(ShotKind.CLOSE_UP, framing, Move.PUSH_IN, stage.single(speaker, "speaker", listener))


def _while_unseen(speech: Speech, stage: Stage, turn: int) -> Composition:
    """Return what is seen while an off-screen voice speaks: its listeners in turn, or the place."""
    index = speech.position + turn
    hearers = sorted(stage.others(speech.speaker), key=lambda person: person != speech.listener)
    if len(hearers) > 1 or (hearers and index % 2 == 0):
        face = hearers[index % len(hearers)]
        return Composition(ShotKind.REACTION, Framing.MEDIUM_CLOSE, Move.PUSH_IN, stage.single(face, "listener"))
    framing, move = _ROOM_SHOTS[index % len(_ROOM_SHOTS)]
    return Composition(ShotKind.ESTABLISHING, framing, move)
