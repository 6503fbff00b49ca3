"""Music as notes: what a cue plays, from its mood, its length and the words of its scene. No chance takes part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reelmake.crafts.sound.chords import chord, pitch, voiced
from reelmake.crafts.sound.moods import Mood
from reelmake.kernel.frames import SAMPLE_RATE
from reelmake.kernel.seeded import seeded_index

PHRASE = 4
"""Bars of a phrase."""
_SHORTEST_BAR = SAMPLE_RATE // 2


@dataclass(frozen=True)
class Brief:
    """What a cue is to be: everything its notes depend on."""

    mood: Mood
    key: int
    """Pitch class of the episode's key, 0 to 11."""
    samples: int
    """From its first beat to the first beat of what follows."""
    words: str
    """What sets it apart from another cue of its mood: the scene's place."""
    closing: bool = False
    """Whether it ends the film."""


@dataclass(frozen=True)
class Note:
    instrument: str
    pitch: int
    """MIDI number."""
    start: int
    """In samples, as is its length."""
    length: int
    loudness: int
    """0 to 100."""


def bars_in(brief: Brief) -> int:
    """Return how many whole bars the cue has: its pace gives a little, so that it ends where the next begins."""
    bar = brief.mood.beats * SAMPLE_RATE * 60 // brief.mood.bpm
    return max(1, min((brief.samples + bar // 2) // bar, brief.samples // _SHORTEST_BAR))


def compose(brief: Brief) -> tuple[Note, ...]:
    """Return the notes of a cue, in the order in which they begin."""
    bars, mood = bars_in(brief), brief.mood
    eighths = mood.beats * 2
    place = _Places(brief.samples, bars * eighths)
    degrees = _degrees(brief, bars)
    notes: list[Note] = []
    before: tuple[int, ...] = ()
    for bar, degree in enumerate(degrees):
        seventh = mood.level("pad") > 0 and seeded_index(3, "seventh", brief.words, bar % PHRASE, degree) == 0
        last = brief.closing and bar == bars - 1
        classes = chord(brief.key, mood.tonic, degree, seventh=seventh and not last)
        before = voiced(classes, before, mood.floor)
        first = bar * eighths
        notes += _held(brief, before, classes[0], place, first, eighths)
        if last:
            notes += _cadence(brief, before, place, first, eighths)
            continue
        phrase = bar // PHRASE
        if phrase % 3 or bars <= PHRASE or not mood.level("pad"):
            notes += _figure(brief, before, place, first)
        if phrase % 4 >= 4 - mood.tune or bars <= PHRASE:
            notes += _tune(brief, bar, degree, place, first)
    return tuple(sorted(notes, key=lambda note: (note.start, note.instrument, note.pitch)))


@dataclass(frozen=True)
class _Places:
    """Where the eighths of a cue lie."""

    samples: int
    eighths: int

    def at(self, eighth: int) -> int:
        return self.samples * eighth // self.eighths

    def note(self, instrument: str, tone: int, eighth: int, eighths: int, loudness: int) -> Note:
        start, end = self.at(eighth), self.at(min(eighth + eighths, self.eighths))
        return Note(instrument, tone, start, end - start, loudness)


def _degrees(brief: Brief, bars: int) -> list[int]:
    """Return the chord of each bar. The film's last bar is home, and the one before leads there."""
    offered = brief.mood.progressions
    start = seeded_index(len(offered), "progression", brief.mood.name, brief.words)
    phrases = -(-bars // PHRASE)
    degrees = [degree for index in range(phrases) for degree in offered[(start + index // 2) % len(offered)]][:bars]
    if brief.closing:
        degrees[-1] = 0
        if bars > 2:
            degrees[-2] = 4 if brief.mood.tonic == 0 else 3
    return degrees


def _held(brief: Brief, notes: tuple[int, ...], root: int, place: _Places, first: int, eighths: int) -> Iterator[Note]:
    mood = brief.mood
    if mood.level("pad"):
        for note in notes:
            yield place.note("pad", note, first, eighths, mood.level("pad"))
    if mood.level("bass"):
        yield place.note("bass", 36 + (root - 36) % 12, first, eighths, mood.level("bass"))


def _figure(brief: Brief, notes: tuple[int, ...], place: _Places, first: int) -> Iterator[Note]:
    """Yield the chord in motion: broken, plucked, or as a pulse."""
    mood = brief.mood
    tones = (*notes, notes[0] + 12)
    for instrument, ring in (("piano", 5), ("pluck", 2), ("bell", 6), ("pulse", 1)):
        level = mood.level(instrument)
        for eighth, step in enumerate(mood.figure if level else ()):
            if step < 0 or (instrument == "bell" and eighth % 3):
                continue
            tone = tones[step % len(tones)] + {"bell": 12, "pulse": -12}.get(instrument, 0)
            accent = 0 if eighth == 0 else -10 if eighth % 2 == 0 else -18
            yield place.note(instrument, tone, first + eighth, ring, max(12, level + accent))


def _tune(brief: Brief, bar: int, degree: int, place: _Places, first: int) -> Iterator[Note]:
    """Yield a bar of melody: a motif of the place's own, carried over the chords, chord notes on the strong beats."""
    mood = brief.mood
    instrument = max(("piano", "pluck", "bell"), key=mood.level)
    level = mood.level(instrument)
    rhythms = ((0, 3, 4), (0, 2, 4), (0, 4), (0, 1, 4), (2, 4, 5))
    motif = bar % 2
    rhythm = rhythms[seeded_index(len(rhythms), "rhythm", brief.words, motif)]
    starts = [eighth for eighth in rhythm if eighth < mood.beats * 2]
    for index, eighth in enumerate(starts):
        leap = seeded_index(3, "leap", brief.words, motif, index) * 2
        step = degree + leap if eighth % 4 == 0 else degree + leap + (1 if index % 2 else -1)
        tone = pitch(brief.key, mood.tonic, step)
        tone = mood.floor + 12 + (tone - mood.floor) % 12
        until = starts[index + 1] if index + 1 < len(starts) else mood.beats * 2
        yield place.note(instrument, tone, first + eighth, until - eighth + 1, max(10, level - 4 - 6 * (index % 2)))


def _cadence(brief: Brief, notes: tuple[int, ...], place: _Places, first: int, eighths: int) -> Iterator[Note]:
    """Yield the last chord, rolled once and left to ring."""
    instrument = max(("piano", "pluck", "bell"), key=brief.mood.level)
    level = brief.mood.level(instrument) or 40
    for index, tone in enumerate((*notes, notes[0] + 12)):
        yield place.note(instrument, tone, min(first + index // 2, first + eighths - 1), eighths, level - 4 * index)
