"""Four formats of one list of captions, each read back and compared with the others to the frame."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reelmake.crafts.captions.cue import Cue, Speech
from reelmake.crafts.captions.files import caption_files
from reelmake.crafts.captions.readers import ReadCue, read_captions
from reelmake.documents.project import ProjectConfig
from reelmake.kernel.errors import ReelmakeError
from reelmake.kernel.frames import Rate
from support.studio import SMALL, ffmpeg_output

RATES = ["24", "25", "30", "24000/1001", "30000/1001", "50", "60000/1001"]
COLOURS = {"ann": "#c04040", "bo": "#40a0c0"}
WORDS = st.text(st.sampled_from("abc XY.,!?灯台はשלוםمرحباéе-{}\\<>&;|:0 "), min_size=1, max_size=30)
ROWS = WORDS.map(lambda text: " ".join(text.split())).filter(
    lambda text: bool(text) and not text.startswith(("- ", "{"))
)
MIXED = (
    Cue(0, 24, (Speech(("Hello & <b>you</b>", "{\\an8} --> \\N"), "ann", "ANN", "ANN"),)),
    Cue(30, 61, (Speech(("Далеко",), "bo", "BO <x>", "", voice_over=True),)),
    Cue(63, 90, (Speech(("Stop!",), "ann", "ANN", dash="- "), Speech(("Go!",), "bo", "BO <x>", dash="- "))),
    Cue(92, 120, (Speech(("שלום, מי שם?",), "ann", "ANN"),)),
    Cue(130, 175, (Speech(("[thunder]",)),), top=True),
    Cue(175_000, 175_060, (Speech(("灯台は暗い。", "誰もいない。"), "bo", "BO <x>", "BO"),)),
)


def project(fps: str = "24", speakers: str = "label") -> ProjectConfig:
    series = {"id": "s", "title": "S", "language": "en-GB"}
    return ProjectConfig.model_validate({"series": series, "fps": fps, "captions": {"speakers": speakers}})


def files_of(cues: tuple[Cue, ...], fps: str, speakers: str = "label") -> dict[str, str]:
    return caption_files(cues, project(fps, speakers), SMALL, "A & B", COLOURS)


@pytest.mark.spec("R5")
@pytest.mark.parametrize("speakers", ["label", "colour", "none"])
@pytest.mark.parametrize("fps", RATES)
def test_all_formats_agree_to_the_frame_and_to_the_letter(fps: str, speakers: str) -> None:
    expected = [ReadCue(cue.start, cue.end_exclusive, cue.rows) for cue in MIXED]
    files = files_of(MIXED, fps, speakers)
    assert set(files) == {"captions.srt", "captions.vtt", "captions.ass", "captions.ttml"}
    for name, text in files.items():
        assert read_captions(text, name, Rate.parse(fps)) == expected, name


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.integers(0, 80), st.integers(1, 200), st.lists(ROWS, min_size=1, max_size=2)), max_size=8),
    st.sampled_from(RATES),
)
def test_whatever_the_words_all_formats_agree(shown: list[tuple[int, int, list[str]]], fps: str) -> None:
    cues: list[Cue] = []
    place = 0
    for gap, frames, rows in shown:
        cues.append(Cue(place + gap, place + gap + frames, (Speech(tuple(rows), "ann", "ANN"),)))
        place += gap + frames
    expected = [ReadCue(cue.start, cue.end_exclusive, cue.rows) for cue in cues]
    for name, text in files_of(tuple(cues), fps).items():
        assert read_captions(text, name, Rate.parse(fps)) == expected, name


@pytest.mark.spec("R5")
@pytest.mark.parametrize("ending", ["srt", "vtt", "ass"])
def test_a_player_s_own_reader_finds_the_same_times(ending: str, tmp_path: Path) -> None:
    plain = tuple(cue for cue in MIXED if not cue.top)
    source = tmp_path / f"captions.{ending}"
    source.write_text(files_of(plain, "24000/1001")[f"captions.{ending}"], encoding="utf-8")
    ffmpeg_output("-i", str(source), str(tmp_path / "read.srt"))
    rate = Rate.parse("24000/1001")
    starts = re.findall(r"([\d:,]+) --> ([\d:,]+)", (tmp_path / "read.srt").read_text(encoding="utf-8"))
    read = [tuple(_milliseconds(time) for time in pair) for pair in starts]
    assert len(read) == len(plain)
    for cue, times in zip(plain, read, strict=True):
        for frame, time in zip((cue.start, cue.end_exclusive), times, strict=True):
            assert abs(time - rate.milliseconds(frame)) <= 10


def _milliseconds(time: str) -> int:
    hours, minutes, seconds, thousandths = map(int, re.split("[:,]", time))
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths


def test_ttml_states_profile_rate_regions_agents_and_direction() -> None:
    root = ElementTree.fromstring(files_of(MIXED, "30000/1001", "colour")["captions.ttml"])  # noqa: S314
    tt, ttp = "{http://www.w3.org/ns/ttml}", "{http://www.w3.org/ns/ttml#parameter}"
    tts, ttm = "{http://www.w3.org/ns/ttml#styling}", "{http://www.w3.org/ns/ttml#metadata}"
    xml = "{http://www.w3.org/XML/1998/namespace}"
    assert root.get(f"{ttp}contentProfiles") == "http://www.w3.org/ns/ttml/profile/imsc1.1/text"
    assert (root.get(f"{ttp}frameRate"), root.get(f"{ttp}frameRateMultiplier")) == ("30", "1000 1001")
    assert root.get(f"{xml}lang") == "en-GB"
    names = {agent.get(f"{xml}id"): agent[0].text for agent in root.iter(f"{ttm}agent")}
    assert set(names.values()) == {"ANN", "BO <x>"}
    regions = {region.get(f"{xml}id") for region in root.iter(f"{tt}region")}
    styles = {style.get(f"{xml}id") for style in root.iter(f"{tt}style")}
    paragraphs = list(root.iter(f"{tt}p"))
    assert {paragraph.get("region") for paragraph in paragraphs} == regions == {"foot", "head"}
    assert [p.get(f"{tts}direction") for p in paragraphs].index("rtl") == 3
    for span in root.iter(f"{tt}span"):
        assert set((span.get("style") or "").split()) <= styles
        assert span.get(f"{ttm}agent") is None or span.get(f"{ttm}agent") in names
    spoken_together = paragraphs[2].findall(f"{tt}span")
    assert [names[span.get(f"{ttm}agent")] for span in spoken_together] == ["ANN", "BO <x>"]


def test_vtt_has_a_voice_for_each_speaker_and_a_place_for_what_stands_above() -> None:
    text = files_of(MIXED, "24", "colour")["captions.vtt"]
    assert "<v.s1 ANN>- Stop!</v>\n<v.s2 BO &lt;x&gt;>- Go!</v>" in text
    assert "--> 00:00:07.292 line:0\n[thunder]" in text
    assert text.count("::cue(") == 2


def test_right_to_left_rows_are_marked_for_players_of_subrip() -> None:
    assert "\u202bשלום, מי שם?\u202c" in files_of(MIXED, "24")["captions.srt"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.srt", "hello"),
        ("a.vtt", "hello"),
        ("a.ass", "hello"),
        ("a.ass", "[Events]\nDialogue: 0,x"),
        ("a.ass", "[Events]\nDialogue: 0,x,y,,,,,,,z"),
        ("a.ttml", "<tt"),
        ("a.ttml", "<html/>"),
        ("a.ttml", '<!DOCTYPE tt [<!ENTITY a "b">]><tt xmlns="http://www.w3.org/ns/ttml"/>'),
        ("a.ttml", '<tt xmlns="http://www.w3.org/ns/ttml"><body><div><p begin="x" end="1f">a</p></div></body></tt>'),
        ("a.docx", ""),
    ],
)
def test_what_is_no_caption_file_is_told_and_never_a_traceback(name: str, text: str) -> None:
    with pytest.raises(ReelmakeError, match=r"this is no"):
        read_captions(text, name, Rate.parse("24"))


def test_other_programs_files_are_read() -> None:
    first = "1\r\n00:00:01,000 --> 00:00:02,500 X1:10\r\n<i>Hello</i>\r\nthere\r\n\r\n"
    srt = "\ufeff" + first + "2\r\n00:00:03,000 --> 00:00:04,000\r\nBye\r\n"
    rate = Rate.parse("24")
    assert read_captions(srt, "a.srt", rate) == [ReadCue(24, 60, ("Hello", "there")), ReadCue(72, 96, ("Bye",))]
    vtt = "WEBVTT\n\nNOTE a --> b\n\nid\n01:01.000 --> 01:02.000 align:start\n<v Bob><b>A &amp; B</b></v>\n"
    assert read_captions(vtt, "a.vtt", rate) == [ReadCue(61 * 24, 62 * 24, ("A & B",))]
    ttml = (
        '<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttp="http://www.w3.org/ns/ttml#parameter" ttp:frameRate="25">'
        '<body><div><p begin="00:00:01:05" end="2.5s">A<br/>B</p></div></body></tt>'
    )
    assert read_captions(ttml, "a.ttml", rate) == [ReadCue(30, 62, ("A", "B"))]
