"""Which shot covers a speech. The speech's place in the scene decides, and its own length and feeling."""

from __future__ import annotations

from dataclasses import dataclass

from reelmake.crafts.shots.beats import DualSpeech, Speech
from reelmake.crafts.shots.draft import Look
from reelmake.crafts.shots.mood import STRONG
from reelmake.crafts.shots.people import Person
from reelmake.crafts.shots.screen_sides import Stage
from reelmake.documents.lexicon.emotions import Feeling
from reelmake.documents.shotlist import Framing, Move, ShotKind

_PAIR_RETURNS = 8
"""A conversation of two goes back to the two-shot at every eighth speech …"""
_PAIR_TIGHTENS = 6
"""… and from the sixth on stays on faces."""
_GROUP_RETURNS = 6
"""Three or more are all seen again at every sixth speech, lest the viewer lose the room."""

_ROOM_LOOKS = (
    (Framing.WIDE, Move.PUSH_IN),
    (Framing.EXTREME_WIDE, Move.PAN_RIGHT),
    (Framing.MEDIUM, Move.PAN_LEFT),
    (Framing.EXTREME_WIDE, Move.PULL_OUT),
)


@dataclass(frozen=True)
class _Pair:
    """One who speaks and one who listens, and the ways to see them."""

    speaker: Person
    listener: Person
    stage: Stage

    def two_shot(self) -> Look:
        figures = self.stage.group((self.speaker, self.listener), self.speaker)
        return Look(ShotKind.TWO_SHOT, Framing.MEDIUM, Move.STATIC, figures)

    def over_shoulder(self) -> Look:
        figures = self.stage.over_shoulder(self.speaker, self.listener)
        return Look(ShotKind.OVER_SHOULDER, Framing.MEDIUM_CLOSE, Move.STATIC, figures)

    def close_up(self, framing: Framing) -> Look:
        return _close_up(self.speaker, self.listener, self.stage, framing)


def look_at(speech: Speech, stage: Stage, frames: int, feeling: Feeling, long_line: int) -> Look:
    """Return the main shot of a speech."""
    if speech.unseen or speech.speaker is None:
        return _look_while_unseen(speech, stage, 0)
    intense = feeling in STRONG
    near = intense or speech.weighty or frames >= long_line
    close = Framing.CLOSE_UP if intense else Framing.MEDIUM_CLOSE
    if len(stage.cast) <= 1 or speech.listener is None:
        return _look_at_one(speech.speaker, speech.position, near)
    pair = _Pair(speech.speaker, speech.listener, stage)
    if len(stage.cast) == 2:
        return _look_at_pair(pair, speech.position, near, close)
    return _look_at_group(pair, speech.position, near, close)


def look_again(speech: Speech, stage: Stage, main: Look, turn: int) -> Look:
    """Return the shot of a long speech's later piece: nearer, then back, never the same size twice running."""
    if speech.unseen or speech.speaker is None:
        return _look_while_unseen(speech, stage, turn)
    near = main.framing is Framing.CLOSE_UP
    close = (turn % 2 == 1) is not near
    return _close_up(speech.speaker, speech.listener, stage, Framing.CLOSE_UP if close else Framing.MEDIUM_CLOSE)


def reaction(listener: Person, speaker: Person | None, stage: Stage) -> Look:
    """Return the face of one who listens."""
    figures = stage.single(listener, "listener", speaker if speaker in stage.cast else None)
    return Look(ShotKind.REACTION, Framing.MEDIUM_CLOSE, Move.STATIC, figures)


def look_at_both(dual: DualSpeech, stage: Stage) -> Look:
    """Return the two-shot of a dual dialogue; whoever is unseen stays out of it."""
    speeches = (dual.left, dual.right)
    people = [speech.speaker for speech in speeches if speech.speaker is not None and not speech.unseen]
    figures = tuple(figure.model_copy(update={"role": "speaker"}) for figure in stage.group(people))
    return Look(ShotKind.TWO_SHOT, Framing.MEDIUM, Move.STATIC, figures)


def master(stage: Stage, framing: Framing, move: Move, speaker: Person | None) -> Look:
    """Return the shot that has everyone in it."""
    return Look(ShotKind.MASTER, framing, move, stage.group(stage.cast, speaker))


def _look_at_one(speaker: Person, position: int, near: bool) -> Look:
    stage = Stage((speaker,))
    if position % 3 == 0:
        return master(stage, Framing.MEDIUM, Move.STATIC, speaker)
    return _close_up(speaker, None, stage, Framing.CLOSE_UP if near or position % 3 == 2 else Framing.MEDIUM_CLOSE)


def _look_at_pair(pair: _Pair, position: int, near: bool, close: Framing) -> Look:
    if position % _PAIR_RETURNS == 0:
        return pair.two_shot()
    if position <= 2:
        return pair.over_shoulder()
    return pair.close_up(close) if near or position >= _PAIR_TIGHTENS else pair.over_shoulder()


def _look_at_group(pair: _Pair, position: int, near: bool, close: Framing) -> Look:
    turn = position % _GROUP_RETURNS
    if turn == 0:
        return master(pair.stage, Framing.WIDE, Move.PUSH_IN, pair.speaker)
    if turn in (1, 3) and close is not Framing.CLOSE_UP:
        return pair.over_shoulder()
    return pair.two_shot() if turn == 4 and not near else pair.close_up(close)


def _close_up(speaker: Person, listener: Person | None, stage: Stage, framing: Framing) -> Look:
    return Look(ShotKind.CLOSE_UP, framing, Move.PUSH_IN, stage.single(speaker, "speaker", listener))


def _look_while_unseen(speech: Speech, stage: Stage, turn: int) -> Look:
    """Return what is seen while a voice is heard: those who hear it, in turn, and the place when there is but one."""
    index = speech.position + turn
    hearers = sorted(stage.others(speech.speaker), key=lambda person: person != speech.listener)
    if len(hearers) > 1 or (hearers and index % 2 == 0):
        face = hearers[index % len(hearers)]
        return Look(ShotKind.REACTION, Framing.MEDIUM_CLOSE, Move.PUSH_IN, stage.single(face, "listener"))
    framing, move = _ROOM_LOOKS[index % len(_ROOM_LOOKS)]
    return Look(ShotKind.ESTABLISHING, framing, move)
