"""What the tools of sound hold in memory: no more for a long film than for a short one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import wave
from pathlib import Path

import numpy as np
import pytest

from reelmake.actions import tools
from reelmake.crafts.sound.composer import Brief, compose
from reelmake.crafts.sound.mixing.adts import split_packets
from reelmake.crafts.sound.mixing.encoded_file import LEAD, EncodedPiece
from reelmake.crafts.sound.mixing.levels_file import PROGRAMME, Levels
from reelmake.crafts.sound.mixing.pieces import AFTER, BEFORE, PACKET, PIECE, Section, pieces_of
from reelmake.crafts.sound.moods import MOODS
from reelmake.crafts.sound.sound_actions import TAIL
from reelmake.crafts.sound.spotting import LONGEST_CUE

RATE = 48_000
MINUTE = 60 * RATE
BUDGET = 400
_RUN = """
import pathlib, re, resource, runpy, sys
sys.argv = sys.argv[1:]
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
# Not its own maximum by getrusage, which begins with that of the process that started it.
own = int(re.search(r"VmHWM:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())[1])
print(max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) // 1024)
"""


def peak(directory: Path, module: str, spec: object, *argv: str) -> int:
    """Run a tool and return the resident memory of the largest of its processes, in MiB."""
    (directory / "spec.json").write_text(json.dumps(spec))
    environment = {**os.environ, "REELMAKE_FFMPEG": tools.ffmpeg().start[0], "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-c", _RUN, f"reelmake.crafts.sound.{module}", *(argv or ("spec.json",))]
    done = subprocess.run(command, cwd=directory, env=environment, capture_output=True, text=True, check=True)
    return int(done.stdout.split()[-1])


def directory(path: Path) -> Path:
    (path / "in").mkdir(parents=True)
    return path


def wav(path: Path, seconds: float) -> None:
    noise = np.random.default_rng(3).integers(-3000, 3000, (int(seconds * RATE), 2))
    with wave.open(str(path), "wb") as out:
        out.setparams((2, 2, RATE, 0, "NONE", ""))
        out.writeframes(noise.astype("<i2").tobytes())


def stems(samples: int) -> dict[str, object]:
    silent = {"sounds": [], "curve": []}
    loop = {"sounds": [["a.wav", 0, samples, 1000, 0, 0, True]], "curve": [[0, 224]]}
    return {"dialogue": silent, "music": loop, "effects": loop}


@pytest.mark.spec("Q3")
def test_a_stem_of_a_long_film_takes_no_more_than_one_of_a_short_one(tmp_path: Path) -> None:
    peaks = []
    for minutes in (1, 15):
        here = directory(tmp_path / str(minutes))
        wav(here / "in/a.wav", 20)
        (here / "in/gain.json").write_text(json.dumps({"gain": 100, "ceiling": -32}))
        spec = {"samples": minutes * MINUTE, "stem": "", "stems": stems(minutes * MINUTE)}
        peaks.append(peak(here, "mixing.stem_tool", spec))
        assert (here / "out.wav").stat().st_size == 44 + minutes * MINUTE * 4
    assert peaks[1] < peaks[0] + 24, peaks


@pytest.mark.spec("Q3")
def test_joining_two_hours_takes_little_more_than_joining_a_minute(tmp_path: Path) -> None:
    peaks = []
    form = ("-f", "lavfi", "-i", "anoisesrc=d=0.5:r=48000", "-ac", "2", "-b:a", "128k", "-f", "adts", "pipe:1")
    command = [*tools.ffmpeg().start, "-loglevel", "error", *form]
    packet = split_packets(subprocess.run(command, capture_output=True, check=True).stdout)[-3]
    for minutes in (1, 120):
        here = directory(tmp_path / str(minutes))
        EncodedPiece([packet] * (LEAD + PIECE // PACKET), np.zeros(1, np.int64)).write(here / "in/a.packets")
        pieces = [["a.packets", PIECE // PACKET]] * (minutes * MINUTE // PIECE)
        peaks.append(peak(here, "mixing.join_tool", {"samples": len(pieces) * PIECE, "pieces": pieces}))
    assert peaks[1] < peaks[0] + 64 and peaks[1] < BUDGET, peaks


@pytest.mark.spec("Q3")
def test_the_gain_of_three_hours_is_found_within_the_budget(tmp_path: Path) -> None:
    here = directory(tmp_path / "gain")
    dice = np.random.default_rng(4)
    steps = PIECE // 960
    energy = (dice.random(steps) ** 4 * 2e14).astype(np.int64)
    peaks = (dice.random(steps * 15) ** 6 * 30_000).astype(np.int32)
    Levels(PIECE, {PROGRAMME: energy}, peaks).write(here / "in/a.levels")
    spec = {"pieces": ["a"] * 450, "lufs": -16, "true_peak_db": -1, "measured_on": "programme", "encoded": False}
    assert peak(here, "mixing.gain_tool", spec) < BUDGET


@pytest.mark.spec("Q3")
@pytest.mark.parametrize("tool", ["levels", "packets"])
def test_the_longest_piece_is_measured_and_encoded_within_the_budget(tmp_path: Path, tool: str) -> None:
    pieces = pieces_of([Section("s", 0, PIECE * 5 // 2 - 1)])
    piece = max(pieces, key=lambda one: one.samples)
    assert piece.samples > PIECE * 7 // 5
    window = BEFORE + piece.samples + AFTER
    here = directory(tmp_path / tool)
    wav(here / "in/a.wav", 20)
    (here / "in/gain.json").write_text(json.dumps({"gain": 200, "ceiling": -32}))
    spec = {"window": window, "before": BEFORE, "samples": piece.samples, "packets": piece.encoded}
    spec |= {"measured_on": "dialogue", "true_peak_db": -1, "kbps": 128, "stems": stems(window)}
    assert peak(here, f"mixing.{tool}_tool", spec) < BUDGET


@pytest.mark.spec("Q3")
def test_the_longest_cue_is_played_within_the_budget(tmp_path: Path) -> None:
    for mood in ("warm", "playful"):
        samples = LONGEST_CUE * 3 // 2
        notes = [
            [note.instrument, note.pitch, note.start, note.length, note.loudness]
            for note in compose(Brief(MOODS[mood], 2, samples, "kitchen night", True))
        ]
        assert (
            peak(directory(tmp_path / mood), "music_tool", {"samples": samples, "tail": TAIL, "notes": notes}) < BUDGET
        )


@pytest.mark.spec("Q3", "A1")
def test_a_file_of_ten_minutes_is_taken_in_within_a_quarter_of_the_budget(tmp_path: Path) -> None:
    here = directory(tmp_path / "library")
    wav(here / "in/sound", 600)
    assert peak(here, "import_tool", {}, "wav", "digest") < BUDGET // 2
    with wave.open(str(here / "out.wav")) as made:
        assert made.getnframes() == 600 * RATE
        part = np.frombuffer(made.readframes(RATE), "<i2").astype(float)
    assert np.sqrt((part**2).mean()) == pytest.approx(2320, rel=0.02)
