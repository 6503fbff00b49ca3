"""An episode's sound: the actions that lay its stems, bring them to loudness together, and encode the mix."""

from __future__ import annotations

from collections.abc import Sequence

from reelmake.actions import tools
from reelmake.actions.json_tool import json_tool_action
from reelmake.documents.action import Action, FromAction, FromFile
from reelmake.documents.project import ProfileConfig
from reelmake.documents.shotlist import ShotList
from reelmake.documents.soundtrack import GainPoint, Placed
from reelmake.documents.timed_lines import timed_lines
from reelmake.documents.voice import Voice
from reelmake.kernel.frames import Rate

MIX_RECIPE = 1
BED_RECIPE = 1
MASTER_RECIPE = 1
SOUND_RECIPE = 2
STEMS = ("dialogue", "music", "effects")


def mix_tool() -> tools.Tool:
    """Return the tool that lays sounds on a timeline."""
    return tools.sound_tool("mix", "reelmake.crafts.sound.mixing.mix_tool")


def level_tool() -> tools.Tool:
    """Return the tool that brings a mix to its loudness and encodes it."""
    parts = tuple(
        f"reelmake.crafts.sound.mixing.{name}" for name in ("aac_pieces", "ffmpeg_pipe", "loudness", "without_silence")
    )
    return tools.sound_tool("level", "reelmake.crafts.sound.mixing.level_tool", parts)


def bed_tool() -> tools.Tool:
    """Return the tool that lays music and effects under the words."""
    return tools.sound_tool("bed", "reelmake.crafts.sound.mixing.bed_tool")


def master_tool() -> tools.Tool:
    """Return the tool that brings the stems to their loudness together."""
    return tools.sound_tool("master", "reelmake.crafts.sound.mixing.master_tool")


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
    timeline = {"samples": rate.samples(shotlist.total_frames), "sounds": sounds}
    subject = f"episode {shotlist.episode}"
    return json_tool_action(
        mix_tool(), "mix.json", timeline, kind="mix", recipe=MIX_RECIPE, inputs=inputs, subject=subject
    )


def bed_action(
    placed: Sequence[Placed], curve: Sequence[GainPoint], *, samples: int, stem: str, subject: str
) -> Action:
    """Return the action that lays sounds on a timeline of so many samples, all of it under a curve of gain."""
    names: dict[str, str] = {}
    inputs: dict[str, FromFile | FromAction] = {}
    sounds: list[list[str | int | bool]] = []
    for item in placed:
        name = names.setdefault(item.sound.key, f"{len(names) + 1:06d}.wav")
        inputs[name] = item.sound
        times = (item.start, item.length, item.gain, item.fade_in, item.fade_out)
        sounds.append([name, *times, item.loop])
    spec = {"samples": samples, "sounds": sounds, "curve": [[point.at, point.gain] for point in curve]}
    subject = f"{stem} of {subject}"
    return json_tool_action(bed_tool(), "bed.json", spec, kind="bed", recipe=BED_RECIPE, inputs=inputs, subject=subject)


def master_action(stems: dict[str, FromAction], profile: ProfileConfig, *, subject: str, stem: str = "") -> Action:
    """Return the action that masters the stems: into their mix, or one of them as it is in the mix."""
    target = profile.target
    spec = {
        "lufs": target.lufs,
        "true_peak_db": target.true_peak_db,
        "measured_on": target.measured_on,
        "stem": stem,
    }
    return json_tool_action(
        master_tool(),
        "master.json",
        spec,
        tools.ffmpeg().digest,
        kind="stem" if stem else "master",
        recipe=MASTER_RECIPE,
        inputs={f"{name}.wav": stems[name] for name in STEMS},
        subject=f"{stem or 'mix'} of {subject}",
    )


def level_action(mix: Action, profile: ProfileConfig) -> Action:
    """Return the action that encodes a mix at the profile's loudness and peak, measured after encoding.

    Where the loudness is that of the dialogue alone, the mix was brought there and stays as loud as it is.
    """
    target = profile.target
    lufs = target.lufs if target.measured_on == "programme" else None
    spec = {"lufs": lufs, "true_peak_db": target.true_peak_db, "kbps": profile.audio_kbps}
    return json_tool_action(
        level_tool(),
        "level.json",
        spec,
        tools.ffmpeg().digest,
        kind="sound",
        recipe=SOUND_RECIPE,
        inputs={"mix.wav": FromAction(key=mix.key, kind=mix.kind, extension=mix.extension)},
        extension="m4a",
        subject=mix.subject,
    )
