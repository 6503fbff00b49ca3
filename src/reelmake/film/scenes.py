"""A scene's shots in order, from its opening to its last beat."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reelmake.documents.shotlist import Framing, Move, ShotKind
from reelmake.film.beats import Beat, Breakdown, DualSpeech, Happening, Hold, Mark, Speech, Words
from reelmake.film.cards import words_draft
from reelmake.film.coverage import look_again, look_at, look_at_both, master, reaction
from reelmake.film.draft import Draft, Look, settled
from reelmake.film.emotion import NEUTRAL
from reelmake.film.happenings import happening_drafts, insert_draft
from reelmake.film.openings import Opening
from reelmake.film.pacing import Pacing
from reelmake.film.staging import Stage
from reelmake.film.track import pieces_of, track_of


def scene_drafts(scene: Breakdown, opening: Opening, pacing: Pacing, *, has_place: bool) -> list[Draft | Mark]:
    """Return a scene's shots, with the script's transitions still standing between them."""
    stage = Stage(scene.cast)
    beats = list(scene.beats)
    leading = next((index for index, beat in enumerate(beats) if not isinstance(beat, Mark)), len(beats))
    marks, rest = beats[:leading], beats[leading:]
    first = rest[0] if rest else None
    if first is None and not has_place:
        return list(marks)
    last_heard = max((i for i, beat in enumerate(rest) if isinstance(beat, Speech | DualSpeech)), default=-1)
    speech_ends_scene = last_heard >= 0 and all(isinstance(beat, Mark) for beat in rest[last_heard + 1 :])
    shots: list[Draft | Mark] = []
    for index, beat in enumerate(rest):
        tail = pacing.scene_tail if speech_ends_scene and index == last_heard else pacing.between_lines
        if isinstance(beat, Mark):
            shots.append(beat)
        elif index == 0:
            shots.extend(_opened(beat, opening, stage, tail, pacing, has_place))
        else:
            shots.extend(_covered(beat, stage, 0, tail, pacing))
    if first is None:
        shots = [_establishing(opening, pacing)]
    shots = [shot if isinstance(shot, Mark) else settled(shot, pacing) for shot in shots]
    if scene.opening_sounds and isinstance(shots[0], Draft):
        shots[0] = replace(shots[0], sounds=scene.opening_sounds + shots[0].sounds)
    return [*marks, *shots]


def _opened(beat: Beat, opening: Opening, stage: Stage, tail: int, pacing: Pacing, has_place: bool) -> Iterator[Draft]:
    """Yield the opening and what the first beat still needs after it."""
    if isinstance(beat, Words) and not has_place:
        yield words_draft(beat, pacing)
        return
    heard = isinstance(beat, Speech | DualSpeech)
    over_the_place = isinstance(beat, Speech) and beat.unseen
    if over_the_place or (heard and not opening.establish):
        yield from _lengthened(_covered(beat, stage, pacing.scene_head, tail, pacing, opening), pacing)
    elif isinstance(beat, Happening) and beat.props and opening.establish and opening.framing is Framing.WIDE:
        yield from _detail_first(beat, opening, stage, pacing)
    elif isinstance(beat, Happening) and not opening.establish and not beat.only_the_thing:
        shots = list(_covered(beat, stage, 0, tail, pacing))
        look = replace(shots[0].look, framing=opening.framing, move=opening.move)
        shots[0] = replace(shots[0], look=look)
        yield from _lengthened(iter(shots), pacing)
    else:
        if has_place:
            yield _establishing(opening, pacing)
        yield from _covered(beat, stage, 0, tail, pacing)


def _establishing(opening: Opening, pacing: Pacing) -> Draft:
    look = Look(ShotKind.ESTABLISHING, opening.framing, opening.move)
    return Draft(look=look, frames=pacing.establishing + pacing.scene_head)


def _detail_first(beat: Happening, opening: Opening, stage: Stage, pacing: Pacing) -> Iterator[Draft]:
    """Yield the thing before the place: the action that names it then shows where we are."""
    detail = insert_draft(beat, beat.props[0], pacing, opening.move)
    yield replace(detail, frames=max(detail.frames, pacing.establishing))
    if beat.only_the_thing:
        yield replace(_establishing(opening, pacing), element_ids=(beat.element_id,))
        return
    shots = happening_drafts(replace(beat, props=beat.props[1:]), stage, pacing)
    yield replace(shots[0], look=replace(shots[0].look, framing=Framing.WIDE, move=Move.STATIC))
    yield from shots[1:]


def _lengthened(shots: Iterator[Draft], pacing: Pacing) -> Iterator[Draft]:
    """Give an opening the time its move needs. Only a shot that ends its speech can be this short."""
    first = next(shots)
    yield replace(first, frames=max(first.frames, pacing.establishing))
    yield from shots


def _covered(
    beat: Beat, stage: Stage, lead: int, tail: int, pacing: Pacing, opening: Opening | None = None
) -> Iterator[Draft]:
    """Yield the shots of one beat; with an opening, the first of them is seen the opening's way."""
    if isinstance(beat, Speech):
        yield from _speech(beat, stage, lead, tail, pacing, opening)
    elif isinstance(beat, DualSpeech):
        yield _dual(beat, stage, lead, tail, pacing, opening)
    elif isinstance(beat, Happening):
        yield from happening_drafts(beat, stage, pacing)
    elif isinstance(beat, Words):
        yield words_draft(beat, pacing)
    else:
        yield _hold(beat, stage, pacing)


def _speech(
    speech: Speech, stage: Stage, lead: int, tail: int, pacing: Pacing, opening: Opening | None
) -> Iterator[Draft]:
    track = track_of(speech, lead, tail)
    listener = None if speech.unseen else speech.listener
    pieces = pieces_of(track.frames, listener is not None, pacing)
    heard = sum(line.frames for line in track.lines)
    main = look_at(speech, stage, heard, track.emotion_in(pieces[0].span), pacing.long_line)
    if opening is not None:
        main = _opening_look(speech, stage, opening)
    turn = 0
    for index, piece in enumerate(pieces):
        if piece.on_listener and listener is not None:
            look, emotion = reaction(listener, speech.speaker, stage), NEUTRAL
        else:
            look, emotion = main if turn == 0 else look_again(speech, stage, main, turn), track.emotion_in(piece.span)
            turn += 1
        yield Draft(
            look=look,
            frames=piece.span.frames,
            lines=track.heard_in(piece.span),
            element_ids=speech.element_ids,
            emotion=emotion,
            sounds=speech.sounds if index == 0 else (),
        )


def _opening_look(speech: Speech, stage: Stage, opening: Opening) -> Look:
    if speech.unseen:
        return Look(ShotKind.ESTABLISHING, opening.framing, opening.move)
    return master(stage, opening.framing, opening.move, speech.speaker)


def _dual(dual: DualSpeech, stage: Stage, lead: int, tail: int, pacing: Pacing, opening: Opening | None) -> Draft:
    tracks = (track_of(dual.left, lead, tail), track_of(dual.right, lead, tail))
    look = look_at_both(dual, stage)
    if opening is not None:
        look = replace(look, framing=opening.framing, move=opening.move)
    emotions = [emotion for track in tracks for emotion in track.emotions]
    return Draft(
        look=look,
        frames=max(track.frames for track in tracks),
        lines=tracks[0].lines + tracks[1].lines,
        element_ids=dual.left.element_ids + dual.right.element_ids,
        emotion=next((emotion for emotion in emotions if emotion != NEUTRAL), NEUTRAL),
        sounds=dual.left.sounds + dual.right.sounds,
    )


def _hold(hold: Hold, stage: Stage, pacing: Pacing) -> Draft:
    if hold.person is None:
        look = Look(ShotKind.ACTION, Framing.MEDIUM, Move.STATIC)
    else:
        others = stage.others(hold.person)
        look = reaction(hold.person, others[0] if others else None, stage)
    return Draft(
        look=look,
        frames=hold.beats * pacing.beat,
        element_ids=(hold.element_id,),
        emotion=NEUTRAL if hold.person else "",
        sounds=hold.sounds,
    )
