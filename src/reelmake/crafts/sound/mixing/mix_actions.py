"""An episode's sound: the actions that measure its pieces, find its gain, encode and join them, and write its stems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reelmake.actions import tools
from reelmake.actions.json_tool import json_tool_action
from reelmake.crafts.sound.mixing.pieces import AFTER, BEFORE, Piece, Section, pieces_of
from reelmake.crafts.sound.mixing.window import Stem, Window, heard_in
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
    """All that is heard in an episode, and the pieces it is worked on in."""

    samples: int
    pieces: tuple[Piece, ...]
    stems: Mapping[str, Stem]
    subject: str


def levels_tool() -> tools.Tool:
    """Return the tool that measures a piece."""
    return _tool("levels", "levels_file", "laying", "limiter", "loudness", "ffmpeg_pipe")


def gain_tool() -> tools.Tool:
    """Return the tool that finds the gain of the whole."""
    return _tool("gain", "encoded_file", "levels_file", "limiter", "loudness", "ffmpeg_pipe")


def packets_tool() -> tools.Tool:
    """Return the tool that encodes a piece."""
    return _tool(
        *("packets", "adts", "encoded_file", "laying", "limiter", "loudness", "pieces", "true_peak", "ffmpeg_pipe")
    )


def join_tool() -> tools.Tool:
    """Return the tool that joins encoded pieces into one file."""
    return _tool("join", "adts", "encoded_file", "pieces", "ffmpeg_pipe")


def stem_tool() -> tools.Tool:
    """Return the tool that writes a stem, or the mix of all."""
    return _tool("stem", "laying", "limiter")


def _tool(name: str, *parts: str) -> tools.Tool:
    return tools.sound_tool(name, f"{_HERE}.{name}_tool", tuple(f"{_HERE}.{part}" for part in parts))


def dialogue(shotlist: ShotList, voice: Voice, *, kind: str = "speech", extension: str = "wav") -> Stem:
    """Return every spoken line at its frame.

    ``kind`` and ``extension`` are those of the speech actions; a line without a key is silent.
    """
    rate = Rate.parse(shotlist.fps)
    digests = {line.id: line.digest for line in voice.lines}
    found = []
    for timed in timed_lines(shotlist):
        if timed.line.key:
            digest = digests.get(timed.line.line_id, "")
            sound = FromAction(key=timed.line.key, kind=kind, extension=extension, digest=digest)
            start = rate.samples(timed.start)
            found.append(Placed(sound=sound, start=start, length=rate.samples(timed.end_exclusive) - start))
    return Stem(tuple(found))


def timeline(shotlist: ShotList, sections: Sequence[Section], stems: Mapping[str, Stem]) -> Timeline:
    """Return an episode's timeline, in pieces on each section's own grid."""
    samples = Rate.parse(shotlist.fps).samples(shotlist.total_frames)
    return Timeline(samples, pieces_of(sections), stems, f"episode {shotlist.episode}")


def expected_gain_action(whole: Timeline, profile: ProfileConfig) -> Action:
    """Return the action that finds the gain an episode needs by what its pieces are before they are encoded."""
    return _gain(whole, profile, None, f"expected gain of {whole.subject}")


def gain_action(whole: Timeline, expected: FromAction, profile: ProfileConfig) -> Action:
    """Return the action that holds the expected gain against the encoded pieces, and finds one that does if it won't."""
    return _gain(whole, profile, expected, f"gain of {whole.subject}")


def sound_action(whole: Timeline, gain: FromAction, profile: ProfileConfig) -> Action:
    """Return the action that joins an episode's encoded sound. Its parts are the pieces, encoded under the gain."""
    heard = [[f"{piece.name}.packets", piece.packets] for piece in whole.pieces]
    action = json_tool_action(
        *(join_tool(), "join.json", {"samples": whole.samples, "pieces": heard}, tools.ffmpeg().digest),
        kind="sound",
        recipe=SOUND_RECIPE,
        inputs={"gain.json": gain},
        extension="m4a",
        subject=whole.subject,
    )
    return action.model_copy(update={"parts": _packets_actions(whole, gain, profile)})


def stem_action(whole: Timeline, gain: FromAction, stem: str = "") -> Action:
    """Return the action that writes a stem as it is in the mix, or with none named the mix."""
    heard = heard_in(Window(0, whole.samples, whole.samples), whole.stems)
    return json_tool_action(
        *(stem_tool(), "stem.json", {"samples": whole.samples, "stem": stem, "stems": heard.stems}),
        kind="stem",
        recipe=RECIPE,
        inputs={**heard.inputs, "gain.json": gain},
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
    heard = heard_in(_window(piece), whole.stems)
    spec = {"before": BEFORE, "samples": piece.samples, "measured_on": measured_on, "stems": heard.stems}
    return json_tool_action(
        *(levels_tool(), "piece.json", spec, tools.ffmpeg().digest),
        kind="levels",
        recipe=RECIPE,
        inputs=heard.inputs,
        extension="levels",
        subject=f"{piece.name} of {whole.subject}",
    )


def _packets_actions(whole: Timeline, gain: FromAction, profile: ProfileConfig) -> dict[str, Action]:
    return {f"{piece.name}.packets": _packets_action(whole, piece, gain, profile) for piece in whole.pieces}


def _packets_action(whole: Timeline, piece: Piece, gain: FromAction, profile: ProfileConfig) -> Action:
    window = _window(piece)
    heard = heard_in(window, whole.stems)
    spec = {
        "window": window.samples,
        "before": BEFORE,
        "samples": piece.samples,
        "packets": piece.encoded,
        "true_peak_db": profile.target.true_peak_db,
        "kbps": profile.audio_kbps,
        "stems": heard.stems,
    }
    return json_tool_action(
        *(packets_tool(), "piece.json", spec, tools.ffmpeg().digest),
        kind="packets",
        recipe=RECIPE,
        inputs={**heard.inputs, "gain.json": gain},
        extension="packets",
        subject=f"{piece.name} of {whole.subject}",
    )


def _window(piece: Piece) -> Window:
    return Window(piece.start - BEFORE, piece.start + piece.samples + AFTER, piece.section_end)
