"""A scene's shots in order, from its opening to its last beat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from reelmake.crafts.shots.action_shots import happening_drafts, insert_draft
from reelmake.crafts.shots.beats import Beat, Breakdown, DualSpeech, Happening, Mark, Speech, Words
from reelmake.crafts.shots.cards import words_draft
from reelmake.crafts.shots.dialogue_shots import dual_draft, hold_draft, speech_drafts
from reelmake.crafts.shots.draft import Draft, Look, settled
from reelmake.crafts.shots.scene_setup import Setup
from reelmake.documents.shotlist import Framing, Move, ShotKind, TransitionKind


def scene_drafts(scene: Breakdown, setup: Setup) -> list[Draft | Mark]:
    """Return a scene's shots, with the script's transitions still standing between them."""
    happening = [index for index, beat in enumerate(scene.beats) if not isinstance(beat, Mark)]
    if not happening:
        return _empty_scene(scene, setup)
    first = happening[0]
    result: list[Draft | Mark] = [*_marks(scene.beats[:first])]
    for index, beat in enumerate(scene.beats[first:], start=first):
        if isinstance(beat, Mark):
            result.append(beat)
            continue
        tail = setup.pacing.scene_tail if index == happening[-1] else setup.pacing.between_lines
        tail = 0 if smashes(scene.beats[index + 1 :]) else tail
        shots = list(_opened(beat, setup, tail) if index == first else _covered(beat, setup, tail))
        shots = [settled(shot, setup.pacing) for shot in shots]
        result.extend(_with_opening_sounds(shots, scene.opening_sounds) if index == first else shots)
    return result


def smashes(following: Sequence[Beat | Mark]) -> bool:
    """Say whether what comes before is ended by a smash cut."""
    return bool(following) and isinstance(following[0], Mark) and following[0].kind is TransitionKind.SMASH_CUT


def _empty_scene(scene: Breakdown, setup: Setup) -> list[Draft | Mark]:
    """Return the place alone, faded in before and everything else after; and nothing where there is no place."""
    marks = list(_marks(scene.beats))
    if not setup.has_place:
        return [*marks]
    shots = _with_opening_sounds([settled(_establishing(setup), setup.pacing)], scene.opening_sounds)
    before = [mark for mark in marks if mark.kind is TransitionKind.FADE_IN]
    return [*before, *shots, *(mark for mark in marks if mark.kind is not TransitionKind.FADE_IN)]


def _opened(beat: Beat, setup: Setup, tail: int) -> Iterator[Draft]:
    """Yield the opening, and what the first beat still needs after it."""
    establish = setup.opening.establish
    if isinstance(beat, Speech) and (beat.unseen or not establish):
        yield from _lengthened(speech_drafts(beat, setup, tail, opens=True), setup)
    elif isinstance(beat, DualSpeech) and not establish:
        yield from _lengthened((dual_draft(beat, setup, tail, opens=True),), setup)
    elif isinstance(beat, Happening) and establish and beat.props and setup.opening.framing is Framing.WIDE:
        yield from _detail_first(beat, setup)
    elif isinstance(beat, Happening) and not establish and not beat.only_the_thing:
        first, *rest = happening_drafts(beat, setup.stage, setup.pacing)
        look = replace(first.look, framing=setup.opening.framing, move=setup.opening.move)
        yield from _lengthened((replace(first, look=look), *rest), setup)
    else:
        if setup.has_place:
            yield _establishing(setup)
        yield from _covered(beat, setup, tail)


def _covered(beat: Beat, setup: Setup, tail: int) -> Iterable[Draft]:
    """Return the shots of a beat inside a scene."""
    if isinstance(beat, Speech):
        return speech_drafts(beat, setup, tail, opens=False)
    if isinstance(beat, DualSpeech):
        return (dual_draft(beat, setup, tail, opens=False),)
    if isinstance(beat, Happening):
        return happening_drafts(beat, setup.stage, setup.pacing)
    if isinstance(beat, Words):
        return (words_draft(beat, setup.pacing),)
    return (hold_draft(beat, setup),)


def _establishing(setup: Setup) -> Draft:
    look = Look(ShotKind.ESTABLISHING, setup.opening.framing, setup.opening.move)
    return Draft(look=look, frames=setup.pacing.establishing + setup.pacing.scene_head)


def _detail_first(beat: Happening, setup: Setup) -> Iterator[Draft]:
    """Yield the thing before the place: the action that names it then shows where we are."""
    detail = insert_draft(beat, beat.props[0], setup.pacing, setup.opening.move)
    yield replace(detail, frames=max(detail.frames, setup.pacing.establishing))
    if beat.only_the_thing:
        yield replace(_establishing(setup), element_ids=(beat.element_id,))
        return
    first, *rest = happening_drafts(replace(beat, props=beat.props[1:]), setup.stage, setup.pacing)
    yield replace(first, look=replace(first.look, framing=Framing.WIDE, move=Move.STATIC))
    yield from rest


def _lengthened(shots: Iterable[Draft], setup: Setup) -> Iterator[Draft]:
    """Give an opening the time its move needs. Of a speech cut in pieces none is too short, so none is moved."""
    first, *rest = shots
    yield replace(first, frames=max(first.frames, setup.pacing.establishing))
    yield from rest


def _marks(beats: Sequence[Beat | Mark]) -> Iterator[Mark]:
    return (beat for beat in beats if isinstance(beat, Mark))


def _with_opening_sounds(shots: list[Draft], sounds: tuple[str, ...]) -> list[Draft]:
    if not shots or not sounds:
        return shots
    return [replace(shots[0], sounds=sounds + shots[0].sounds), *shots[1:]]
