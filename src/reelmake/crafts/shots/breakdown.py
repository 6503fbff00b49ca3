"""Take a scene apart: who is in it, how it feels, and what happens in order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reelmake.crafts.shots.beats import (
    ActionBeat,
    Beat,
    Breakdown,
    CardText,
    DualSpeech,
    PauseBeat,
    Speech,
    TransitionMark,
    with_sounds,
)
from reelmake.crafts.shots.director_notes import noted_values
from reelmake.crafts.shots.mood import mood_of
from reelmake.crafts.shots.pacing import Pacing
from reelmake.crafts.shots.people import People, Person, scene_cast
from reelmake.crafts.shots.speeches import SpeechReader
from reelmake.crafts.shots.spoken_lengths import SpokenLengths
from reelmake.crafts.shots.things import things_in
from reelmake.crafts.shots.transitions import transition_mark
from reelmake.documents.lexicon.emotions import Feeling
from reelmake.documents.script import Element, ElementKind, Scene

_SHOWN = frozenset(
    {ElementKind.ACTION, ElementKind.DIALOGUE, ElementKind.CENTERED, ElementKind.LYRIC, ElementKind.TRANSITION}
)
_PRONOUN = re.compile(r"(?:he|she|they|both)\b", re.IGNORECASE)
_FEW = 3


def break_down(scene: Scene, people: People, lengths: SpokenLengths, pacing: Pacing) -> Breakdown:
    """Return the scene's cast, mood and beats. Notes other than sfx and mood, sections and synopses leave no trace."""
    cast = scene_cast(scene, people)
    reader = SpeechReader(scene, cast, lengths, pacing)
    beats, opening_sounds = _with_noted_sounds(_events(scene, cast, people, reader))
    moods = noted_values(scene.all_notes(), "mood")
    mood = moods[0] if moods else mood_of(_feelings(beats), scene.time_of_day)
    return Breakdown(cast, mood, beats, opening_sounds)


def _events(
    scene: Scene, cast: tuple[Person, ...], people: People, reader: SpeechReader
) -> Iterator[Beat | TransitionMark | str]:
    """Yield beats and transitions in order, and a noted sound as its bare name."""
    shown_props: set[str] = set()
    ordinal = 0
    last: Speech | None = None
    yield from noted_values(scene.notes, "sfx")
    for group in _groups(scene.elements):
        first = group[0]
        sounds = tuple(sound for element in group for sound in noted_values(element.all_notes(), "sfx"))
        if first.kind in (ElementKind.DIALOGUE, ElementKind.LYRIC):
            for beat in reader.read(group):
                yield beat
                if isinstance(beat, Speech | DualSpeech):
                    last = beat.right if isinstance(beat, DualSpeech) else beat
        elif first.beats:
            yield PauseBeat(first.id, _taking_it_in(last, cast), first.beats, sounds)
        elif first.kind is ElementKind.ACTION and first.words:
            action = _action_beat(first, cast, people, ordinal)
            fresh = tuple(prop for prop in action.props if prop not in shown_props)
            shown_props.update(fresh)
            ordinal += 1
            yield _with(action, fresh, sounds)
        else:
            yield from _without_people(group, sounds)


def _without_people(group: tuple[Element, ...], sounds: tuple[str, ...]) -> Iterator[CardText | TransitionMark | str]:
    """Yield the words on a card, or a transition after the sounds noted in it, or the sounds alone."""
    words = tuple(element for element in group if element.kind is ElementKind.CENTERED and element.words)
    if words:
        yield CardText(tuple(element.id for element in group), "\n".join(element.words for element in words), sounds)
        return
    yield from sounds
    if group[0].kind is ElementKind.TRANSITION:
        yield transition_mark(group[0].words)


def _groups(elements: Sequence[Element]) -> Iterator[tuple[Element, ...]]:
    """Yield what belongs together: both sides of a dual dialogue, neighbouring centred lines, neighbouring lyrics."""
    shown = [element for element in elements if element.kind in _SHOWN or noted_values(element.notes, "sfx")]
    index = 0
    while index < len(shown):
        first, end = shown[index], index + 1
        if first.kind in (ElementKind.CENTERED, ElementKind.LYRIC):
            while end < len(shown) and shown[end].kind is first.kind:
                end += 1
        elif first.dual == "left" and end < len(shown) and shown[end].dual == "right":
            end += 1
        yield tuple(shown[index:end])
        index = end


def _action_beat(action: Element, cast: tuple[Person, ...], people: People, ordinal: int) -> ActionBeat:
    named = {mention.person.id: mention.person for mention in people.mentions(action.words)}
    seen = tuple(named.values())
    if not seen and _PRONOUN.match(action.words) and len(cast) <= _FEW:
        seen = cast
    things = things_in(action, people.is_character)
    only = things.only_the_thing and not seen
    return ActionBeat(action.id, action.words, seen, things.props, only, ordinal, things.sounds)


def _with(action: ActionBeat, props: tuple[str, ...], noted: tuple[str, ...]) -> ActionBeat:
    return ActionBeat(
        action.element_id,
        action.text,
        action.people,
        props,
        action.only_the_thing and bool(props),
        action.ordinal,
        action.sounds + noted,
    )


def _taking_it_in(last: Speech | None, cast: tuple[Person, ...]) -> Person | None:
    """Return whose face a pause is held on: the one who was spoken to."""
    if last is not None and last.listener is not None:
        return last.listener
    return cast[0] if cast else None


def _with_noted_sounds(
    events: Iterator[Beat | TransitionMark | str],
) -> tuple[tuple[Beat | TransitionMark, ...], tuple[str, ...]]:
    """Put each noted sound into the beat after it; what no beat follows, into the last."""
    beats: list[Beat | TransitionMark] = []
    opening: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    latest = -1
    for event in events:
        if isinstance(event, str):
            if latest < 0:
                opening += (event,)
            else:
                pending += (event,)
        elif isinstance(event, TransitionMark):
            beats.append(event)
        else:
            latest = len(beats)
            beats.append(with_sounds(event, pending))
            pending = ()
    if pending:
        final = beats[latest]
        if not isinstance(final, TransitionMark):
            beats[latest] = with_sounds(final, pending)
    return tuple(beats), opening


def _feelings(beats: Sequence[Beat | TransitionMark]) -> Iterator[Feeling]:
    for beat in beats:
        for speech in (beat.left, beat.right) if isinstance(beat, DualSpeech) else (beat,):
            if isinstance(speech, Speech):
                yield from (utterance.feeling for utterance in speech.utterances)
