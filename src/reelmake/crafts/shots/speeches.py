"""Turns the cues of a scene into beats: what is said, with which pauses, and who listens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reelmake.crafts.shots.beats import Beat, DualSpeech, PauseBeat, Speech, Utterance
from reelmake.crafts.shots.director_notes import noted_values
from reelmake.crafts.shots.pacing import Pacing
from reelmake.crafts.shots.people import Person, is_unseen
from reelmake.crafts.shots.spoken_lengths import SpokenLengths
from reelmake.documents.lexicon.emotions import NEUTRAL
from reelmake.documents.script import Element, ElementKind, Scene
from reelmake.documents.spoken import parts_of


@dataclass(frozen=True)
class _Said:
    """What the parts of one cue add up to."""

    utterances: tuple[Utterance, ...]
    beats_after: int
    sounds: tuple[str, ...]


class SpeechReader:
    """Turns a scene's cues into beats, in order; counts positions and remembers who has spoken."""

    def __init__(self, scene: Scene, cast: tuple[Person, ...], lengths: SpokenLengths, pacing: Pacing) -> None:
        self._scene = scene
        self._cast = cast
        self._lengths = lengths
        self._pacing = pacing
        self._seen = 0
        self._unseen = 0
        self._spoken: list[Person] = []
        """Who has spoken on screen so far, in order."""
        self._to_come = [
            Person(element.speaker_id, element.speaker)
            for element in scene.elements
            if element.kind is ElementKind.DIALOGUE and not is_unseen(element.extensions)
        ]

    def read(self, group: tuple[Element, ...]) -> Iterator[Beat | str]:
        """Yield the beats of one cue, of both cues of a dual dialogue, or of neighbouring lyrics.

        A cue with nothing said under it has no beat: its noted sounds are yielded by name.
        """
        if group[0].kind is ElementKind.LYRIC:
            yield from self._lyrics(group)
            return
        if len(group) == 2:
            left, right = self._said(group[0]), self._said(group[1])
            if left.utterances and right.utterances:
                position = self._seen
                speeches = [self._speech(element, said) for element, said in zip(group, (left, right), strict=True)]
                self._seen = position + 1
                yield DualSpeech(speeches[0], speeches[1])
                return
        for element in group:
            said = self._said(element)
            if said.utterances:
                yield self._speech(element, said)
            elif said.beats_after:
                person = None if is_unseen(element.extensions) else Person(element.speaker_id, element.speaker)
                yield PauseBeat(element.id, person, said.beats_after, said.sounds)
            else:
                yield from said.sounds

    def _speech(self, element: Element, said: _Said) -> Speech:
        unseen = is_unseen(element.extensions)
        speaker = Person(element.speaker_id, element.speaker)
        listener = self._listener(speaker)
        position = self._unseen if unseen else self._seen
        divided = any(utterance.pause_before > self._pacing.between_lines for utterance in said.utterances[1:])
        has_last_word = not unseen and len(self._spoken) == len(self._to_come) - 1
        if unseen:
            self._unseen += 1
        else:
            self._seen += 1
            self._spoken.append(speaker)
        return Speech(
            element_ids=(element.id,),
            speaker=speaker,
            unseen=unseen,
            utterances=said.utterances,
            pause_after=said.beats_after * self._pacing.beat,
            position=position,
            listener=listener,
            sounds=said.sounds,
            weighty=divided or has_last_word,
        )

    def _lyrics(self, group: tuple[Element, ...]) -> Iterator[Beat | str]:
        sung = [element for element in group if element.words]
        sounds = tuple(sound for element in group for sound in noted_values(element.notes, "sfx"))
        if not sung:
            yield from sounds
            return
        utterances = tuple(
            Utterance(self._lengths.lyric(element), self._pacing.between_lines if index else 0, NEUTRAL)
            for index, element in enumerate(sung)
        )
        self._unseen += 1
        yield Speech(
            element_ids=tuple(element.id for element in sung),
            speaker=None,
            unseen=True,
            utterances=utterances,
            pause_after=0,
            position=self._unseen - 1,
            listener=self._listener(None),
            sounds=sounds,
        )

    def _listener(self, speaker: Person | None) -> Person | None:
        """Return who is spoken to: the last other speaker, else the next one, else anybody in the scene."""
        candidates = (*reversed(self._spoken), *self._to_come[len(self._spoken) :], *self._cast)
        return next((person for person in candidates if speaker is None or person.id != speaker.id), None)

    def _said(self, element: Element) -> _Said:
        unseen = is_unseen(element.extensions)
        spoken_by_index = {part.part: part for part in parts_of(self._scene, element)}
        utterances: list[Utterance] = []
        beats = 0
        for index, part in enumerate(element.parts):
            beats += part.beats
            if spoken := spoken_by_index.get(index):
                pause = beats * self._pacing.beat + (self._pacing.between_lines if utterances else 0)
                utterances.append(Utterance(self._lengths.line(spoken, unseen=unseen), pause, spoken.feeling))
                beats = 0
        return _Said(tuple(utterances), beats, noted_values(element.all_notes(), "sfx"))
