"""The shots of a scene, from its opening to its last beat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from reelmake.crafts.shots.action_shots import action_drafts, insert_draft
from reelmake.crafts.shots.beats import ActionBeat, Beat, Breakdown, CardText, DualSpeech, Speech, TransitionMark
from reelmake.crafts.shots.cards import card_draft
from reelmake.crafts.shots.dialogue_shots import dual_draft, pause_draft, speech_drafts
from reelmake.crafts.shots.scene_setup import SceneSetup
from reelmake.crafts.shots.shot_draft import Composition, ShotDraft, within_limits
from reelmake.documents.shotlist import Framing, Move, ShotKind, TransitionKind


def scene_drafts(scene: Breakdown, setup: SceneSetup) -> list[ShotDraft | TransitionMark]:
    """Return a scene's shots in order, with the script's transitions between them."""
    beats = [index for index, beat in enumerate(scene.beats) if not isinstance(beat, TransitionMark)]
    if not beats:
        return _empty_scene(scene, setup)
    first = beats[0]
    result: list[ShotDraft | TransitionMark] = [*_marks(scene.beats[:first])]
    for index, beat in enumerate(scene.beats[first:], start=first):
        if isinstance(beat, TransitionMark):
            result.append(beat)
            continue
        tail = setup.pacing.scene_tail if index == beats[-1] else setup.pacing.between_lines
        tail = 0 if smashes(scene.beats[index + 1 :]) else tail
        shots = list(_opened(beat, setup, tail) if index == first else _covered(beat, setup, tail))
        shots = [within_limits(shot, setup.pacing) for shot in shots]
        result.extend(_with_opening_sounds(shots, scene.opening_sounds) if index == first else shots)
    return result


def smashes(following: Sequence[Beat | TransitionMark]) -> bool:
    """Say whether the next item is a smash cut."""
    return (
        bool(following) and isinstance(following[0], TransitionMark) and following[0].kind is TransitionKind.SMASH_CUT
    )


def _empty_scene(scene: Breakdown, setup: SceneSetup) -> list[ShotDraft | TransitionMark]:
    """Return one shot of the place, after a fade-in and before all other transitions; no shot without a heading."""
    marks = list(_marks(scene.beats))
    if not setup.has_place:
        return [*marks]
    shots = _with_opening_sounds([within_limits(_establishing(setup), setup.pacing)], scene.opening_sounds)
    before = [mark for mark in marks if mark.kind is TransitionKind.FADE_IN]
    return [*before, *shots, *(mark for mark in marks if mark.kind is not TransitionKind.FADE_IN)]


def _opened(beat: Beat, setup: SceneSetup, tail: int) -> Iterator[ShotDraft]:
    """Yield the scene's opening and the remaining shots of its first beat."""
    establish = setup.opening.establish
    if isinstance(beat, Speech) and (beat.unseen or not establish):
        yield from _lengthened(speech_drafts(beat, setup, tail, opens=True), setup)
    elif isinstance(beat, DualSpeech) and not establish:
        yield from _lengthened((dual_draft(beat, setup, tail, opens=True),), setup)
    elif isinstance(beat, ActionBeat) and establish and beat.props and setup.opening.framing is Framing.WIDE:
        yield from _detail_first(beat, setup)
    elif isinstance(beat, ActionBeat) and not establish and not beat.only_the_thing:
        first, *rest = action_drafts(beat, setup.stage, setup.pacing)
        composition = replace(first.composition, framing=setup.opening.framing, move=setup.opening.move)
        yield from _lengthened((replace(first, composition=composition), *rest), setup)
    else:
        if setup.has_place:
            yield _establishing(setup)
        yield from _covered(beat, setup, tail)


def _covered(beat: Beat, setup: SceneSetup, tail: int) -> Iterable[ShotDraft]:
    """Return the shots of a beat that does not open the scene."""
    if isinstance(beat, Speech):
        return speech_drafts(beat, setup, tail, opens=False)
    if isinstance(beat, DualSpeech):
        return (dual_draft(beat, setup, tail, opens=False),)
    if isinstance(beat, ActionBeat):
        return action_drafts(beat, setup.stage, setup.pacing)
    if isinstance(beat, CardText):
        return (card_draft(beat, setup.pacing),)
    return (pause_draft(beat, setup),)


def _establishing(setup: SceneSetup) -> ShotDraft:
    composition = Composition(ShotKind.ESTABLISHING, setup.opening.framing, setup.opening.move)
    return ShotDraft(composition=composition, frames=setup.pacing.establishing + setup.pacing.scene_head)


def _detail_first(beat: ActionBeat, setup: SceneSetup) -> Iterator[ShotDraft]:
    """Yield an insert of the first thing, then the action that names it as a wide shot of the place."""
    detail = insert_draft(beat, beat.props[0], setup.pacing, setup.opening.move)
    yield replace(detail, frames=max(detail.frames, setup.pacing.establishing))
    if beat.only_the_thing:
        yield replace(_establishing(setup), element_ids=(beat.element_id,))
        return
    first, *rest = action_drafts(replace(beat, props=beat.props[1:]), setup.stage, setup.pacing)
    yield replace(first, composition=replace(first.composition, framing=Framing.WIDE, move=Move.STATIC))
    yield from rest


def _lengthened(shots: Iterable[ShotDraft], setup: SceneSetup) -> Iterator[ShotDraft]:
    """Lengthen an opening to the time its move needs. Pieces of a split speech are long enough already."""
    first, *rest = shots
    yield replace(first, frames=max(first.frames, setup.pacing.establishing))
    yield from rest


def _marks(beats: Sequence[Beat | TransitionMark]) -> Iterator[TransitionMark]:
    return (beat for beat in beats if isinstance(beat, TransitionMark))


def _with_opening_sounds(shots: list[ShotDraft], sounds: tuple[str, ...]) -> list[ShotDraft]:
    if not shots or not sounds:
        return shots
    return [replace(shots[0], sounds=sounds + shots[0].sounds), *shots[1:]]
