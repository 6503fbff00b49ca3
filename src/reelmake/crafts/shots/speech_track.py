"""The timing of a speech, and the pieces it is split into."""

from __future__ import annotations

from dataclasses import dataclass

from reelmake.crafts.shots.beats import Speech
from reelmake.crafts.shots.pacing import Pacing
from reelmake.documents.lexicon.emotions import NEUTRAL, Feeling
from reelmake.documents.shotlist import ShotLine
from reelmake.kernel.frames import Span


@dataclass(frozen=True)
class SpeechTrack:
    """The lines of a speech on a time line that starts at its first frame and includes the pause after it."""

    frames: int
    lines: tuple[ShotLine, ...]
    """Their offsets count from the speech's first frame."""
    feelings: tuple[Feeling, ...]
    """One for each line."""

    def heard_in(self, span: Span) -> tuple[ShotLine, ...]:
        """Return the lines heard within a span, with offsets from its start; negative when a line began before it."""
        return tuple(
            line.model_copy(update={"offset": line.offset - span.start})
            for line in self.lines
            if line.offset < span.end_exclusive and line.offset + line.frames > span.start
        )

    def feeling_in(self, span: Span) -> Feeling:
        """Return the first feeling within a span that is not neutral; neutral where there is none."""
        felt = [
            feeling
            for line, feeling in zip(self.lines, self.feelings, strict=True)
            if line.offset < span.end_exclusive and line.offset + line.frames > span.start
        ]
        return next((feeling for feeling in felt if feeling != NEUTRAL), NEUTRAL)


def track_of(speech: Speech, lead: int, tail: int) -> SpeechTrack:
    """Return a speech's timing: ``lead`` frames, its lines with their pauses, ``tail`` frames."""
    at = lead
    lines = []
    for utterance in speech.utterances:
        at += utterance.pause_before
        lines.append(utterance.line.model_copy(update={"offset": at}))
        at += utterance.line.frames
    feelings = tuple(utterance.feeling for utterance in speech.utterances)
    return SpeechTrack(at + speech.pause_after + tail, tuple(lines), feelings)


@dataclass(frozen=True)
class SpeechPiece:
    """The part of a speech that one shot shows, with the speaker or the listener in it."""

    span: Span
    on_listener: bool


def pieces_of(track: SpeechTrack, has_listener: bool, pacing: Pacing) -> tuple[SpeechPiece, ...]:
    """Split a long speech into shots of the speaker with shots of the listener between them."""
    frames = track.frames
    if frames <= pacing.split_above:
        return (SpeechPiece(Span(0, frames), False),)
    count = -(-frames // pacing.split_above)
    away = pacing.reaction if has_listener else 0
    each = (frames - (count - 1) * away) // count
    # The most a cut may move: even when two neighbouring cuts both move, no piece becomes too short or too long.
    slack = max(0, min(each - pacing.shortest, pacing.split_above - each - 1) // 2)
    pieces: list[SpeechPiece] = []
    at = 0
    for index in range(1, count):
        leave = _between_lines(track, index * each + (index - 1) * away, slack)
        pieces.append(SpeechPiece(Span(at, leave), False))
        at = leave + away
        if away:
            pieces.append(SpeechPiece(Span(leave, at), True))
    return (*pieces, SpeechPiece(Span(at, frames), False))


def _between_lines(track: SpeechTrack, wanted: int, slack: int) -> int:
    """Return the nearest begin or end of a line within ``slack`` frames; else the wanted frame."""
    places = (place for line in track.lines for place in (line.offset, line.offset + line.frames))
    near = [place for place in places if abs(place - wanted) <= slack]
    return min(near, key=lambda place: (abs(place - wanted), place), default=wanted)
