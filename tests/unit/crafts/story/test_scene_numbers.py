"""Scene numbers through insertions, deletions, moves and rewrites."""

from __future__ import annotations

import pytest

from reelmake.crafts.story.scene_numbers import scene_fingerprint
from reelmake.documents.numbering import NumberedScene, Numbering
from reelmake.documents.script import Script
from reelmake.kernel.errors import ValidationFailed


def scene(heading: str, *words: str) -> str:
    return f"{heading}\n\n" + "".join(f"{word} happens at length.\n\n" for word in words)


A, B, C = scene("INT. A - DAY", "alpha", "beta"), scene("INT. B - DAY", "gamma", "delta"), scene("INT. A - DAY", "zeta")


def ids(script: Script) -> list[str]:
    return [one.id for one in script.scenes]


def lock(script: Script) -> Numbering:
    scenes = tuple(NumberedScene(id=one.id, fingerprint=scene_fingerprint(one)) for one in script.scenes)
    return Numbering(episode="ep01", scenes=scenes)


def test_without_numbers_scenes_count_from_one(read):
    assert ids(read(A + B + C)) == ["1", "2", "3"]


def test_what_stands_before_the_first_heading_is_scene_0(read):
    assert ids(read("A voice.\n\n" + A + B)) == ["0", "1", "2"]


@pytest.mark.spec("F1")
def test_stated_numbers_win_and_the_others_follow_with_letters(read):
    text = "INT. X - DAY\n\nINT. A - DAY #14#\n\nINT. B - DAY\n\nINT. C - DAY\n\nINT. D - DAY #15A#\n\nINT. E - DAY\n"
    assert ids(read(text)) == ["0A", "14", "14A", "14B", "15A", "15B"]


@pytest.mark.parametrize(
    ("number", "expected"), [("I-1-A", "I-1-A"), ("110.4", "110.4"), ("../../x", "x"), ("1 2", "1-2")]
)
def test_a_stated_number_is_made_safe(read, number, expected):
    assert ids(read(f"INT. A - DAY #{number}#\n")) == [expected]


def test_a_number_in_another_script_gets_an_id_of_its_own(read):
    first, second = ids(read("INT. A - DAY #第三#\n\nINT. B - DAY #第四#\n"))
    assert first != second
    assert first.isascii()


def test_a_number_used_twice_names_both_lines(read):
    with pytest.raises(ValidationFailed, match="line 1") as caught:
        read("INT. A - DAY #7a#\n\nINT. B - DAY #7A#\n")
    assert caught.value.where.endswith(":3")


@pytest.mark.spec("F1")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (A + B + C, ["1", "2", "3"]),
        (A + scene("INT. NEW - DAY", "omega") + B + C, ["1", "1A", "2", "3"]),
        (A + scene("INT. N - DAY", "omega") + scene("INT. M - DAY", "psi") + B + C, ["1", "1A", "1B", "2", "3"]),
        (scene("INT. NEW - DAY", "omega") + A + B + C, ["0A", "1", "2", "3"]),
        (A + B + C + scene("INT. NEW - DAY", "omega"), ["1", "2", "3", "3A"]),
        (A + C, ["1", "3"]),
        (scene("INT. A - DAY", "omega") + A + B + C, ["0A", "1", "2", "3"]),
        (A + scene("INT. RENAMED - DAY", "gamma", "delta") + C, ["1", "2", "3"]),
        (A + scene("INT. B - DAY", "all", "else") + C, ["1", "2", "3"]),
        (B + A + C, ["2", "1", "3"]),
        (A + "INT. X - DAY #9#\n\n" + B + C, ["1", "9", "2", "3"]),
    ],
)
def test_locked_numbers_survive(read, text, expected):
    assert ids(read(text, numbering=lock(read(A + B + C)))) == expected


def test_a_number_that_was_given_is_not_given_again(read):
    locked = lock(read(A + B + C, numbering=None))
    locked = locked.model_copy(update={"scenes": (*locked.scenes, NumberedScene(id="1A", fingerprint="gone-"))})
    text = A + scene("INT. NEW - DAY", "omega") + B + C
    assert ids(read(text, numbering=locked)) == ["1", "1B", "2", "3"]


def test_three_hundred_locked_scenes_align_quickly(read):
    import time

    scenes = [scene(f"INT. ROOM {n % 7} - DAY", f"word{n}", f"other{n}") for n in range(300)]
    locked = lock(read("".join(scenes)))
    changed = [scene("INT. ROOM 3 - DAY", "first"), *scenes[:150], *scenes[151:], scene("INT. ROOM 1 - DAY", "last")]
    started = time.process_time()
    found = ids(read("".join(changed), numbering=locked))
    assert found == ["0A", *map(str, range(1, 151)), *map(str, range(152, 301)), "300A"]
    assert time.process_time() - started < 2
