"""The shots of what is spoken: a speech, two at once, or the silence between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reelmake.crafts.shots.beats import DualSpeech, Hold, Speech
from reelmake.crafts.shots.coverage import look_again, look_at, look_at_both, master, reaction
from reelmake.crafts.shots.draft import Draft, Look
from reelmake.crafts.shots.scene_setup import Setup
from reelmake.crafts.shots.speech_track import pieces_of, track_of
from reelmake.documents.lexicon.emotions import NEUTRAL
from reelmake.documents.shotlist import Framing, Move, ShotKind


def speech_drafts(speech: Speech, setup: Setup, tail: int, *, opens: bool) -> Iterator[Draft]:
    """Yield the shots of one speech and of the ``tail`` frames after it; one that opens the scene is seen so."""
    pacing, stage = setup.pacing, setup.stage
    track = track_of(speech, pacing.scene_head if opens else 0, tail)
    listener = None if speech.unseen else speech.listener
    pieces = pieces_of(track, listener is not None, pacing)
    if opens:
        main = _opening_look(speech, setup)
    else:
        heard = sum(line.frames for line in track.lines)
        main = look_at(speech, stage, heard, track.feeling_in(pieces[0].span), pacing.long_line)
    turn = 0
    for index, piece in enumerate(pieces):
        if piece.on_listener and listener is not None:
            look, feeling = reaction(listener, speech.speaker, stage), NEUTRAL
        else:
            look, feeling = main if turn == 0 else look_again(speech, stage, main, turn), track.feeling_in(piece.span)
            turn += 1
        yield Draft(
            look=look,
            frames=piece.span.frames,
            lines=track.heard_in(piece.span),
            element_ids=speech.element_ids,
            emotion=feeling,
            sounds=speech.sounds if index == 0 else (),
        )


def dual_draft(dual: DualSpeech, setup: Setup, tail: int, *, opens: bool) -> Draft:
    """Return the one shot of two who speak at once: both begin together, the longer one rules."""
    lead = setup.pacing.scene_head if opens else 0
    tracks = (track_of(dual.left, lead, tail), track_of(dual.right, lead, tail))
    look = look_at_both(dual, setup.stage)
    if opens:
        look = replace(look, framing=setup.opening.framing, move=setup.opening.move)
    feelings = [feeling for track in tracks for feeling in track.feelings]
    return Draft(
        look=look,
        frames=max(track.frames for track in tracks),
        lines=tracks[0].lines + tracks[1].lines,
        element_ids=dual.left.element_ids + dual.right.element_ids,
        emotion=next((feeling for feeling in feelings if feeling != NEUTRAL), NEUTRAL),
        sounds=dual.left.sounds + dual.right.sounds,
    )


def hold_draft(hold: Hold, setup: Setup) -> Draft:
    """Return the shot of a pause, on the face of whoever takes in what was said."""
    look = Look(ShotKind.ACTION, Framing.MEDIUM, Move.STATIC)
    if hold.person is not None:
        others = setup.stage.others(hold.person)
        look = reaction(hold.person, others[0] if others else None, setup.stage)
    return Draft(
        look=look,
        frames=hold.beats * setup.pacing.beat,
        element_ids=(hold.element_id,),
        emotion=NEUTRAL if hold.person is not None else "",
        sounds=hold.sounds,
    )


def _opening_look(speech: Speech, setup: Setup) -> Look:
    opening = setup.opening
    if speech.unseen:
        return Look(ShotKind.ESTABLISHING, opening.framing, opening.move)
    return master(setup.stage, opening.framing, opening.move, speech.speaker)
