from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelmake.documents.project import CaptionConfig
from reelmake.documents.shotlist import ShotList
from reelmake.kernel.frames import Rate
from reelmake.render.ass import escaped
from reelmake.render.cues import Cue, caption_cues, cues_by_shot
from reelmake.render.subtitles import to_srt, to_vtt
from reelmake.render.wrap import captions, columns, row_columns
from unit.render.studio import make_line, make_shot, make_shotlist

LONG = (
    "The lighthouse has been dark for eleven years. Nobody asked why, and nobody wanted to know,"
    " until the night the boats came back without their crews and the bell rang on its own."
)
SCRIPTS = st.text(st.sampled_from("abc WXYZ .,!?灯台はשלוםمرحباéе\u0301-{}\\<>&\n"), max_size=300)


def one_line(text: str, frames: int = 72, **fields: object) -> ShotList:
    return make_shotlist(make_shot(frames=frames, lines=(make_line("l1", text, 0, frames, **fields),)))


@pytest.mark.spec("R1", "R5")
def test_a_long_line_becomes_captions_of_two_rows() -> None:
    cues = caption_cues(one_line(LONG, 240), CaptionConfig())
    assert [len(cue.rows) for cue in cues] == [2, 2, 1] or all(1 <= len(cue.rows) <= 2 for cue in cues)
    assert " ".join(row for cue in cues for row in cue.rows) == LONG
    assert cues[0].label == "ANN" and not any(cue.label for cue in cues[1:])
    assert cues[0].start == 0 and cues[-1].end_exclusive == 240
    assert all(later.start - earlier.end_exclusive == 2 for earlier, later in itertools.pairwise(cues))


def test_captions_break_after_sentences() -> None:
    assert caption_cues(one_line(LONG, 240), CaptionConfig())[0].rows[-1].endswith("years.")


def test_a_line_over_a_cut_is_one_caption_seen_in_both_shots() -> None:
    first = make_shot(id="1", frames=30, lines=(make_line("l1", "Over the cut", 10, 40),))
    second = make_shot(id="2", start=30, frames=30, lines=(make_line("l1", "Over the cut", -20, 40),))
    shotlist = make_shotlist(first, second)
    (cue,) = caption_cues(shotlist, CaptionConfig())
    assert (cue.start, cue.end_exclusive) == (10, 50)
    shown = cues_by_shot(shotlist, (cue,))
    assert [(c.start, c.end_exclusive) for c in shown["1"]] == [(10, 30)]
    assert [(c.start, c.end_exclusive) for c in shown["2"]] == [(0, 20)]


def test_a_short_line_is_shown_long_enough_where_nothing_follows() -> None:
    shot = make_shot(frames=100, lines=(make_line("l1", "No.", 0, 6), make_line("l2", "Yes.", 60, 6)))
    cues = caption_cues(make_shotlist(shot), CaptionConfig())
    assert [cue.frames for cue in cues] == [20, 20]


def test_a_slow_line_is_cut_into_captions_of_seven_seconds_at_most() -> None:
    cues = caption_cues(one_line("One two three four five six seven eight nine ten.", 24 * 13), CaptionConfig())
    assert len(cues) >= 2 and max(cue.frames for cue in cues) <= 24 * 7 + 1


def test_a_row_of_chinese_holds_sixteen_characters() -> None:
    cues = caption_cues(one_line("灯" * 40), CaptionConfig(speaker_labels=False))
    assert [len(row) for cue in cues for row in cue.rows] == [16, 16, 8] or all(
        len(row) <= 16 for cue in cues for row in cue.rows
    )
    assert sum(len(row) for cue in cues for row in cue.rows) == 40


def test_no_row_begins_with_a_closing_mark() -> None:
    text = "灯台は暗い。" * 12
    assert not any(row[0] in "。、" for rows in captions(text, 32) for row in rows)


@given(SCRIPTS, st.integers(10, 80), st.integers(0, 12))
def test_rows_keep_every_character_and_fit(text: str, limit: int, taken: int) -> None:
    words = " ".join(text.split())
    limit = row_columns(words, limit)
    parts = captions(words, limit, min(taken, limit // 2)) if words else []
    assert "".join(row for rows in parts for row in rows).replace(" ", "") == words.replace(" ", "")
    assert all(1 <= len(rows) <= 2 for rows in parts)
    assert all(columns(row) <= limit for rows in parts for row in rows)


@given(
    st.lists(st.tuples(SCRIPTS, st.integers(0, 60), st.integers(1, 200)), max_size=12),
    st.sampled_from(["24", "30000/1001"]),
    st.booleans(),
)
def test_captions_are_ordered_within_the_episode_and_never_overlap(
    spoken: list[tuple[str, int, int]], fps: str, labels: bool
) -> None:
    lines, place = [], 0
    for number, (text, pause, frames) in enumerate(spoken):
        lines.append(make_line(f"l{number}", text, place + pause, frames))
        place += pause + frames
    shotlist = make_shotlist(make_shot(frames=place + 5, lines=tuple(lines)), fps=fps)
    cues = caption_cues(shotlist, CaptionConfig(speaker_labels=labels))
    assert all(0 <= cue.start < cue.end_exclusive <= shotlist.total_frames for cue in cues)
    assert all(earlier.end_exclusive <= later.start for earlier, later in itertools.pairwise(cues))
    assert all(1 <= len(cue.rows) <= 2 for cue in cues)


def test_two_who_speak_at_once_are_both_captioned() -> None:
    lines = (make_line("l1", "Stop!", 5, 40), make_line("l2", "Go!", 5, 40, speaker_id="bo", speaker="BO"))
    cues = caption_cues(make_shotlist(make_shot(frames=60, lines=lines)), CaptionConfig())
    assert [(cue.start, cue.end_exclusive) for cue in cues] == [(5, 45), (5, 45)]


CUES = (
    Cue(0, 24, ("Hello & <b>you</b>", "{\\an8} --> \\N"), "ann", "ANN", "ANN"),
    Cue(30, 61, ("Далеко",), "bo", "BO <x>", "", voice_over=True),
)


@pytest.mark.spec("R5")
def test_srt_is_what_players_read() -> None:
    j = "\u2060"
    assert to_srt(CUES, Rate.parse("24000/1001")) == (
        f"1\n00:00:00,000 --> 00:00:01,001\nANN: Hello & <{j}b>you<{j}/b>\n{{{j}\\{j}an8}} --{j}> \\{j}N\n"
        "\n2\n00:00:01,251 --> 00:00:02,544\nДалеко\n"
    )


@pytest.mark.spec("R5")
def test_vtt_is_what_browsers_read() -> None:
    assert to_vtt(CUES, Rate.parse("24"), "ru") == (
        "WEBVTT\nKind: captions\nLanguage: ru\n"
        "\n00:00:00.000 --> 00:00:01.000\n<v ANN>ANN: Hello &amp; &lt;b&gt;you&lt;/b&gt;\n{\\an8} --&gt; \\N\n"
        "\n00:00:01.250 --> 00:00:02.542\n<v BO &lt;x&gt;><i>Далеко</i>\n"
    )


@given(st.text(max_size=80))
def test_escaped_text_holds_no_tag_and_no_line_break(text: str) -> None:
    shown = escaped(text)
    for place, char in enumerate(shown):
        if char in "{}":
            assert shown[place - 1] == "\\"
        if char == "\\":
            assert shown[place + 1] in "{}\u2060"
    assert "\n" not in shown
