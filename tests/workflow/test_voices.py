"""Unavailable voices: another voice speaks the lines, the summary says so, and no line is silent."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest

from support.world import World

SCREENPLAY = """Title: Voices

INT. KITCHEN - NIGHT

ADA
There were six of them.

BEN
(zxqvly)
There are five now.

CARL
𒀀𒀁 🦉

CARL
Somebody counted them.
"""
CANON = """
version: 1
characters:
  ada: {name: ADA, speech: {engine: nobodys-engine, id: siren}}
  ben: {name: BEN, speech: {id: af_nobody}}
  carl: {name: CARL, speech: {engine: espeak-ng, id: en-us+m7}}
locations:
  kitchen: {name: KITCHEN}
"""


@pytest.mark.slow
@pytest.mark.spec("R4", "E10", "S2")
def test_unavailable_voices_are_listed_in_the_summary_and_every_readable_line_is_heard(tmp_path: Path) -> None:
    world = World(tmp_path / "w")
    world.write("story/ep01.fountain", SCREENPLAY)
    world.write("story/canon.yaml", CANON)
    world.replace("config/project.yaml", "engine: none", "engine: piper, kokoro_voices: voices/mine.npz")
    world.write("voices/mine.npz", "these are no voices")
    world.write("voices/mine.npz.licence.yaml", "license_type: CC0-1.0\n")
    world.build("episodes/ep01/render.mp4", "episodes/ep01/stems/dialogue.wav")
    flags = "\n".join(world.document("episodes/ep01/run_summary.json")["flags"])  # type: ignore[arg-type]
    assert flags.count("voices/mine.npz is refused: it is no .npz file, or a part of it is missing") == 1
    assert "there is no engine nobodys-engine; a voice of piper is used instead" in flags
    assert "engine piper has no voice af_nobody; it has joe; a voice of piper is used instead" in flags
    assert 'no feeling is known by the name "zxqvly"' in flags
    assert "engine espeak-ng cannot read 𒀀𒀁" in flags
    assert "no font here has a glyph for" in flags and "U+1F989" in flags
    lines = world.document("episodes/ep01/voice.json")["lines"]
    outcomes = [(line["engine"], line["status"]) for line in lines]  # type: ignore[union-attr,index]
    assert outcomes == [("piper", "spoken"), ("piper", "spoken"), ("", "estimated"), ("espeak-ng", "spoken")]
    with wave.open(str(world.root / "episodes/ep01/stems/dialogue.wav")) as stem:
        data, width, channels = stem.readframes(stem.getnframes()), stem.getsampwidth(), stem.getnchannels()
    samples = np.frombuffer(data, np.uint8).reshape(-1, channels, width)[:, 0, -1].astype(np.int8)
    heard = np.flatnonzero(np.abs(samples.astype(int)) > 1)
    length = sum(line["samples"] for line in lines if line["status"] == "spoken")  # type: ignore[union-attr,index]
    bursts = 1 + int((np.diff(heard) > 48_000 // 2).sum())
    assert bursts >= 2, "only the unreadable line is silent for so long"
    assert 0.3 * length < len(np.unique(heard // 480)) * 480 < 1.1 * length
