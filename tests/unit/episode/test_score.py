"""What of an episode's sound is made again after an edit."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reelmake.documents.action import Action, FromAction
from reelmake.documents.library import Library
from reelmake.documents.project import ProfileConfig
from reelmake.documents.shotlist import Shot, ShotList
from reelmake.episode.score import score
from support.studio import SMALL, make_line, make_shot, make_shotlist, make_voice

MOODS = ("calm", "tense", "warm", "melancholy", "playful")
SCENE = 24 * 62
"""Frames of a scene: three pieces of sound."""
GAIN = "f" * 64


def episode(edit: Callable[[Shot], Shot] = lambda shot: shot) -> ShotList:
    """Return five scenes, each with a mood and two lines of its own; ``edit`` may change any shot."""
    shots, start = [], 0
    for number, mood in enumerate(MOODS, 1):
        lines = tuple(
            make_line(f"l{number}.{part}", "Words", 24 * at, 48, key=f"{number}{part}" * 32)
            for part, at in ((1, 5), (2, 40))
        )
        place = {"location_id": f"place-{number}", "location": "ROOM", "setting": "int", "mood": mood}
        shot = edit(make_shot(id=f"{number}-1", scene_id=f"{number}", frames=SCENE, lines=lines, **place))
        shots.append(shot.model_copy(update={"start": start}))
        start += shot.frames
    return make_shotlist(*shots)


def longer(scene: str) -> Callable[[Shot], Shot]:
    """Return the edit that makes one scene's first line longer by 13 frames, and so the scene."""

    def edit(shot: Shot) -> Shot:
        if shot.scene_id != scene:
            return shot
        first, second = shot.lines
        spoken = first.model_copy(update={"frames": first.frames + 13, "key": "a" * 64})
        after = second.model_copy(update={"offset": second.offset + 13})
        return shot.model_copy(update={"frames": shot.frames + 13, "lines": (spoken, after)})

    return edit


def actions(shotlist: ShotList, profile: ProfileConfig = SMALL) -> dict[str, Action]:
    """Return the actions of a sound by what they are for."""
    made: dict[str, Action] = {}

    def add(action: Action) -> FromAction:
        made[action.subject if action.kind in ("gain", "sound", "stem") else action.key] = action
        return FromAction(key=action.key, kind=action.kind, extension=action.extension)

    nothing = Library(trace_id="t", assets=())
    score(shotlist, voice=make_voice(), library=nothing, sources=(), profile=profile, add=add)
    return made


def parts(shotlist: ShotList) -> dict[str, str]:
    """Return the keys of all that is measured and encoded, under a gain that came out the same."""
    made = actions(shotlist)
    found = {name: part.key for name, part in made["expected gain of episode ep"].parts.items()}
    sound = made["episode ep"]
    gain = {item.key: GAIN for item in sound.inputs.values() if isinstance(item, FromAction)}
    return found | {name: part.with_digests(gain).key for name, part in sound.parts.items()}


def changed(before: ShotList, after: ShotList) -> set[str]:
    known = set(parts(before).values())
    return {name.partition(".p")[0].partition(".l")[0] for name, key in parts(after).items() if key not in known}


@pytest.mark.spec("E2")
@pytest.mark.parametrize("scene", [1, 3])
def test_a_line_that_gets_longer_remakes_its_scene_and_the_beginning_of_the_next(scene: int) -> None:
    # The next scene begins while the music of this one is ringing out.
    own = {f"scene-{scene}.{piece:03d}" for piece in (1, 2, 3)}
    assert changed(episode(), episode(longer(f"{scene}"))) == own | {f"scene-{scene + 1}.001"}


@pytest.mark.spec("E2")
def test_scenes_that_move_keep_their_keys_wherever_they_come_to_lie() -> None:
    before = parts(episode())
    for frames in (1, 7, 24, 1001):
        after = parts(episode(lambda shot, more=frames: _longer_by(shot, more)))
        assert {name for name in before if before[name] != after[name]} <= {
            *(f"scene-{scene}.{piece:03d}.{kind}" for scene in (1, 2) for piece in (1, 2, 3, 4) for kind in KINDS)
        }
        assert sum(before[name] != after.get(name) for name in before if name.startswith("scene-2")) == len(KINDS)


KINDS = ("levels", "packets")


def _longer_by(shot: Shot, frames: int) -> Shot:
    return shot.model_copy(update={"frames": shot.frames + frames}) if shot.scene_id == "1" else shot


@pytest.mark.spec("E2")
def test_another_noise_remakes_the_piece_it_is_heard_in() -> None:
    def edit(shot: Shot) -> Shot:
        return shot.model_copy(update={"sfx": ("phone rings",)}) if shot.scene_id == "2" else shot

    assert changed(episode(), episode(edit)) == {"scene-2.001"}


@pytest.mark.spec("E2")
def test_a_gain_that_came_out_otherwise_encodes_all_and_measures_nothing() -> None:
    sound = actions(episode())["episode ep"]
    key = next(item.key for item in sound.inputs.values() if isinstance(item, FromAction))
    same, other = (
        {part.with_digests({key: digest}).key for part in sound.parts.values()} for digest in (GAIN, "e" * 64)
    )
    assert not same & other
    assert not any(
        "gain.json" in part.inputs for part in actions(episode())["expected gain of episode ep"].parts.values()
    )


def test_profiles_that_differ_in_loudness_share_what_was_measured() -> None:
    web, tv = (actions(episode(), SMALL.model_copy(update={"loudness": name})) for name in ("web", "ebu_r128"))
    one, other = (made["expected gain of episode ep"] for made in (web, tv))
    assert one.key != other.key
    assert [part.key for part in one.parts.values()] == [part.key for part in other.parts.values()]


def test_the_runner_of_a_sound_is_told_of_all_its_pieces_are_made_from() -> None:
    made = actions(episode())
    speech = {line.key for shot in episode().shots for line in shot.lines}
    music = {action.key for action in made.values() if action.kind in ("music", "texture")}
    for subject in ("expected gain of episode ep", "gain of episode ep", "episode ep"):
        assert speech | music <= set(made[subject].parent_keys)
        assert len(made[subject].reads) == len(music) + (subject != "expected gain of episode ep")
