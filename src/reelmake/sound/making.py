"""The actions that make sounds: a cue of music, the air of a place, a noise, and a library's file taken in."""

from __future__ import annotations

from reelmake.actions import tools
from reelmake.actions.told import told_action
from reelmake.documents.action import Action
from reelmake.documents.library import LibraryAsset
from reelmake.kernel.frames import SAMPLE_RATE
from reelmake.sound.composing import Brief, compose
from reelmake.sound.noises import Noise
from reelmake.sound.places import LOOP_MS, Air

RECIPE = 1
SPEECH_LEVEL = 2320
"""RMS of speech in steps of 16 bits; every sound is made at this level, and placed above or below it."""
TAIL = SAMPLE_RATE * 3
"""What a cue rings on for after its last bar."""
_MS = SAMPLE_RATE // 1000


def music_tool() -> tools.Tool:
    """Return the tool that plays notes."""
    return tools.python_tool("music", "reelmake.sound.music_tool", ("numpy",))


def texture_tool() -> tools.Tool:
    """Return the tool that makes noises."""
    return tools.python_tool("texture", "reelmake.sound.texture_tool", ("numpy",))


def take_in_tool() -> tools.Tool:
    """Return the tool that brings a library's sound into the form all sounds have."""
    return tools.python_tool("take_in", "reelmake.sound.take_in_tool", ("numpy",))


def music_action(brief: Brief, subject: str) -> Action:
    """Return the action that plays a composed cue. Its notes are in the key, how they were found is not."""
    notes = [[note.instrument, note.pitch, note.start, note.length, note.loudness] for note in compose(brief)]
    score = {"samples": brief.samples, "tail": TAIL, "notes": notes}
    return told_action(music_tool(), "score.json", score, kind="music", recipe=RECIPE, subject=subject)


def air_action(air: Air) -> Action:
    """Return the action that makes the air of a kind of place, a loop that serves every scene and episode."""
    spec = {"samples": LOOP_MS * _MS, "loop": True, "level": SPEECH_LEVEL, "layers": list(air.layers)}
    return _texture(spec, f"air of {air.name}")


def noise_action(noise: Noise) -> Action:
    """Return the action that makes a noise."""
    spec = {"samples": noise.milliseconds * _MS, "loop": False, "level": SPEECH_LEVEL, "layers": list(noise.layers)}
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
    return told_action(texture_tool(), "texture.json", spec, kind="texture", recipe=RECIPE, subject=subject)
