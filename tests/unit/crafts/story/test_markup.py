"""What is left of a written text when it is read out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelmake.crafts.story.markup import find_comments, mask_comments, plain


@pytest.mark.spec("S1")
@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("*italics* and **bold**", "italics and bold"),
        ("***both*** _under_", "both under"),
        ("_**nested** marks_", "nested marks"),
        (r"a \*real\* star and \_line\_", "a *real* star and _line_"),
        ("He dialed *69 and then *23.", "He dialed *69 and then *23."),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("snake_case_name", "snake_case_name"),
        ("one *does not\ncross* lines", "one *does not cross* lines"),
        ("Hello [[a note\non two lines]] there.", "Hello there."),
        ("Rain. /* cut\n\nall */ More.", "Rain. More."),
        ("first\n\n  second ", "first second"),
        ("[[ open", "[[ open"),
        ("[[a\n\nb]]", "[[a b]]"),
        ("[[a\n  \nb]]c", "c"),
        ("[[\na\n]]b", "b"),
        ("/* [[ */ x ]]", "x ]]"),
        ("", ""),
    ],
)
def test_plain_is_what_a_viewer_reads(written, read):
    assert plain(written) == read


@given(st.text(alphabet="[]/*a \n", max_size=40))
def test_masking_keeps_every_position(text):
    comments = find_comments(text).found
    mask = mask_comments(text)
    assert len(mask) == len(text)
    for index, char in enumerate(mask):
        hidden = any(comment.start <= index < comment.end for comment in comments)
        assert (char == "\0") is hidden
        assert hidden or char == text[index]
