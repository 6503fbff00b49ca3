"""The linter names every rule that a caption breaks, and only those."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelmake.crafts.captions.build import caption_cues
from reelmake.crafts.captions.limits import CaptionRules
from reelmake.crafts.captions.lint import as_read_cues, find_violations
from reelmake.crafts.captions.readers import ReadCue
from reelmake.documents.project import CaptionConfig
from reelmake.kernel.frames import Rate
from support.studio import make_line, make_shot, make_shotlist

RULES = CaptionRules.from_config(CaptionConfig(), Rate.parse("24"))
WORDS = ["Nobody", "came", "home,", "and", "then", "a", "bell", "rang", "twice."]
GOOD = ReadCue(0, 48, ("Nobody came.",))


def found(*cues: ReadCue, changes: tuple[int, ...] = ()) -> list[tuple[int, str]]:
    return [(violation.number, violation.rule) for violation in find_violations(cues, RULES, changes=changes)]


@pytest.mark.spec("R5")
@pytest.mark.parametrize(
    ("cue", "rule"),
    [
        (ReadCue(0, 48, ()), "empty"),
        (ReadCue(0, 96, ("One", "Two", "Three")), "rows"),
        (ReadCue(0, 96, ("a" * 43,)), "width"),
        (ReadCue(0, 96, ("灯" * 17,)), "width"),
        (ReadCue(0, 18, ("No.",)), "short"),
        (ReadCue(0, 170, ("No.",)), "long"),
        (ReadCue(0, 24, ("More than twenty letters",)), "speed"),
        (ReadCue(0, 24, ("灯台は暗い誰もいない所",)), "speed"),
        (ReadCue(24, 24, ("No.",)), "time"),
        (ReadCue(0, 72, ("I went all the way to the", "pier and nobody came.")), "break"),
        (ReadCue(0, 72, ("Here is an owl: 🦉",)), "glyph"),
    ],
)
def test_each_rule_is_named_when_it_is_broken(cue: ReadCue, rule: str) -> None:
    assert found(GOOD) == []
    assert found(cue) == [(1, rule)]


@pytest.mark.parametrize(
    ("after", "rule"),
    [
        (ReadCue(47, 90, ("Here.",)), "overlap"),
        (ReadCue(49, 90, ("Here.",)), "gap"),
        (ReadCue(52, 90, ("Here.",)), "flicker"),
    ],
)
def test_a_violation_between_two_captions_is_reported_for_the_second(after: ReadCue, rule: str) -> None:
    assert found(GOOD, ReadCue(50, 90, ("Here.",))) == []
    assert found(GOOD, after) == [(2, rule)]


def test_captions_out_of_order_and_across_a_cut_are_reported() -> None:
    assert found(ReadCue(60, 90, ("Here.",)), GOOD) == [(2, "order")]
    assert found(GOOD, changes=(48,)) == []
    assert found(GOOD, changes=(40,)) == [(1, "crosses_cut")]


@given(
    st.lists(st.tuples(st.integers(3, 14), st.integers(0, 60)), min_size=1, max_size=10),
    st.sampled_from(["24", "25", "30000/1001"]),
    st.sampled_from(["label", "none"]),
)
def test_captions_of_lines_at_an_ordinary_pace_break_no_rule(
    spoken: list[tuple[int, int]], fps: str, speakers: str
) -> None:
    lines, place = [], 0
    for number, (words, pause) in enumerate(spoken):
        text = " ".join(WORDS[n % len(WORDS)] for n in range(words))
        frames = 14 + len(text) * 2
        lines.append(make_line(f"l{number}", text, place, frames, speaker="AL"))
        place += frames + 12 + pause
    shotlist = make_shotlist(make_shot(frames=place, lines=tuple(lines)), fps=fps)
    config = CaptionConfig.model_validate({"speakers": speakers})
    rules = CaptionRules.from_config(config, Rate.parse(fps))
    read = as_read_cues(caption_cues(shotlist, config))
    assert [violation for violation in find_violations(read, rules) if violation.rule != "break"] == []
