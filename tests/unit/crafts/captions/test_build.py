"""Building captions: how lines are split, timed and laid out."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelmake.crafts.captions.ass import escape_ass
from reelmake.crafts.captions.build import caption_cues, cues_by_shot
from reelmake.crafts.captions.cue import Cue, Speech
from reelmake.crafts.captions.limits import CaptionRules
from reelmake.crafts.captions.line_breaks import break_badness
from reelmake.crafts.captions.line_clock import line_clock
from reelmake.crafts.captions.split import RowLayout, split_line
from reelmake.crafts.captions.subtitles import to_srt, to_vtt
from reelmake.crafts.captions.wrap import columns
from reelmake.documents.project import CaptionConfig
from reelmake.documents.shotlist import ShotList
from reelmake.documents.voice import WordTime
from reelmake.kernel.frames import Rate
from support.studio import make_line, make_shot, make_shotlist

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
    assert [len(cue.rows) for cue in cues] == [2, 2, 2]
    assert " ".join(row for cue in cues for row in cue.rows) == f"ANN: {LONG}"
    assert cues[0].speeches[0].label == "ANN" and not any(cue.speeches[0].label for cue in cues[1:])
    assert cues[0].start == 0 and cues[-1].end_exclusive == 240
    assert all(later.start - earlier.end_exclusive == 2 for earlier, later in itertools.pairwise(cues))


def test_captions_break_after_sentences() -> None:
    text = "The lighthouse has been dark for eleven years now. Nobody has ever asked anyone why that is."
    assert caption_cues(one_line(text, 240), CaptionConfig())[0].rows[-1].endswith("now.")


def test_rows_break_between_the_phrases_of_a_sentence() -> None:
    text = "I went all the way to the pier and nobody was there at all."
    (cue,) = caption_cues(one_line(text, 96), CaptionConfig(speakers="none"))
    assert cue.rows == ("I went all the way to the pier", "and nobody was there at all.")
    for cue in caption_cues(one_line(LONG, 240), CaptionConfig()):
        upper, lower = (row.split() for row in cue.rows)
        assert break_badness(upper[-1], lower[0], "en") < 30


def test_a_line_across_a_cut_is_one_caption_visible_in_both_shots() -> None:
    first = make_shot(id="1", frames=30, lines=(make_line("l1", "Over the cut", 10, 40),))
    second = make_shot(id="2", start=30, frames=30, lines=(make_line("l1", "Over the cut", -20, 40),))
    shotlist = make_shotlist(first, second)
    (cue,) = caption_cues(shotlist, CaptionConfig())
    assert (cue.start, cue.end_exclusive) == (10, 50)
    shown = cues_by_shot(shotlist, (cue,))
    assert [(c.start, c.end_exclusive) for c in shown["1"]] == [(10, 30)]
    assert [(c.start, c.end_exclusive) for c in shown["2"]] == [(0, 20)]


def test_a_short_line_is_shown_long_enough_if_nothing_follows() -> None:
    shot = make_shot(frames=100, lines=(make_line("l1", "No.", 0, 6), make_line("l2", "Yes.", 60, 6)))
    cues = caption_cues(make_shotlist(shot), CaptionConfig())
    assert [cue.frames for cue in cues] == [20, 20]


def test_a_slow_line_is_cut_into_captions_of_seven_seconds_at_most() -> None:
    cues = caption_cues(one_line("One two three four five six seven eight nine ten.", 24 * 13), CaptionConfig())
    assert len(cues) >= 2 and max(cue.frames for cue in cues) <= 24 * 7 + 1


def test_a_row_of_chinese_holds_sixteen_characters() -> None:
    cues = caption_cues(one_line("灯" * 40), CaptionConfig(speaker_labels=False))
    assert max(len(row) for cue in cues for row in cue.rows) <= 16
    assert sum(len(row) for cue in cues for row in cue.rows) == 40


def test_no_row_begins_with_a_closing_mark() -> None:
    text = "灯台は暗い。" * 12
    assert not any(row[0] in "。、" for cue in caption_cues(one_line(text, 480), CaptionConfig()) for row in cue.rows)


@given(SCRIPTS, st.integers(10, 80), st.integers(0, 12), st.integers(1, 400), st.sampled_from([1, 2]))
def test_rows_keep_every_character_and_fit(text: str, limit: int, taken: int, frames: int, rows: int) -> None:
    words = " ".join(text.split())
    if not words:
        return
    rules = CaptionRules.from_config(CaptionConfig(max_characters=limit), Rate.parse("24"))
    limit = rules.row_limit(words)
    layout = RowLayout(rules, "en", limit, name_columns=min(taken, limit // 2), dash_columns=2, rows=rows)
    parts = split_line(words, line_clock(words, 0, frames, rules.rate, ()), layout)
    assert "".join(row for part in parts for row in part.rows).replace(" ", "") == words.replace(" ", "")
    assert all(1 <= len(part.rows) <= rows for part in parts)
    assert all(columns(row) <= limit - 2 for part in parts for row in part.rows)


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


def test_two_people_who_speak_at_once_share_a_caption_with_a_dash_for_each() -> None:
    lines = (make_line("l1", "Stop!", 5, 40), make_line("l2", "Go!", 5, 40, speaker_id="bo", speaker="BO"))
    (cue,) = caption_cues(make_shotlist(make_shot(frames=60, lines=lines)), CaptionConfig())
    assert (cue.start, cue.rows) == (5, ("- ANN: Stop!", "- BO: Go!"))
    assert [speech.speaker_id for speech in cue.speeches] == ["ann", "bo"]


def test_captions_of_three_people_who_speak_at_once_do_not_cover_each_other() -> None:
    lines = tuple(make_line(f"l{n}", "Now!", 5, 40, speaker_id=f"p{n}", speaker=f"P{n}") for n in range(3))
    cues = caption_cues(make_shotlist(make_shot(frames=60, lines=lines)), CaptionConfig())
    assert [cue.top for cue in cues].count(False) == 1


def test_a_caption_starts_with_its_first_word_and_ends_after_its_last() -> None:
    text = "One thing. " + "And then " * 12 + "nothing."
    count = len(text.split())
    words = [WordTime(text=w, start_ms=100 + 500 * n, end_ms=500 + 500 * n) for n, w in enumerate(text.split())]
    cues = caption_cues(one_line(text, 24 * 14), CaptionConfig(speakers="none"), {"l1": words})
    place = 0
    for cue in cues:
        assert cue.start == (100 + 500 * place) * 24 // 1000
        place += len(" ".join(cue.rows).split())
    assert place == count and len(cues) > 1


def test_a_pause_in_a_line_splits_it_into_two_captions() -> None:
    times = {"I": (0, 300), "will": (300, 700), "not": (2700, 3000), "come": (3000, 3400)}
    words = [WordTime(text=word, start_ms=start, end_ms=end) for word, (start, end) in times.items()]
    cues = caption_cues(one_line("I will not come", 96), CaptionConfig(), {"l1": words})
    assert [cue.rows for cue in cues] == [("ANN: I will",), ("not come",)]
    assert cues[1].start == 64


def test_a_caption_ends_with_its_scene() -> None:
    first = make_shot(id="1", frames=30, lines=(make_line("l1", "This is quite a lot to read.", 18, 8),))
    second = make_shot(id="2", scene_id="s2", start=30, frames=90)
    (cue,) = caption_cues(make_shotlist(first, second), CaptionConfig())
    assert cue.end_exclusive == 30
    dissolving = make_shot(id="2", start=30, frames=90, transition_in={"kind": "dissolve", "frames": 12})
    (cue,) = caption_cues(make_shotlist(first, dissolving), CaptionConfig())
    assert cue.end_exclusive == 30


def test_a_short_gap_is_closed_and_a_long_one_is_kept() -> None:
    lines = (make_line("l1", "Come.", 0, 40), make_line("l2", "Now.", 47, 30), make_line("l3", "Go.", 120, 30))
    cues = caption_cues(make_shotlist(make_shot(frames=160, lines=lines)), CaptionConfig())
    assert [(cue.start, cue.end_exclusive) for cue in cues] == [(0, 45), (47, 77), (120, 150)]


def test_sounds_of_the_script_are_captioned_where_nobody_speaks() -> None:
    shots = (
        make_shot(id="1", frames=60, sfx=("door slams", "thunder")),
        make_shot(id="2", start=60, frames=60, sfx=("rain",), lines=(make_line("l1", "Hello.", 0, 40),)),
    )
    cues = caption_cues(make_shotlist(*shots), CaptionConfig())
    assert [(cue.start, cue.end_exclusive, cue.rows) for cue in cues] == [
        (0, 48, ("[door slams, thunder]",)),
        (60, 100, ("ANN: Hello.",)),
    ]
    assert len(caption_cues(make_shotlist(*shots), CaptionConfig(sounds=False))) == 1


CUES = (
    Cue(0, 24, (Speech(("Hello & <b>you</b>", "{\\an8} --> \\N"), "ann", "ANN", "ANN"),)),
    Cue(30, 61, (Speech(("Далеко",), "bo", "BO <x>", "", voice_over=True),)),
)


@pytest.mark.spec("R5")
def test_an_srt_file_is_written_as_players_read_it() -> None:
    j = "\u2060"
    assert to_srt(CUES, Rate.parse("24000/1001")) == (
        f"1\n00:00:00,000 --> 00:00:01,001\nANN: Hello & <{j}b>you<{j}/b>\n{{{j}\\{j}an8}} --{j}> \\{j}N\n"
        "\n2\n00:00:01,251 --> 00:00:02,544\nДалеко\n"
    )


@pytest.mark.spec("R5")
def test_a_vtt_file_is_written_as_browsers_read_it() -> None:
    assert to_vtt(CUES, Rate.parse("24"), "ru") == (
        "WEBVTT\nKind: captions\nLanguage: ru\n"
        "\n00:00:00.000 --> 00:00:01.000\n<v ANN>ANN: Hello &amp; &lt;b&gt;you&lt;/b&gt;\n{\\an8} --&gt; \\N\n"
        "\n00:00:01.250 --> 00:00:02.542\n<v BO &lt;x&gt;><i>Далеко</i>\n"
    )


@given(st.text(max_size=80))
def test_escaped_text_contains_no_tag_and_no_line_break(text: str) -> None:
    shown = escape_ass(text)
    for place, char in enumerate(shown):
        if char in "{}":
            assert shown[place - 1] == "\\"
        if char == "\\":
            assert shown[place + 1] in "{}\u2060"
    assert "\n" not in shown


@pytest.mark.spec("R5")
def test_the_name_of_a_visible_speaker_is_dropped_if_there_is_no_time_to_read_it() -> None:
    def label(frames: int, **fields: object) -> str:
        shown = {"figures": ({"character_id": "ann", "name": "Ann"},), **fields}
        line = make_line("l1", "From Monday the words are on the picture.", 0, frames)
        shot = make_shot(frames=frames, lines=(line,), **shown)
        (cue,) = caption_cues(make_shotlist(shot), CaptionConfig())
        return cue.speeches[0].label

    assert label(60) == "ANN"
    assert label(50) == ""
    assert label(50, figures=()) == "ANN"
