"""A studio for render tests: a private store, plates, voices of pure tones, and readers of results."""

from __future__ import annotations

import re
import subprocess
import wave
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import av
import numpy as np
from PIL import Image

from reelmake.actions import tools
from reelmake.actions.runner import Runner
from reelmake.actions.store import Store
from reelmake.crafts.picture.clip import move_tool
from reelmake.crafts.sound.mixing.mix_actions import (
    Timeline,
    dialogue,
    expected_gain_action,
    gain_action,
    gain_tool,
    join_tool,
    levels_tool,
    packets_tool,
    sound_action,
    stem_action,
    stem_tool,
    timeline,
)
from reelmake.crafts.sound.mixing.window import Stem
from reelmake.crafts.sound.spotting import sections
from reelmake.documents.action import Action, FromAction, FromFile
from reelmake.documents.plate import plate_size
from reelmake.documents.project import ProfileConfig
from reelmake.documents.shotlist import Shot, ShotLine, ShotList
from reelmake.documents.voice import Voice
from reelmake.kernel.digest import digest_bytes, digest_file
from reelmake.kernel.log import Log

SMALL = ProfileConfig(width=320, height=180, preset="ultrafast")
TOOLS = {
    "ffmpeg": tools.ffmpeg,
    "move": move_tool,
    "levels": levels_tool,
    "gain": gain_tool,
    "packets": packets_tool,
    "join": join_tool,
    "stem": stem_tool,
}


@dataclass
class Studio:
    """Runs actions, and makes the pictures and sounds they need."""

    root: Path
    known: dict[str, Action] = field(default_factory=dict)

    def make(self, action: Action, *, again: bool = False) -> Path:
        self.known[action.key] = action
        store = Store(self.root / ("again" if again else "store"))
        runner = Runner(store, TOOLS, find_action=self.known.get, log=Log((self.root / "log").open("a")))
        return runner.ensure(action).path

    def result_of(self, action: Action) -> FromAction:
        self.known[action.key] = action
        return FromAction(key=action.key, kind=action.kind, extension=action.extension)

    def file(self, path: Path) -> FromFile:
        return FromFile(digest=digest_file(path), path=str(path))

    def plate(self, picture: Image.Image) -> FromFile:
        path = self.root / f"{digest_bytes(picture.tobytes())[:16]}.png"
        picture.save(path)
        return self.file(path)

    def grey_plate(self, level: int = 90, profile: ProfileConfig = SMALL) -> FromFile:
        return self.plate(Image.new("RGB", plate_size(profile.width, profile.height), (level, level, level)))

    def wav(self, name: str, samples: np.ndarray) -> Path:
        path = self.root / name
        with wave.open(str(path), "wb") as out:
            out.setparams((samples.size // max(len(samples), 1), 2, 48000, 0, "NONE", ""))
            out.writeframes(samples.astype("<i2").tobytes())
        return path

    def speech(self, samples: np.ndarray) -> Action:
        """Return an action that replaces speech in tests: it copies the samples of a file."""
        source = self.file(self.wav(f"speech-{len(self.known)}.wav", samples))
        tool = tools.ffmpeg()
        argv = ("-nostdin", "-loglevel", "error", "-i", "in/a.wav", "-bitexact", "-c", "copy", "out.wav")
        command = {"tool": tool.name, "digest": tool.digest, "argv": argv}
        action = Action(kind="speech", recipe=1, pipeline=(command,), inputs={"a.wav": source}, extension="wav")
        self.known[action.key] = action
        return action

    def sound(self, whole: Timeline, profile: ProfileConfig = SMALL) -> Action:
        """Return the action that encodes an episode's sound."""
        return sound_action(whole, self.result_of(self.gain(whole, profile)), profile)

    def gain(self, whole: Timeline, profile: ProfileConfig = SMALL) -> Action:
        """Return the action that finds the gain of an episode's sound."""
        return gain_action(whole, self.result_of(expected_gain_action(whole, profile)), profile)

    def stem(self, whole: Timeline, stem: str = "", profile: ProfileConfig = SMALL) -> Path:
        """Make a stem of an episode's sound, or its mix."""
        return self.make(stem_action(whole, self.result_of(self.gain(whole, profile)), stem))


def make_timeline(shotlist: ShotList, music: Stem | None = None, effects: Stem | None = None) -> Timeline:
    """Return an episode's words, with music and effects where a test has some."""
    words = dialogue(shotlist, make_voice(shotlist.fps))
    stems = {"dialogue": words, "music": music or Stem(), "effects": effects or Stem()}
    return timeline(shotlist, sections(shotlist), stems)


def make_shot(**fields: object) -> Shot:
    base = {"id": "1", "scene_id": "s1", "start": 0, "frames": 12, "kind": "action", "framing": "wide"}
    place = {"location_id": "pier", "location": "PIER", "setting": "EXT"}
    return Shot.model_validate({**base, **place, **fields})


def make_line(line_id: str, text: str, offset: int, frames: int, **fields: object) -> ShotLine:
    base = {"line_id": line_id, "speaker_id": "ann", "speaker": "ANN", "text": text}
    return ShotLine.model_validate({**base, "offset": offset, "frames": frames, **fields})


def make_shotlist(*shots: Shot, fps: str = "24") -> ShotList:
    total = max(shot.end_exclusive for shot in shots)
    return ShotList(
        trace_id="t", episode="ep", title="T", fps=fps, total_frames=total, timing_lock_hash="", shots=tuple(shots)
    )


def make_voice(fps: str = "24") -> Voice:
    return Voice(trace_id="t", episode="ep", engine="test", fps=fps, lines=())


def grey_frames(path: Path) -> list[np.ndarray]:
    """Decode a file's picture as grey, from 0 to 255."""
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="gray").astype(float) for frame in container.decode(video=0)]


def ffmpeg_output(*arguments: str) -> str:
    command = [*tools.ffmpeg().start, "-nostdin", "-hide_banner", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stderr


def loudness(path: Path) -> tuple[float, float]:
    """Measure integrated loudness and true peak with ffmpeg, independently of reelmake's tools."""
    report = ffmpeg_output("-i", str(path), "-af", "ebur128=peak=true:framelog=quiet", "-f", "null", "-")
    integrated = re.findall(r"I:\s+(-?[\d.]+) LUFS", report)[-1]
    peak = re.findall(r"Peak:\s+(-?[\d.]+|-inf) dBFS", report)[-1]
    return float(integrated), float(peak)


Tone = Callable[[float], np.ndarray]


def tone(seconds: float, frequency: float = 440.0, level: float = 0.3) -> np.ndarray:
    times = np.arange(int(seconds * 48000)) / 48000
    return (np.sin(2 * np.pi * frequency * times) * level * 32767).astype(np.int16)
