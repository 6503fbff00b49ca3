"""Where sound goes: the scenes as stretches of one place and mood, and the noises at the frames that tell of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from reelmake.crafts.sound.ambience import Air, air_of
from reelmake.crafts.sound.mixing.pieces import Section
from reelmake.crafts.sound.moods import DEFAULT, MOODS, Mood, mood_named
from reelmake.crafts.sound.noises import Noise, noise_named, noises_in
from reelmake.documents.shotlist import Shot, ShotList
from reelmake.documents.timed_lines import timed_lines
from reelmake.kernel.frames import SAMPLE_RATE, Rate

LONGEST_CUE = SAMPLE_RATE * 100
"""A longer stretch of one mood is scored in several cues, each on its own bars."""
_SHORTEST_LAST_CUE = LONGEST_CUE // 2


@dataclass(frozen=True)
class Stretch:
    """Scenes with one mood, one after another, in samples."""

    mood: Mood
    named: str
    """The mood as the script has it."""
    start: int
    end: int
    words: str


@dataclass(frozen=True)
class Place:
    """A stretch of one air."""

    air: Air
    start: int
    end: int


@dataclass(frozen=True)
class Heard:
    """A noise at its moment: one the program makes, or a name to look up in the library."""

    name: str
    noise: Noise | None
    at: int
    asked_for: bool
    """Whether the script names it as a sound; else the action only tells of it."""


def stretches(shotlist: ShotList) -> tuple[Stretch, ...]:
    """Return the episode's moods from beginning to end. What has no mood (a title) takes that of what follows it."""
    rate = Rate.parse(shotlist.fps)
    found: list[Stretch] = []
    begun = 0
    for _scene, shots in groupby(shotlist.shots, key=lambda shot: shot.scene_id):
        scene = list(shots)
        named = next((shot.mood.strip() for shot in scene if shot.mood.strip()), "")
        if not named:
            continue
        mood = mood_named(named) or MOODS[DEFAULT]
        words = next((f"{shot.location_id} {shot.time_of_day}".casefold() for shot in scene if shot.location_id), "")
        start, begun = begun, rate.samples(scene[-1].end_exclusive)
        found = _joined(found, Stretch(mood, named, start, begun, words))
    total = rate.samples(shotlist.total_frames)
    if not found:
        found = [Stretch(MOODS[DEFAULT], "", 0, total, "")]
    found[-1] = replace(found[-1], end=total)
    return tuple(cue for stretch in found for cue in _cues(stretch))


def _cues(stretch: Stretch) -> Iterator[Stretch]:
    """Yield the cues of a stretch: a single scene may be longer than a cue should be."""
    starts = range(stretch.start, max(stretch.end - _SHORTEST_LAST_CUE, stretch.start + 1), LONGEST_CUE)
    for start, end in zip(starts, [*starts[1:], stretch.end], strict=True):
        yield replace(stretch, start=start, end=end)


def sections(shotlist: ShotList) -> tuple[Section, ...]:
    """Return the sections of an episode's sound: each starts at a scene with which a cue of music starts.

    A section is no shorter than a cue, because lengthening a scene changes the music of its whole cue. No section
    starts within a spoken line.
    """
    rate = Rate.parse(shotlist.fps)
    cues = {cue.start for cue in stretches(shotlist)}
    spoken = [(timed.start, timed.end_exclusive) for timed in timed_lines(shotlist) if timed.line.key]
    starts: list[tuple[str, int]] = []
    for scene, shots in groupby(shotlist.shots, key=lambda shot: shot.scene_id):
        frame = next(shots).start
        begins_cue = rate.samples(frame) in cues and not any(start < frame < end for start, end in spoken)
        if begins_cue or not starts:
            starts.append((scene, rate.samples(frame)))
    ends = [*(start for _name, start in starts[1:]), rate.samples(shotlist.total_frames)]
    return tuple(Section(f"scene-{name}", start, end) for (name, start), end in zip(starts, ends, strict=True))


def _joined(found: list[Stretch], new: Stretch) -> list[Stretch]:
    last = found[-1] if found else None
    if last is None or last.named != new.named or new.end - last.start > LONGEST_CUE:
        return [*found, new]
    return [*found[:-1], replace(last, end=new.end)]


def places(shotlist: ShotList) -> tuple[Place, ...]:
    """Return where each scene plays for the ear; what has no place (a card) stays in the place around it.

    The air of a section is its own: how long another one is decides nothing in it.
    """
    rate = Rate.parse(shotlist.fps)
    begun = {section.start for section in sections(shotlist)}
    found: list[Place] = []
    for _scene, shots in groupby(shotlist.shots, key=lambda shot: shot.scene_id):
        scene = list(shots)
        seen = [shot for shot in scene if shot.location_id]
        if not seen:
            continue
        actions = " ".join(shot.action for shot in scene)
        air = air_of(seen[0].location, seen[0].setting, seen[0].time_of_day, actions)
        start, end = rate.samples(scene[0].start), rate.samples(scene[-1].end_exclusive)
        if found and found[-1].air == air and found[-1].end == start and start not in begun:
            start = found.pop().start
        found.append(Place(air, start, end))
    return tuple(found)


def noises(shotlist: ShotList) -> tuple[Heard, ...]:
    """Return every noise at the start of the shot that tells of it, a little in; each once in a shot."""
    rate = Rate.parse(shotlist.fps)
    return tuple(heard for shot in shotlist.shots for heard in _in_shot(shot, rate))


def _in_shot(shot: Shot, rate: Rate) -> Iterator[Heard]:
    made: set[str] = set()
    for index, name in enumerate(effect for effect in shot.sfx if effect.strip()):
        noise = noise_named(name)
        made.add(noise.name if noise else name)
        yield Heard(name.strip(), noise, rate.samples(shot.start) + _moment(shot, rate, index), True)
    found = [noise for noise in noises_in(shot.action) if noise.name not in made]
    for index, noise in enumerate(found, len(made)):
        yield Heard(noise.name, noise, rate.samples(shot.start) + _moment(shot, rate, index), False)


def _moment(shot: Shot, rate: Rate, index: int) -> int:
    """Return how far into a shot its noise comes: after a third of a second, and the next one later."""
    return min(SAMPLE_RATE * (2 + 4 * index) // 6, rate.samples(shot.frames) // 2)
