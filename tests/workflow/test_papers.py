"""The papers of an episode, as real Snakemake makes them."""

from __future__ import annotations

import wave
from pathlib import Path
from xml.etree import ElementTree

import pytest

from support.world import World

PAPERS = "episodes/ep01/papers/papers.json"


@pytest.mark.slow
@pytest.mark.spec("R5", "E2", "E3")
def test_papers_are_made_when_asked_for_and_follow_the_film(built: World) -> None:
    assert not (built.root / "episodes/ep01/papers").exists()
    built.build(PAPERS)
    files = built.document(PAPERS)["files"]
    assert isinstance(files, dict)
    assert sorted(files) == ["contact_sheet", "edl", "fcpxml", "losses", "otio", "review", "storyboard", "xml"]
    edl = built.bytes_of("episodes/ep01/papers/timeline.edl").decode()
    named = [line.split(": ")[1] for line in edl.splitlines() if line.startswith("* FROM CLIP: ")]
    assert named and all((built.root / "episodes/ep01/papers" / name).is_file() for name in named)

    said, found = sound_forms(built.root / "episodes/ep01/papers")
    assert said == found
    assert {"mix.wav", "music.wav"} < set(said)

    built.replace("story/ep01.fountain", "Title: Small Hours", "Title: Small Hours\n/* nobody reads this */")
    assert not [job for job in built.build(PAPERS).messages if "paper" in job or "storyboard" in job]

    built.replace("story/ep01.fountain", "There are five now.", "There are nine now.")
    foreseen = built.build("-n", PAPERS).messages
    done = built.build(PAPERS).messages
    assert foreseen == done
    assert any("storyboard" in job for job in done)


def sound_forms(papers: Path) -> tuple[dict[str, tuple[int, int]], dict[str, tuple[int, int]]]:
    """Return each sound's channels and bits, as the timeline says and as the file has them."""
    root = ElementTree.fromstring((papers / "timeline.xml").read_bytes())  # noqa: S314 our own file
    said, found = {}, {}
    for file in root.iterfind(".//clipitem/file[media]"):
        audio = file.find("media/audio")
        if audio is not None:
            name = file.findtext("name", "")
            depth = audio.findtext("samplecharacteristics/depth", "")
            said[name] = (int(audio.findtext("channelcount", "")), int(depth))
            with wave.open(str(papers / file.findtext("pathurl", ""))) as sound:
                found[name] = (sound.getnchannels(), 8 * sound.getsampwidth())
    return said, found
