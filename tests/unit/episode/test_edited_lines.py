"""Which clips an edited line makes again: its own, and those its caption reaches into."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reelmake.crafts.assets.needs import needs_of
from reelmake.crafts.captions.build import caption_cues, cues_by_shot
from reelmake.documents.canon import Canon
from reelmake.documents.library import Library
from reelmake.documents.project import ProjectConfig
from reelmake.documents.shotlist import ShotList
from reelmake.episode.diff import compare_actions
from reelmake.episode.plan import plan_render
from support.studio import make_line, make_shot, make_shotlist, make_voice

PROJECT = ProjectConfig.model_validate(
    {"series": {"id": "s", "title": "S"}, "profiles": {"preview_local": {"width": 320, "height": 180}}}
)
SHORT = "No, not today."
"""It can be read in the second its shot lasts."""
LONG = "Nobody at that table ever looked up from the letter."
"""It takes two seconds to read, and is spoken in one."""


def shots(first: str, second: str = SHORT) -> ShotList:
    """Return four shots of a second each: a line, nobody speaks, another line, nobody speaks."""
    lines = (
        (make_line("d1", first, 0, 24),),
        (),
        (make_line("d2", second, 0, 24, speaker_id="ben", speaker="BEN"),),
        (),
    )
    framings = ("medium", "wide", "close_up", "extreme_wide")
    return make_shotlist(
        *(
            make_shot(id=f"1-{place + 1}", start=24 * place, frames=24, framing=framing, lines=own)
            for place, (framing, own) in enumerate(zip(framings, lines, strict=True))
        )
    )


def clips(shotlist: ShotList) -> Mapping[str, object]:
    plan = plan_render(
        shotlist,
        voice=make_voice(),
        manifest=needs_of(shotlist, make_voice()),
        library=Library(trace_id="t", assets=()),
        canon=Canon(version=1),
        project=PROJECT,
        profile="preview_local",
    )
    return {shot.shot_id: plan.actions[shot.clip_key] for shot in plan.shots}


def changed(one: ShotList, other: ShotList) -> set[str]:
    """Return the shots whose clips are others."""
    before, after = clips(one), clips(other)
    return {shot for shot, clip in after.items() if before[shot].key != clip.key}  # type: ignore[attr-defined]


def captions(shotlist: ShotList) -> Mapping[str, object]:
    """Return what is to be read in each shot, and in which of its frames."""
    cues = cues_by_shot(shotlist, caption_cues(shotlist, PROJECT.captions))
    return {shot: [(cue.start, cue.end_exclusive, cue.rows) for cue in seen] for shot, seen in cues.items()}


@pytest.mark.spec("E2")
def test_a_line_whose_caption_ends_with_its_shot_remakes_that_shot_alone() -> None:
    assert changed(shots(SHORT), shots("No, not today!")) == {"1-1"}


@pytest.mark.spec("E2")
def test_a_caption_that_stays_past_a_cut_to_be_read_is_a_part_of_the_next_clip_too() -> None:
    assert captions(shots(LONG))["1-2"], "it is still to be read when the next shot begins"
    assert changed(shots(LONG), shots(LONG.replace("table", "place"))) == {"1-1", "1-2"}
    assert changed(shots(LONG), shots(SHORT)) == {"1-1", "1-2"}, "and is gone from it with a shorter line"


@pytest.mark.spec("E2")
def test_a_caption_that_comes_before_its_words_is_a_part_of_the_clip_before() -> None:
    assert captions(shots(SHORT, LONG))["1-2"], "it begins a few frames before its shot"
    assert changed(shots(SHORT, LONG), shots(SHORT, LONG.replace("table", "place"))) == {"1-2", "1-3", "1-4"}


@pytest.mark.spec("E2")
def test_of_a_clip_that_only_a_caption_reaches_into_nothing_else_changes() -> None:
    before, after = clips(shots(LONG))["1-2"], clips(shots(LONG.replace("table", "place")))["1-2"]
    assert [item.field.partition(",")[0] for item in compare_actions(before, after)] == ["texts.captions.ass"]  # type: ignore[arg-type]


WORDS = st.lists(st.sampled_from(LONG.rstrip(".").split()), min_size=1, max_size=14).map(" ".join)


@given(WORDS, WORDS, WORDS)
@settings(max_examples=60)
def test_no_edit_of_a_line_remakes_a_clip_in_which_nothing_looks_different(one: str, other: str, second: str) -> None:
    before, after = shots(one, second), shots(other, second)
    seen, now = captions(before), captions(after)
    assert changed(before, after) == {shot for shot in now if seen[shot] != now[shot]}
