"""The actions of an episode's sound: measure its pieces, compute its gain, encode and join them, write its stems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reelmake.actions import tools
from reelmake.actions.json_tool import json_tool_action
from reelmake.crafts.sound.mixing.pieces import AFTER, BEFORE, Piece, Section, pieces_of
from reelmake.crafts.sound.mixing.window import Stem, Window, window_spec
from reelmake.documents.action import Action, FromAction
from reelmake.documents.project import ProfileConfig
from reelmake.documents.shotlist import ShotList
from reelmake.documents.soundtrack import Placed
from reelmake.documents.timed_lines import timed_lines
from reelmake.documents.voice import Voice
from reelmake.kernel.frames import Rate

RECIPE = 1
SOUND_RECIPE = 3
_HERE = "reelmake.crafts.sound.mixing"


@dataclass(frozen=True)
class Timeline:
    """The stems of an episode, and the pieces in which they are processed."""

    samples: int
    pieces: tuple[Piece, ...]
    stems: Mapping[str, Stem]
    subject: str


def levels_tool() -> tools.Tool:
    """Return the tool that measures a piece."""
    return _tool("levels", "levels_file", "laying", "stem_names", "limiter", "loudness", "ffmpeg_pipe")


def gain_tool() -> tools.Tool:
    """Return the tool that computes the gain of an episode."""
    return _tool("gain", "encoded_file", "levels_file", "limiter", "loudness", "ffmpeg_pipe")


def packets_tool() -> tools.Tool:
    """Return the tool that encodes a piece."""
    return _tool(
        *("packets", "adts", "encoded_file", "laying", "stem_names", "limiter", "loudness", "pieces", "true_peak"),
        "ffmpeg_pipe",
    )


def join_tool() -> tools.Tool:
    """Return the tool that joins encoded pieces into one file."""
    return _tool("join", "adts", "encoded_file", "pieces", "ffmpeg_pipe")


def stem_tool() -> tools.Tool:
    """Return the tool that writes a stem or the mix."""
    return _tool("stem", "laying", "stem_names", "limiter")


def _tool(name: str, *parts: str) -> tools.Tool:
    return tools.sound_tool(name, f"{_HERE}.{name}_tool", tuple(f"{_HERE}.{part}" for part in parts))


def dialogue(shotlist: ShotList, voice: Voice) -> Stem:
    """Return the dialogue stem: every spoken line at its frame. A line without a key is silent."""
    rate = Rate.parse(shotlist.fps)
    digests = {line.id: line.digest for line in voice.lines}
    found = []
    for timed in timed_lines(shotlist):
        if timed.line.key:
            digest = digests.get(timed.line.line_id, "")
            sound = FromAction(key=timed.line.key, kind="speech", extension="wav", digest=digest)
            start = rate.samples(timed.start)
            found.append(Placed(sound=sound, start=start, length=rate.samples(timed.end_exclusive) - start))
    return Stem(tuple(found))


def timeline(shotlist: ShotList, sections: Sequence[Section], stems: Mapping[str, Stem]) -> Timeline:
    """Return an episode's timeline, cut into pieces on the grid of each section."""
    samples = Rate.parse(shotlist.fps).samples(shotlist.total_frames)
    return Timeline(samples, pieces_of(sections), stems, f"episode {shotlist.episode}")


def expected_gain_action(whole: Timeline, profile: ProfileConfig) -> Action:
    """Return the action that computes an episode's gain from its pieces before encoding. Its parts are the levels."""
    return _gain(whole, profile, None, f"expected gain of {whole.subject}")


def gain_action(whole: Timeline, expected: FromAction, profile: ProfileConfig) -> Action:
    """Return the action that checks the expected gain on the encoded pieces, and corrects it if it is too far off."""
    return _gain(whole, profile, expected, f"gain of {whole.subject}")


def sound_action(whole: Timeline, gain: FromAction, profile: ProfileConfig) -> Action:
    """Return the action that joins an episode's encoded sound. Its parts are the encoded pieces."""
    used = [[f"{piece.name}.packets", piece.packets] for piece in whole.pieces]
    action = json_tool_action(
        *(join_tool(), "join.json", {"samples": whole.samples, "pieces": used}, tools.ffmpeg().digest),
        kind="sound",
        recipe=SOUND_RECIPE,
        inputs={"gain.json": gain},
        extension="m4a",
        subject=whole.subject,
    )
    return action.model_copy(update={"parts": _packets_actions(whole, gain, profile)})


def stem_action(whole: Timeline, gain: FromAction, stem: str = "") -> Action:
    """Return the action that writes a stem, or the mix if ``stem`` is empty."""
    found = window_spec(Window(0, whole.samples, whole.samples), whole.stems)
    return json_tool_action(
        *(stem_tool(), "stem.json", {"samples": whole.samples, "stem": stem, "stems": found.stems}),
        kind="stem",
        recipe=RECIPE,
        inputs={**found.inputs, "gain.json": gain},
        subject=f"{stem or 'mix'} of {whole.subject}",
    )


def _gain(whole: Timeline, profile: ProfileConfig, expected: FromAction | None, subject: str) -> Action:
    target = profile.target
    spec = {
        "pieces": [piece.name for piece in whole.pieces],
        "lufs": target.lufs,
        "true_peak_db": target.true_peak_db,
        "measured_on": target.measured_on,
        "encoded": expected is not None,
    }
    parts = {f"{piece.name}.levels": _levels_action(whole, piece, target.measured_on) for piece in whole.pieces}
    if expected is not None:
        parts |= _packets_actions(whole, expected, profile)
    action = json_tool_action(
        *(gain_tool(), "gain.json", spec),
        kind="gain",
        recipe=RECIPE,
        inputs={"gain.json": expected} if expected is not None else {},
        extension="json",
        subject=subject,
    )
    return action.model_copy(update={"parts": parts})


def _levels_action(whole: Timeline, piece: Piece, measured_on: str) -> Action:
    found = window_spec(_window(piece), whole.stems)
    spec = {"before": BEFORE, "samples": piece.samples, "measured_on": measured_on, "stems": found.stems}
    return json_tool_action(
        *(levels_tool(), "piece.json", spec, tools.ffmpeg().digest),
        kind="levels",
        recipe=RECIPE,
        inputs=found.inputs,
        extension="levels",
        subject=f"{piece.name} of {whole.subject}",
    )


def _packets_actions(whole: Timeline, gain: FromAction, profile: ProfileConfig) -> dict[str, Action]:
    return {f"{piece.name}.packets": _packets_action(whole, piece, gain, profile) for piece in whole.pieces}


def _packets_action(whole: Timeline, piece: Piece, gain: FromAction, profile: ProfileConfig) -> Action:
    window = _window(piece)
    found = window_spec(window, whole.stems)
    spec = {
        "window": window.samples,
        "before": BEFORE,
        "samples": piece.samples,
        "packets": piece.encoded,
        "true_peak_db": profile.target.true_peak_db,
        "kbps": profile.audio_kbps,
        "stems": found.stems,
    }
    return json_tool_action(
        *(packets_tool(), "piece.json", spec, tools.ffmpeg().digest),
        kind="packets",
        recipe=RECIPE,
        inputs={**found.inputs, "gain.json": gain},
        extension="packets",
        subject=f"{piece.name} of {whole.subject}",
    )


def _window(piece: Piece) -> Window:
    return Window(piece.start - BEFORE, piece.start + piece.samples + AFTER, piece.section_end)
