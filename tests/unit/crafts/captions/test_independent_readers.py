"""Our caption files in other programs: ttconv reads TTML (IMSC), SubRip and WebVTT, and pysubs2 reads ASS."""

from __future__ import annotations

import io
import logging
import math
from dataclasses import replace
from xml.etree import ElementTree

import pysubs2
import pytest
import ttconv.imsc.reader
import ttconv.srt.reader
import ttconv.vtt.reader
from ttconv import model
from ttconv.filters.doc.imsc11text import IMSC11TextFilter
from ttconv.isd import ISD

from reelmake.kernel.frames import Rate
from unit.crafts.captions.test_files import MIXED, files_of

SHOWN = [(cue.start, cue.end_exclusive, "\n".join(cue.rows)) for cue in MIXED]
_INVISIBLE = str.maketrans("", "", "\u2060\u202a\u202b\u202c")
PLAIN = tuple(
    replace(cue, speeches=tuple(replace(one, speaker=one.speaker.removesuffix(" <x>")) for one in cue.speeches))
    for cue in MIXED
)
"""Without character references in speakers' names, which WebVTT allows but ttconv cannot read."""
RATES = ["24", "25", "24000/1001", "30000/1001"]


def seen_in(document: model.ContentDocument, rate: Rate) -> list[tuple[int, int, str]]:
    """Return the texts that a player of the document shows, each with its first frame and the frame after its last."""
    shown = [(time, _words(isd)) for time, isd in ISD.generate_isd_sequence(document)]
    ends = [time for time, _words_of in shown[1:]] + [None]
    return [
        (round(start * rate.value), round(end * rate.value), words)
        for (start, words), end in zip(shown, ends, strict=True)
        if words and end is not None
    ]


def _words(isd: ISD) -> str:
    rows = []
    for region in isd.iter_regions():
        for element in region.dfs_iterator():
            if isinstance(element, model.Text):
                rows.append(element.get_text())
            elif isinstance(element, model.Br):
                rows.append("\n")
    return "".join(rows).translate(_INVISIBLE)


@pytest.mark.spec("R5")
@pytest.mark.parametrize("speakers", ["label", "colour"])
@pytest.mark.parametrize("fps", RATES)
def test_an_imsc_reader_accepts_the_ttml(fps: str, speakers: str, caplog: pytest.LogCaptureFixture) -> None:
    text = files_of(MIXED, fps, speakers)["captions.ttml"]
    with caplog.at_level(logging.WARNING, logger="ttconv"):
        document = ttconv.imsc.reader.to_model(ElementTree.ElementTree(ElementTree.fromstring(text)))  # noqa: S314
    assert not caplog.records, "the reader knows every element and accepts every value"
    IMSC11TextFilter().process(document)
    assert seen_in(document, Rate.parse(fps)) == SHOWN


def test_the_imsc_check_refuses_a_document_outside_the_profile() -> None:
    text = files_of(MIXED, "24")["captions.ttml"].replace(' tts:extent="90% 20%"', "")
    document = ttconv.imsc.reader.to_model(ElementTree.ElementTree(ElementTree.fromstring(text)))  # noqa: S314
    with pytest.raises(ValueError, match="extent SHALL be present"):
        IMSC11TextFilter().process(document)


@pytest.mark.spec("R5")
@pytest.mark.parametrize("fps", RATES)
@pytest.mark.parametrize("ending", ["srt", "vtt"])
def test_another_reader_shows_the_same_subrip_and_webvtt(fps: str, ending: str) -> None:
    text = files_of(PLAIN, fps)[f"captions.{ending}"]
    document = {"srt": ttconv.srt.reader, "vtt": ttconv.vtt.reader}[ending].to_model(io.StringIO(text))
    assert seen_in(document, Rate.parse(fps)) == SHOWN


@pytest.mark.spec("R5")
@pytest.mark.parametrize("fps", RATES)
def test_another_reader_shows_the_same_ass(fps: str) -> None:
    rate = Rate.parse(fps)
    events = pysubs2.SSAFile.from_string(files_of(MIXED, fps)["captions.ass"], format_="ass").events
    first = [(math.ceil(event.start * rate.value / 1000), math.ceil(event.end * rate.value / 1000)) for event in events]
    assert first == [(start, end) for start, end, _words_of in SHOWN]
    for event, (_start, _end, words) in zip(events, SHOWN, strict=True):
        # libass reads \{ as a brace; pysubs2 takes it for the start of a tag.
        if "{" not in words:
            assert event.plaintext.translate(_INVISIBLE) == words
