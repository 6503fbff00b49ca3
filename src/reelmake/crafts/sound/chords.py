"""Chords that move like voices: each note of the next chord near one of the last."""

from __future__ import annotations

from reelmake.crafts.sound.moods import SCALE

WIDTH = 15
"""Semitones between the lowest and the highest note a chord may have."""


def pitch(key: int, tonic: int, degree: int) -> int:
    """Return a degree of a mode as semitones above MIDI note 0, in the octave the degree lies in."""
    first = SCALE.index(tonic)
    octave, step = divmod(first + degree, len(SCALE))
    return key + SCALE[step] + 12 * octave


def chord(key: int, tonic: int, degree: int, *, seventh: bool) -> tuple[int, ...]:
    """Return the pitch classes of the chord on a degree, root first."""
    steps = (0, 2, 4, 6) if seventh else (0, 2, 4)
    return tuple(pitch(key, tonic, degree + step) % 12 for step in steps)


def voiced(classes: tuple[int, ...], before: tuple[int, ...], floor: int) -> tuple[int, ...]:
    """Return notes for a chord's pitch classes, low to high, that lie as near as can be to the chord ``before``."""
    return min(_placements(classes, floor), key=lambda notes: (_distance(notes, before or (floor + 5,)), notes))


def _placements(classes: tuple[int, ...], floor: int) -> list[tuple[int, ...]]:
    found: list[tuple[int, ...]] = []
    for lowest in classes:
        for octave in (0, 12):
            bottom = floor + (lowest - floor) % 12 + octave
            notes = tuple(sorted(bottom + (other - bottom) % 12 for other in classes))
            spread = tuple(sorted((notes[0], *(note for note in notes[2:]), notes[1] + 12)))
            found += [option for option in (notes, spread) if option[-1] - floor <= WIDTH + 9]
    return found


def _distance(notes: tuple[int, ...], before: tuple[int, ...]) -> int:
    there = sum(min(abs(note - other) for other in before) for note in notes)
    back = sum(min(abs(note - other) for note in notes) for other in before)
    return there + back
