"""The shots of a speech, of two speeches at once, and of a pause."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reelmake.crafts.shots.beats import DualSpeech, PauseBeat, Speech
from reelmake.crafts.shots.coverage import dual_composition, later_composition, master, reaction, speech_composition
from reelmake.crafts.shots.scene_setup import SceneSetup
from reelmake.crafts.shots.shot_draft import Composition, ShotDraft
from reelmake.crafts.shots.speech_track import pieces_of, track_of
from reelmake.documents.lexicon.emotions import NEUTRAL
from reelmake.documents.shotlist import Framing, Move, ShotKind


def speech_drafts(speech: Speech, setup: SceneSetup, tail: int, *, opens: bool) -> Iterator[ShotDraft]:
    """Yield the shots of one speech and of the ``tail`` frames after it.

    A speech that opens the scene gets the scene's opening as its first shot.
    """
    pacing, stage = setup.pacing, setup.stage
    track = track_of(speech, pacing.scene_head if opens else 0, tail)
    listener = None if speech.unseen else speech.listener
    pieces = pieces_of(track, listener is not None, pacing)
    if opens:
        main = _opening_composition(speech, setup)
    else:
        heard = sum(line.frames for line in track.lines)
        main = speech_composition(speech, stage, heard, track.feeling_in(pieces[0].span), pacing.long_line)
    turn = 0
    for index, piece in enumerate(pieces):
        if piece.on_listener and listener is not None:
            composition, feeling = reaction(listener, speech.speaker, stage), NEUTRAL
        else:
            composition = main if turn == 0 else later_composition(speech, stage, main, turn)
            feeling = track.feeling_in(piece.span)
            turn += 1
        yield ShotDraft(
            composition=composition,
            frames=piece.span.frames,
            lines=track.heard_in(piece.span),
            element_ids=speech.element_ids,
            emotion=feeling,
            sounds=speech.sounds if index == 0 else (),
        )


def dual_draft(dual: DualSpeech, setup: SceneSetup, tail: int, *, opens: bool) -> ShotDraft:
    """Return the single shot of two speeches at once: both start together, the longer one decides the length."""
    lead = setup.pacing.scene_head if opens else 0
    tracks = (track_of(dual.left, lead, tail), track_of(dual.right, lead, tail))
    composition = dual_composition(dual, setup.stage)
    if opens:
        composition = replace(composition, framing=setup.opening.framing, move=setup.opening.move)
    feelings = [feeling for track in tracks for feeling in track.feelings]
    return ShotDraft(
        composition=composition,
        frames=max(track.frames for track in tracks),
        lines=tracks[0].lines + tracks[1].lines,
        element_ids=dual.left.element_ids + dual.right.element_ids,
        emotion=next((feeling for feeling in feelings if feeling != NEUTRAL), NEUTRAL),
        sounds=dual.left.sounds + dual.right.sounds,
    )


def pause_draft(pause: PauseBeat, setup: SceneSetup) -> ShotDraft:
    """Return the shot of a pause, on the face of its person."""
    composition = Composition(ShotKind.ACTION, Framing.MEDIUM, Move.STATIC)
    if pause.person is not None:
        others = setup.stage.others(pause.person)
        composition = reaction(pause.person, others[0] if others else None, setup.stage)
    return ShotDraft(
        composition=composition,
        frames=pause.beats * setup.pacing.beat,
        element_ids=(pause.element_id,),
        emotion=NEUTRAL if pause.person is not None else "",
        sounds=pause.sounds,
    )


def _opening_composition(speech: Speech, setup: SceneSetup) -> Composition:
    opening = setup.opening
    if speech.unseen:
        return Composition(ShotKind.ESTABLISHING, opening.framing, opening.move)
    return master(setup.stage, opening.framing, opening.move, speech.speaker)
