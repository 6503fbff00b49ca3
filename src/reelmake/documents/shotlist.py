"""The shots and their frames: the authority on timing for everything downstream."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar, Literal

from pydantic import Field

from reelmake.documents.base import Document, Model
from reelmake.documents.lexicon.emotions import Feeling
from reelmake.kernel.digest import digest


class Framing(StrEnum):
    """How near the camera is."""

    EXTREME_WIDE = "extreme_wide"
    WIDE = "wide"
    MEDIUM = "medium"
    MEDIUM_CLOSE = "medium_close"
    CLOSE_UP = "close_up"
    INSERT = "insert"
    CARD = "card"


class ShotKind(StrEnum):
    """What a shot does in the scene."""

    ESTABLISHING = "establishing"
    """Shows the place before anyone speaks."""
    MASTER = "master"
    """Shows everyone in the scene at once."""
    TWO_SHOT = "two_shot"
    """Two characters facing each other."""
    OVER_SHOULDER = "over_shoulder"
    """The speaker, over the listener's shoulder."""
    CLOSE_UP = "close_up"
    """One speaker's face."""
    REACTION = "reaction"
    """A listener while another speaks, or after."""
    INSERT = "insert"
    """A thing the action names."""
    ACTION = "action"
    """What an action line tells."""
    CARD = "card"
    """Words on the screen: a title, centred text."""


class Move(StrEnum):
    """What the camera does."""

    STATIC = "static"
    PUSH_IN = "push_in"
    PULL_OUT = "pull_out"
    PAN_LEFT = "pan_left"
    PAN_RIGHT = "pan_right"
    TILT_UP = "tilt_up"
    TILT_DOWN = "tilt_down"


class TransitionKind(StrEnum):
    """How a shot comes in."""

    CUT = "cut"
    SMASH_CUT = "smash_cut"
    """A cut without a breath: no pause before it and none after it."""
    FADE_IN = "fade_in"
    DISSOLVE = "dissolve"
    FADE_OUT = "fade_out"


class Transition(Model):
    """A transition inside a shot's own frames: at its head when it comes in, at its tail when it goes out."""

    kind: TransitionKind = TransitionKind.CUT
    frames: int = Field(default=0, ge=0)
    white: bool = Field(default=False, description="Whether a fade goes to white, or comes out of it, and not black")

    @property
    def told(self) -> str:
        """What it is called: ``fade_out``, ``fade_out to white``."""
        if not self.white:
            return self.kind.value
        return f"{self.kind.value} {'from' if self.kind is TransitionKind.FADE_IN else 'to'} white"


class ShotLine(Model):
    """A spoken line as it is heard in a shot.

    A line told in several shots stands in each of them, whole: ``frames`` is always the length of all of it. In the
    shots after the first, ``offset`` is negative: the line began that many frames before the shot. What is heard in a
    shot is the part of ``offset … offset + frames`` that lies inside the shot's own ``0 … frames``.
    """

    line_id: str
    speaker_id: str = Field(description="Id of the speaker; empty for a lyric that stands outside any cue")
    speaker: str = Field(description="The name to show")
    text: str
    key: str = Field(default="", description="Key of the speech action, empty for silence")
    offset: int = Field(description="Frames from the shot's start to the line's start; negative when it runs on")
    frames: int = Field(ge=1)
    voice_over: bool = Field(default=False, description="Whether the speaker is not seen (V.O., O.S.)")


class Figure(Model):
    """A character in the picture."""

    character_id: str
    name: str
    place: Literal["left", "centre", "right"] = "centre"
    facing: Literal["left", "camera", "right", "away"] = "camera"
    role: Literal["speaker", "listener", "subject"] = "subject"


class CreditBlock(Model):
    """A heading of the credits and the names below it."""

    heading: str
    lines: tuple[str, ...]


class CardStyle(StrEnum):
    """How a card's words are set."""

    WORDS = "words"
    """All lines alike."""
    TITLE = "title"
    """The series small above, the episode large below it."""
    END = "end"
    """One word or two, large."""
    CREDITS = "credits"
    """``Shot.credits``, and what a plan adds to them: whose work is seen and heard."""


class Shot(Model):
    """One shot. Its id survives insertions; its start and length are integer frames."""

    id: str = Field(pattern=r"^[A-Za-z0-9._-]{1,48}$")
    scene_id: str
    start: int = Field(ge=0)
    frames: int = Field(ge=1)
    kind: ShotKind
    framing: Framing
    move: Move = Move.STATIC
    figures: tuple[Figure, ...] = ()
    location_id: str = Field(description="Id of the place; empty on a card")
    location: str
    setting: str
    time_of_day: str = ""
    prop: str = Field(default="", description="The thing an insert shows")
    action: str = Field(default="", description="The action the shot tells")
    card: str = Field(default="", description="The words of a card, a line each")
    card_style: CardStyle = Field(default=CardStyle.WORDS, description="How a card's words are set")
    credits: tuple[CreditBlock, ...] = Field(default=(), description="Who is named on a card of credits")
    emotion: Feeling | Literal[""] = Field(default="", description="How whoever the shot is about feels")
    mood: str = ""
    sfx: tuple[str, ...] = ()
    transition_in: Transition = Transition()
    transition_out: Transition = Transition()
    lines: tuple[ShotLine, ...] = ()
    element_ids: tuple[str, ...] = Field(default=(), description="The script elements it covers")

    @property
    def end_exclusive(self) -> int:
        return self.start + self.frames


class ShotList(Document):
    """Every shot of an episode, back to back from frame 0."""

    kind: ClassVar[str] = "shotlist"

    episode: str
    title: str
    fps: str
    total_frames: int = Field(ge=1)
    timing_lock_hash: str = Field(description="Digest of every shot's id, start, length and lines' times")
    shots: tuple[Shot, ...]


def timing_lock_hash(fps: str, shots: tuple[Shot, ...]) -> str:
    """Return the digest that later renders must match: ids, starts, lengths, and when each line is heard."""
    timing = [
        (shot.id, shot.start, shot.frames, [(line.line_id, line.offset, line.frames) for line in shot.lines])
        for shot in shots
    ]
    return digest(("timing", 1, fps, timing))


def shown_digest(shotlist: ShotList) -> str:
    """Return what a shot list says, by content, whatever it was made from: what shows all of it follows this."""
    return digest(("shown", 1, shotlist.model_copy(update={"parents": ()}).model_dump(mode="json")))
