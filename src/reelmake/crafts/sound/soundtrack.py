"""An episode's music and effects: every sound that is needed, made by an action and placed on the timeline."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from reelmake.crafts.sound.composer import Brief
from reelmake.crafts.sound.moods import mood_named
from reelmake.crafts.sound.sound_actions import TAIL, air_action, music_action, noise_action, take_in_action
from reelmake.crafts.sound.spotting import noises, places, stretches
from reelmake.documents.action import Action, FromAction
from reelmake.documents.library import LibraryAsset
from reelmake.documents.shotlist import ShotList
from reelmake.documents.soundtrack import Placed
from reelmake.kernel.frames import SAMPLE_RATE
from reelmake.kernel.ids import slug
from reelmake.kernel.seeded import seeded_index

MUSIC_GAIN = 250
"""A cue as a whole lies 12 dB below speech, its fullest bars 6, where nobody speaks; the ducking takes it from there."""
CROSSFADE = SAMPLE_RATE * 3 // 2
_AIR_CROSSFADE = SAMPLE_RATE * 2 // 5
_LONGEST_NOISE = SAMPLE_RATE * 12

Add = Callable[[Action], FromAction]
Assets = Mapping[str, LibraryAsset]
"""Chosen library files by the id of the need: ``music/tense``, ``sfx/door-slams``."""


@dataclass(frozen=True)
class Soundtrack:
    """What the music and the effects stems hold, and what could not be made."""

    music: tuple[Placed, ...]
    effects: tuple[Placed, ...]
    unmade: tuple[str, ...] = ()
    """Ids of the sfx needs nothing here can make."""
    unknown_moods: tuple[str, ...] = ()


def soundtrack(shotlist: ShotList, assets: Assets, add: Add) -> Soundtrack:
    """Return the episode's soundtrack. ``add`` takes each action into the plan."""
    effects, unmade = _effects(shotlist, assets, add)
    named = dict.fromkeys(shot.mood.strip() for shot in shotlist.shots if shot.mood.strip())
    strange = tuple(mood for mood in named if mood_named(mood) is None and f"music/{slug(mood)}" not in assets)
    return Soundtrack(_music(shotlist, assets, add), _airs(shotlist, add) + effects, unmade, strange)


def _music(shotlist: ShotList, assets: Assets, add: Add) -> tuple[Placed, ...]:
    """Return a cue for each stretch of one mood. A composed cue rings on under the first bar of the next."""
    key = seeded_index(12, "key", shotlist.episode)
    placed = []
    cues = stretches(shotlist)
    for index, cue in enumerate(cues):
        last = index == len(cues) - 1
        samples = cue.end - cue.start
        asset = assets.get(f"music/{slug(cue.named)}")
        if asset is not None:
            length = samples if last else samples + CROSSFADE
            rise, fall = (0 if index == 0 else CROSSFADE), (TAIL if last else CROSSFADE)
            sound = add(take_in_action(asset))
            placed.append(_placed(sound, cue.start, length, MUSIC_GAIN, rise, min(fall, length // 2), loop=True))
            continue
        # The last chord rings out within the film, so the closing cue has to be over a little before its end.
        played = max(samples - TAIL // 2, samples // 2) if last else samples
        brief = Brief(cue.mood, key, played, cue.words, closing=last)
        sound = add(music_action(brief, f"music {index + 1}: {cue.mood.name}"))
        length = min(played + TAIL, samples) if last else played + TAIL
        placed.append(
            _placed(sound, cue.start, length, MUSIC_GAIN, 0, min(TAIL if last else TAIL * 2 // 3, length // 2))
        )
    return tuple(placed)


def _airs(shotlist: ShotList, add: Add) -> tuple[Placed, ...]:
    return tuple(
        _placed(
            add(air_action(place.air)),
            max(0, place.start - _AIR_CROSSFADE // 2),
            place.end - place.start + _AIR_CROSSFADE // 2 * (2 if place.start else 1),
            _below_speech(place.air.loudness),
            _AIR_CROSSFADE,
            _AIR_CROSSFADE,
            loop=True,
        )
        for place in places(shotlist)
    )


def _effects(shotlist: ShotList, assets: Assets, add: Add) -> tuple[tuple[Placed, ...], tuple[str, ...]]:
    placed: list[Placed] = []
    unmade: dict[str, None] = {}
    for heard in noises(shotlist):
        need = f"sfx/{slug(heard.name)}"
        asset = assets.get(need)
        if asset is not None:
            sound = add(take_in_action(asset))
            placed.append(_placed(sound, heard.at, _LONGEST_NOISE, _below_speech(6), 0, SAMPLE_RATE // 2))
        elif heard.noise is not None:
            sound = add(noise_action(heard.noise))
            length = heard.noise.milliseconds * SAMPLE_RATE // 1000
            placed.append(_placed(sound, heard.at, length, _below_speech(heard.noise.loudness), 0, 0))
        else:
            unmade[need] = None
    return tuple(placed), tuple(unmade)


_TENTHS = (1000, 891, 794, 708, 631, 562, 501, 447, 398, 355, 316, 282, 251, 224, 200, 178, 158, 141, 126, 112)


def _below_speech(decibels: int) -> int:
    """Return a gain in thousandths for up to 59 dB, from a table: powers would bring in floats."""
    tens, rest = divmod(decibels, len(_TENTHS))
    return _TENTHS[rest] // (1, 10, 100)[tens]


def _placed(
    sound: FromAction, start: int, length: int, gain: int, rise: int, fall: int, *, loop: bool = False
) -> Placed:
    return Placed(sound=sound, start=start, length=length, gain=gain, fade_in=rise, fade_out=fall, loop=loop)
