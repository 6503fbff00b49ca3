"""A speech along its own frames, and the pieces it is cut into."""

from __future__ import annotations

from dataclasses import dataclass

from reelmake.crafts.shots.beats import Speech
from reelmake.crafts.shots.pacing import Pacing
from reelmake.documents.lexicon.emotions import NEUTRAL, Feeling
from reelmake.documents.shotlist import ShotLine
from reelmake.kernel.frames import Span


@dataclass(frozen=True)
class Track:
    """What is heard from the first frame of a speech to the pause after it."""

    frames: int
    lines: tuple[ShotLine, ...]
    """With offsets from the speech's first frame."""
    feelings: tuple[Feeling, ...]
    """One for each line."""

    def heard_in(self, span: Span) -> tuple[ShotLine, ...]:
        """Return the lines heard within a stretch, with offsets from its start; negative for one that runs on."""
        return tuple(
            line.model_copy(update={"offset": line.offset - span.start})
            for line in self.lines
            if line.offset < span.end_exclusive and line.offset + line.frames > span.start
        )

    def feeling_in(self, span: Span) -> Feeling:
        """Return the first feeling shown within a stretch."""
        felt = [
            feeling
            for line, feeling in zip(self.lines, self.feelings, strict=True)
            if line.offset < span.end_exclusive and line.offset + line.frames > span.start
        ]
        return next((feeling for feeling in felt if feeling != NEUTRAL), NEUTRAL)


def track_of(speech: Speech, lead: int, tail: int) -> Track:
    """Lay a speech out in time: ``lead`` frames, its lines with their pauses, ``tail`` frames."""
    at = lead
    lines = []
    for utterance in speech.utterances:
        at += utterance.pause_before
        lines.append(utterance.line.model_copy(update={"offset": at}))
        at += utterance.line.frames
    feelings = tuple(utterance.feeling for utterance in speech.utterances)
    return Track(at + speech.pause_after + tail, tuple(lines), feelings)


@dataclass(frozen=True)
class Piece:
    """A stretch of a speech that one shot shows, on the speaker or on the one who listens."""

    span: Span
    on_listener: bool


def pieces_of(track: Track, has_listener: bool, pacing: Pacing) -> tuple[Piece, ...]:
    """Cut a speech: not at all, or, when long, into the speaker with looks at the listener between."""
    frames = track.frames
    if frames <= pacing.split_above:
        return (Piece(Span(0, frames), False),)
    count = -(-frames // pacing.split_above)
    away = pacing.reaction if has_listener else 0
    each = (frames - (count - 1) * away) // count
    # A cut may move so far that of two that move apart or together neither leaves a piece too short or too long.
    slack = max(0, min(each - pacing.shortest, pacing.split_above - each - 1) // 2)
    pieces: list[Piece] = []
    at = 0
    for index in range(1, count):
        leave = _between_lines(track, index * each + (index - 1) * away, slack)
        pieces.append(Piece(Span(at, leave), False))
        at = leave + away
        if away:
            pieces.append(Piece(Span(leave, at), True))
    return (*pieces, Piece(Span(at, frames), False))


def _between_lines(track: Track, wanted: int, slack: int) -> int:
    """Return the nearest place to cut where a line begins or ends, if one is near; else the place itself."""
    places = (place for line in track.lines for place in (line.offset, line.offset + line.frames))
    near = [place for place in places if abs(place - wanted) <= slack]
    return min(near, key=lambda place: (abs(place - wanted), place), default=wanted)
