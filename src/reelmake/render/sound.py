"""An episode's sound: the action that mixes its lines, and the one that brings the mix to loudness and encodes it."""

from __future__ import annotations

import json

from reelmake.actions import tools
from reelmake.documents.action import Action, Command, FromAction, FromFile
from reelmake.documents.project import ProfileConfig
from reelmake.documents.shotlist import ShotList
from reelmake.documents.voice import Voice
from reelmake.kernel.frames import SAMPLE_RATE, Rate
from reelmake.render.cues import timed_lines

MIX_RECIPE = 1
SOUND_RECIPE = 1


def mix_tool() -> tools.Tool:
    """Return the tool that lays sounds on a timeline."""
    return tools.python_tool("mix", "reelmake.render.mix_tool", ("numpy",))


def level_tool() -> tools.Tool:
    """Return the tool that brings a mix to its loudness and encodes it."""
    parts = tuple(f"reelmake.render.{name}" for name in ("aac_pieces", "ffmpeg_pipe", "loudness", "sounding"))
    return tools.python_tool("level", "reelmake.render.level_tool", ("numpy",), parts)


def mix_action(shotlist: ShotList, voice: Voice, *, kind: str = "speech", extension: str = "wav") -> Action:
    """Return the action that lays every spoken line at its frame, on a timeline as long as the episode.

    ``kind`` and ``extension`` are those of the speech actions; a line without a key is silent.
    """
    rate = Rate.parse(shotlist.fps)
    digests = {line.id: line.digest for line in voice.lines}
    names: dict[str, str] = {}
    inputs: dict[str, FromFile | FromAction] = {}
    sounds: list[list[str | int]] = []
    for timed in timed_lines(shotlist):
        key = timed.line.key
        if not key:
            continue
        if key not in names:
            names[key] = f"{len(names) + 1:06d}.{extension}"
            digest = digests.get(timed.line.line_id, "")
            inputs[names[key]] = FromAction(key=key, kind=kind, extension=extension, digest=digest)
        sounds.append([names[key], rate.samples(timed.start)])
    timeline = {"rate": SAMPLE_RATE, "samples": rate.samples(shotlist.total_frames), "sounds": sounds}
    tool = mix_tool()
    return Action(
        kind="mix",
        recipe=MIX_RECIPE,
        pipeline=(Command(tool=tool.name, digest=tool.digest, argv=("mix.json",)),),
        inputs=inputs,
        texts={"mix.json": json.dumps(timeline, sort_keys=True)},
        extension="wav",
        subject=f"episode {shotlist.episode}",
    )


def level_action(mix: Action, profile: ProfileConfig) -> Action:
    """Return the action that brings a mix to the profile's loudness and peak, measured after encoding."""
    tool = level_tool()
    spec = {"lufs": profile.loudness_lufs, "true_peak_db": profile.true_peak_db, "kbps": profile.audio_kbps}
    return Action(
        kind="sound",
        recipe=SOUND_RECIPE,
        pipeline=(Command(tool=tool.name, digest=tool.digest, argv=("level.json", tools.ffmpeg().digest)),),
        inputs={"mix.wav": FromAction(key=mix.key, kind=mix.kind, extension=mix.extension)},
        texts={"level.json": json.dumps(spec, sort_keys=True)},
        extension="m4a",
        subject=mix.subject,
    )
