"""Timeline files, each read back by a reader that shares no code with its writer: OpenTimelineIO's adapters.

The adapter for FCPXML rounds times down to the previous frame and ignores tcStart, so that file is parsed here.
"""

from __future__ import annotations

import json
import subprocess
import sys
from fractions import Fraction
from xml.etree import ElementTree

import opentimelineio as otio
import pytest

from reelmake.crafts.editorial.cut_list import CutList, build_cut_list
from reelmake.crafts.editorial.edl import to_edl
from reelmake.crafts.editorial.fcpxml import to_fcpxml
from reelmake.crafts.editorial.format_losses import loss_report
from reelmake.crafts.editorial.otio_file import HQ, PREVIEW, to_otio
from reelmake.crafts.editorial.xmeml import to_xmeml
from unit.crafts.editorial.conftest import episode, plan_of

_READ_XMEML = """
import json, os, sys
import opentimelineio as otio
timeline = otio.adapters.read_from_string(sys.stdin.read(), "fcp_xml")
cuts = [
    [(c.name, round(c.range_in_parent().start_time.value), round(c.duration().value)) for c in track.find_clips()]
    for track in timeline.tracks
]
print(json.dumps(cuts), flush=True)
os._exit(0)
"""
RATES = ["24", "25", "24000/1001", "30000/1001", "60000/1001"]


def cuts_at(fps: str = "24") -> CutList:
    shotlist = episode(fps)
    return build_cut_list(shotlist, plan_of(shotlist), {"mix": "e" * 64, "music": "d" * 64})


def expected(cuts: CutList) -> list[tuple[str, int, int]]:
    return [(cut.id, cut.start, cut.frames) for cut in cuts.picture.cuts]


def found(track: object) -> list[tuple[str, int, int]]:
    return [
        (clip.name, round(clip.range_in_parent().start_time.value), round(clip.duration().value))
        for clip in track.find_clips()  # type: ignore[attr-defined]
    ]


def exact(element: ElementTree.Element | None, name: str) -> Fraction:
    assert element is not None
    return Fraction(element.get(name, "").removesuffix("s"))


@pytest.mark.spec("R5", "F3")
@pytest.mark.parametrize("fps", RATES)
def test_otio_has_every_track_and_an_empty_reference_for_an_hq_picture(fps: str) -> None:
    cuts = cuts_at(fps)
    timeline = otio.adapters.read_from_string(to_otio(cuts), "otio_json")
    assert [track.name for track in timeline.tracks] == ["picture", "dialogue", "dialogue 2", "music", "mix"]
    assert found(timeline.tracks[0]) == expected(cuts)
    assert found(timeline.tracks[1]) == [("l1", 5, 40)]
    assert found(timeline.tracks[2]) == [("l2", 10, 40)]
    first = timeline.tracks[0][0]
    assert first.active_media_reference_key == PREVIEW
    assert first.media_references()[HQ].is_missing_reference
    assert first.metadata["reelmake"]["id"] == "1-1"
    assert [(mark.name, round(mark.marked_range.start_time.value)) for mark in timeline.tracks.markers] == [
        ("Scene s1", 0),
        ("Scene s2", 161),
    ]


@pytest.mark.spec("R5", "F3")
@pytest.mark.parametrize("fps", RATES)
def test_the_edl_reads_back_with_the_same_cuts(fps: str) -> None:
    cuts = cuts_at(fps)
    text = to_edl(cuts)
    assert ("FCM: DROP FRAME" in text) == (fps in ("30000/1001", "60000/1001"))
    assert text.isascii()
    rate = float(cuts.rate.value)
    timeline = otio.adapters.read_from_string(text, "cmx_3600", rate=rate)
    assert found(timeline.tracks[0]) == [(f"{name}.mp4", start, frames) for name, start, frames in expected(cuts)]


@pytest.mark.spec("R5", "F3")
@pytest.mark.parametrize("fps", RATES)
def test_final_cut_7_xml_reads_back_with_the_same_cuts(fps: str) -> None:
    cuts = cuts_at(fps)
    # In a separate process, because this adapter can abort the interpreter at exit.
    command = [sys.executable, "-c", _READ_XMEML]
    done = subprocess.run(command, input=to_xmeml(cuts), capture_output=True, text=True, check=True)
    picture, *sounds = [[tuple(cut) for cut in track] for track in json.loads(done.stdout)]
    assert picture == expected(cuts)
    assert sounds == [
        [("l1", 5, 40)],
        [("l2", 10, 40)],
        [("music", 0, cuts.total_frames)],
        [("mix", 0, cuts.total_frames)],
    ]


@pytest.mark.spec("R5", "F3")
@pytest.mark.parametrize("fps", RATES)
def test_fcpxml_reads_back_with_the_same_cuts(fps: str) -> None:
    cuts = cuts_at(fps)
    root = ElementTree.fromstring(to_fcpxml(cuts).encode())  # noqa: S314 our own file
    assets = {asset.get("id"): asset for asset in root.iter("asset")}
    frame = exact(root.find("resources/format"), "frameDuration")
    sequence = root.find("library/event/project/sequence")
    assert sequence is not None
    begin = exact(sequence, "tcStart")
    picture, sounds = [], []
    for clip in sequence.iterfind("spine/asset-clip"):
        start = (exact(clip, "offset") - begin) / frame
        picture.append((clip.get("name"), start, exact(clip, "duration") / frame))
        assert exact(assets[clip.get("ref")], "duration") >= exact(clip, "duration")
        sounds += [(sound.get("name"), start + exact(sound, "offset") / frame) for sound in clip.iterfind("asset-clip")]
    assert picture == expected(cuts)
    assert sorted(sounds) == [("l1", 5), ("l2", 10), ("mix", 0), ("music", 0)]
    assert exact(sequence, "duration") / frame == cuts.total_frames


@pytest.mark.spec("E5")
@pytest.mark.parametrize("write", [to_otio, to_edl, to_xmeml, to_fcpxml])
def test_a_timeline_is_the_same_bytes_again(write: object) -> None:
    assert write(cuts_at()) == write(cuts_at())  # type: ignore[operator]


@pytest.mark.spec("R5")
def test_an_edl_names_files_instead_of_reels() -> None:
    lines = to_edl(cuts_at()).splitlines()
    assert {line.split()[1] for line in lines if line[:3].isdigit()} == {"AX"}
    assert [line for line in lines if "FROM CLIP NAME" in line][3] == "* FROM CLIP NAME:  4A-insertion.mp4"


@pytest.mark.spec("R5")
def test_the_mix_is_a_disabled_track_so_that_nothing_is_heard_twice() -> None:
    cuts = cuts_at()
    timeline = otio.adapters.read_from_string(to_otio(cuts), "otio_json")
    assert [track.enabled for track in timeline.tracks] == [True, True, True, True, False]
    assert [clip.name for clip in timeline.find_clips() if not clip.enabled] == ["mix"]
    xmeml = ElementTree.fromstring(to_xmeml(cuts).encode())  # noqa: S314 our own file
    assert [track.findtext("enabled") for track in xmeml.iter("track")] == ["TRUE"] * 4 + ["FALSE"]
    fcpxml = ElementTree.fromstring(to_fcpxml(cuts).encode())  # noqa: S314 our own file
    assert [clip.get("name") for clip in fcpxml.iter("asset-clip") if clip.get("enabled") == "0"] == ["mix"]


@pytest.mark.spec("R5")
def test_sounds_state_their_number_of_channels() -> None:
    cuts = cuts_at()
    xmeml = ElementTree.fromstring(to_xmeml(cuts).encode())  # noqa: S314 our own file
    channels = {file.findtext("name"): file.findtext("media/audio/channelcount") for file in xmeml.iter("file")}
    assert (channels["music.wav"], channels["line-bbbbbbbbbbbbbbbb.wav"], channels["1-1.mp4"]) == ("2", "1", None)
    fcpxml = ElementTree.fromstring(to_fcpxml(cuts).encode())  # noqa: S314 our own file
    assert {asset.get("name"): asset.get("audioChannels") for asset in fcpxml.iter("asset")} == channels


@pytest.mark.spec("R5")
def test_every_track_of_final_cut_7_xml_states_whether_it_is_locked() -> None:
    root = ElementTree.fromstring(to_xmeml(cuts_at()).encode())  # noqa: S314 our own file
    assert [track.findtext("locked") for track in root.iter("track")] == ["FALSE"] * 5


@pytest.mark.spec("R5")
def test_what_a_format_cannot_express_is_reported() -> None:
    losses = {(loss.format, loss.what): loss.count for loss in loss_report(cuts_at()).losses}
    assert losses["timeline.edl", "sounds"] == 4
    assert losses["timeline.xml", "transitions as objects"] == 1
    assert losses["timeline.fcpxml", "places for an HQ picture"] == 5
    assert not any(name == "timeline.otio" for name, _what in losses)
