"""What happens in a scene, one thing after another: the units the camera covers."""

from __future__ import annotations

from dataclasses import dataclass, replace

from reelmake.crafts.shots.people import Person
from reelmake.documents.lexicon.emotions import Feeling
from reelmake.documents.shotlist import ShotLine, TransitionKind


@dataclass(frozen=True)
class Utterance:
    """One spoken part with the pause before it, in frames."""

    line: ShotLine
    """As it is heard, at offset 0."""
    pause_before: int
    feeling: Feeling


@dataclass(frozen=True)
class Speech:
    """What one cue says."""

    element_ids: tuple[str, ...]
    speaker: Person | None
    """Nobody, for a lyric that no one in the script sings."""
    unseen: bool
    utterances: tuple[Utterance, ...]
    pause_after: int
    position: int
    """Index among the scene's seen speeches, or among its unseen ones: what the choice of shot goes by."""
    listener: Person | None
    sounds: tuple[str, ...] = ()
    weighty: bool = False
    """Whether a pause divides it, or it is the scene's last word."""


@dataclass(frozen=True)
class DualSpeech:
    """Two cues spoken at once."""

    left: Speech
    right: Speech


@dataclass(frozen=True)
class Happening:
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
class Hold:
    """A pause between lines: ``Beat.``"""

    element_id: str
    person: Person | None
    beats: int
    sounds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Words:
    """Centred text: words on the screen."""

    element_ids: tuple[str, ...]
    text: str
    sounds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mark:
    """A transition, where the script has it."""

    kind: TransitionKind
    white: bool = False
    """Whether it fades to white, or comes out of it."""


Beat = Speech | DualSpeech | Happening | Hold | Words
"""Something to see or to hear."""


@dataclass(frozen=True)
class Breakdown:
    """A scene taken apart: who is in it, how it feels, and its beats and transitions in order."""

    cast: tuple[Person, ...]
    mood: str
    beats: tuple[Beat | Mark, ...]
    opening_sounds: tuple[str, ...] = ()
    """Sounds noted before anything happens: they come in with the place."""


def with_sounds(beat: Beat, sounds: tuple[str, ...]) -> Beat:
    """Return the beat with more to hear in it."""
    if not sounds:
        return beat
    if isinstance(beat, DualSpeech):
        return replace(beat, left=replace(beat.left, sounds=beat.left.sounds + sounds))
    return replace(beat, sounds=beat.sounds + sounds)
