"""The beats of a scene in order: the units that shots are made for."""

from __future__ import annotations

from dataclasses import dataclass, replace

from reelmake.crafts.shots.people import Person
from reelmake.documents.lexicon.emotions import Feeling
from reelmake.documents.shotlist import ShotLine, TransitionKind


@dataclass(frozen=True)
class Utterance:
    """One spoken part with the pause before it, in frames."""

    line: ShotLine
    """The line at offset 0."""
    pause_before: int
    feeling: Feeling


@dataclass(frozen=True)
class Speech:
    """Everything said under one cue."""

    element_ids: tuple[str, ...]
    speaker: Person | None
    """None for a lyric without a cue."""
    unseen: bool
    utterances: tuple[Utterance, ...]
    pause_after: int
    position: int
    """Index among the scene's seen speeches, or among its unseen ones; the choice of shot depends on it."""
    listener: Person | None
    sounds: tuple[str, ...] = ()
    weighty: bool = False
    """Whether a pause divides it, or it is the last speech of the scene."""


@dataclass(frozen=True)
class DualSpeech:
    """Two cues spoken at the same time."""

    left: Speech
    right: Speech


@dataclass(frozen=True)
class ActionBeat:
    """An action paragraph."""

    element_id: str
    text: str
    people: tuple[Person, ...]
    props: tuple[str, ...]
    only_the_thing: bool
    ordinal: int
    """Index among the scene's actions."""
    sounds: tuple[str, ...] = ()


@dataclass(frozen=True)
class PauseBeat:
    """A pause between lines: ``Beat.``"""

    element_id: str
    person: Person | None
    beats: int
    sounds: tuple[str, ...] = ()


@dataclass(frozen=True)
class CardText:
    """Centred text, shown on a card."""

    element_ids: tuple[str, ...]
    text: str
    sounds: tuple[str, ...] = ()


@dataclass(frozen=True)
class TransitionMark:
    """A transition at its place in the script."""

    kind: TransitionKind
    white: bool = False
    """Whether it fades to or from white."""


Beat = Speech | DualSpeech | ActionBeat | PauseBeat | CardText
"""Something that gets at least one shot."""


@dataclass(frozen=True)
class Breakdown:
    """A scene's cast, its mood, and its beats and transitions in order."""

    cast: tuple[Person, ...]
    mood: str
    beats: tuple[Beat | TransitionMark, ...]
    opening_sounds: tuple[str, ...] = ()
    """Sounds noted before the first beat; they start with the first shot."""


def with_sounds(beat: Beat, sounds: tuple[str, ...]) -> Beat:
    """Return the beat with more sounds."""
    if not sounds:
        return beat
    if isinstance(beat, DualSpeech):
        return replace(beat, left=replace(beat.left, sounds=beat.left.sounds + sounds))
    return replace(beat, sounds=beat.sounds + sounds)
