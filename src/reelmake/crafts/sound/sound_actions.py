"""The actions that make sounds: a cue of music, the air of a place, a noise, and a library's file taken in."""

from __future__ import annotations

from reelmake.actions import tools
from reelmake.actions.json_tool import json_tool_action
from reelmake.crafts.sound.ambience import LOOP_MS, Air
from reelmake.crafts.sound.composer import Brief, compose
from reelmake.crafts.sound.noises import Noise
from reelmake.documents.action import Action
from reelmake.documents.library import LibraryAsset
from reelmake.kernel.frames import SAMPLE_RATE

RECIPE = 1
SPEECH_LEVEL = 2320
"""RMS of speech in steps of 16 bits; every sound is made at this level, and placed above or below it."""
AIR_WIDTH, NOISE_WIDTH = 80, 25
"""How far left and right differ, in percent: air is around, a noise comes from in front."""
TAIL = SAMPLE_RATE * 3
"""What a cue rings on for after its last bar."""
_MS = SAMPLE_RATE // 1000


def music_tool() -> tools.Tool:
    """Return the tool that plays notes."""
    return tools.sound_tool("music", "reelmake.crafts.sound.music_tool")


def texture_tool() -> tools.Tool:
    """Return the tool that makes noises."""
    return tools.sound_tool("texture", "reelmake.crafts.sound.texture_tool")


def take_in_tool() -> tools.Tool:
    """Return the tool that brings a library's sound into the form all sounds have."""
    return tools.sound_tool("take_in", "reelmake.crafts.sound.import_tool")


def music_action(brief: Brief, subject: str) -> Action:
    """Return the action that plays a composed cue. Its notes are in the key, how they were found is not."""
    notes = [[note.instrument, note.pitch, note.start, note.length, note.loudness] for note in compose(brief)]
    score = {"samples": brief.samples, "tail": TAIL, "notes": notes}
    return json_tool_action(music_tool(), "score.json", score, kind="music", recipe=RECIPE, subject=subject)


def air_action(air: Air) -> Action:
    """Return the action that makes the air of a kind of place, a loop that serves every scene and episode."""
    spec = {
        "samples": LOOP_MS * _MS,
        "loop": True,
        "level": SPEECH_LEVEL,
        "width": AIR_WIDTH,
        "layers": list(air.layers),
    }
    return _texture(spec, f"air of {air.name}")


def noise_action(noise: Noise) -> Action:
    """Return the action that makes a noise."""
    samples = noise.milliseconds * _MS
    spec = {
        "samples": samples,
        "loop": False,
        "level": SPEECH_LEVEL,
        "width": NOISE_WIDTH,
        "layers": list(noise.layers),
    }
    return _texture(spec, f"noise of {noise.name}")


def take_in_action(asset: LibraryAsset) -> Action:
    """Return the action that decodes a library's sound and brings it to the level of speech."""
    tool = take_in_tool()
    return Action(
        kind="texture",
        recipe=RECIPE,
        pipeline=(tool.command(asset.format, tools.ffmpeg().digest),),
        inputs={"sound": asset.as_input()},
        extension="wav",
        subject=asset.path,
    )


def _texture(spec: dict[str, object], subject: str) -> Action:
    return json_tool_action(texture_tool(), "texture.json", spec, kind="texture", recipe=RECIPE, subject=subject)
