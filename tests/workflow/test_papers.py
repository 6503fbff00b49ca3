"""The papers of an episode, in real runs."""

from __future__ import annotations

import wave
from pathlib import Path
from xml.etree import ElementTree

import pytest

from support.world import World

PAPERS = "episodes/ep01/papers/papers.json"


@pytest.mark.slow
@pytest.mark.spec("R5", "E2", "E3")
def test_papers_are_made_on_request_and_follow_the_film(built: World) -> None:
    assert not (built.root / "episodes/ep01/papers").exists()
    built.build(PAPERS)
    files = built.document(PAPERS)["files"]
    assert isinstance(files, dict)
    assert sorted(files) == ["contact_sheet", "edl", "fcpxml", "losses", "otio", "review", "storyboard", "xml"]
    edl = built.bytes_of("episodes/ep01/papers/timeline.edl").decode()
    named = [line.split(": ")[1] for line in edl.splitlines() if line.startswith("* FROM CLIP: ")]
    assert named and all((built.root / "episodes/ep01/papers" / name).is_file() for name in named)

    stated, actual = sound_formats(built.root / "episodes/ep01/papers")
    assert stated == actual
    assert {"mix.wav", "music.wav"} < set(stated)

    built.replace("story/ep01.fountain", "Title: Small Hours", "Title: Small Hours\n/* nobody reads this */")
    assert not [job for job in built.build(PAPERS).messages if "paper" in job or "storyboard" in job]

    built.replace("story/ep01.fountain", "There are five now.", "There are nine now.")
    dry_run = built.build("-n", PAPERS).messages
    jobs = built.build(PAPERS).messages
    assert dry_run == jobs
    assert any("storyboard" in job for job in jobs)


def sound_formats(papers: Path) -> tuple[dict[str, tuple[int, int]], dict[str, tuple[int, int]]]:
    """Return the channels and bits of each sound, as the timeline states them and as the file has them."""
    root = ElementTree.fromstring((papers / "timeline.xml").read_bytes())  # noqa: S314 our own file
    stated, actual = {}, {}
    for file in root.iterfind(".//clipitem/file[media]"):
        audio = file.find("media/audio")
        if audio is not None:
            name = file.findtext("name", "")
            depth = audio.findtext("samplecharacteristics/depth", "")
            stated[name] = (int(audio.findtext("channelcount", "")), int(depth))
            with wave.open(str(papers / file.findtext("pathurl", ""))) as sound:
                actual[name] = (sound.getnchannels(), 8 * sound.getsampwidth())
    return stated, actual
