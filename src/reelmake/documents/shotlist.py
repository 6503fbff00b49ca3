"""The shots of an episode and their frames, which determine the timing of everything made after them."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar, Literal

from pydantic import Field

from reelmake.documents.base import Document, FrozenModel
from reelmake.documents.lexicon.emotions import Feeling
from reelmake.kernel.digest import digest


class Framing(StrEnum):
    """How close the camera is."""

    EXTREME_WIDE = "extreme_wide"
    WIDE = "wide"
    MEDIUM = "medium"
    MEDIUM_CLOSE = "medium_close"
    CLOSE_UP = "close_up"
    INSERT = "insert"
    CARD = "card"


class ShotKind(StrEnum):
    """The function of a shot in its scene."""

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
    """An object that the action names."""
    ACTION = "action"
    """What an action line describes."""
    CARD = "card"
    """Words on the screen: a title, centred text."""


class Move(StrEnum):
    """How the camera moves."""

    STATIC = "static"
    PUSH_IN = "push_in"
    PULL_OUT = "pull_out"
    PAN_LEFT = "pan_left"
    PAN_RIGHT = "pan_right"
    TILT_UP = "tilt_up"
    TILT_DOWN = "tilt_down"


class TransitionKind(StrEnum):
    """How a shot begins or ends."""

    CUT = "cut"
    SMASH_CUT = "smash_cut"
    """A cut with no pause before or after it."""
    FADE_IN = "fade_in"
    DISSOLVE = "dissolve"
    FADE_OUT = "fade_out"


class Transition(FrozenModel):
    """A transition within a shot's own frames: at its start when it comes in, at its end when it goes out."""

    kind: TransitionKind = TransitionKind.CUT
    frames: int = Field(default=0, ge=0)
    white: bool = Field(default=False, description="Whether a fade is to or from white instead of black")

    @property
    def label(self) -> str:
        """Return its name: ``fade_out``, ``fade_out to white``."""
        if not self.white:
            return self.kind.value
        return f"{self.kind.value} {'from' if self.kind is TransitionKind.FADE_IN else 'to'} white"


class ShotLine(FrozenModel):
    """A spoken line in a shot.

    A line that continues over several shots is in each of them with its full length in ``frames``. In the shots after
    the first, ``offset`` is negative: the line began that many frames before the shot. A shot plays the part of
    ``offset … offset + frames`` that is within the shot's own ``0 … frames``.
    """

    line_id: str
    speaker_id: str = Field(description="Id of the speaker; empty for a lyric outside any cue")
    speaker: str = Field(description="The name to show")
    text: str
    key: str = Field(default="", description="Key of the speech action, empty for silence")
    offset: int = Field(
        description="Frames from the shot's start to the line's start; negative when the line began before the shot"
    )
    frames: int = Field(ge=1)
    voice_over: bool = Field(default=False, description="Whether the speaker is not seen (V.O., O.S.)")


class Figure(FrozenModel):
    """A character in the picture."""

    character_id: str
    name: str
    place: Literal["left", "centre", "right"] = "centre"
    facing: Literal["left", "camera", "right", "away"] = "camera"
    role: Literal["speaker", "listener", "subject"] = "subject"


class CreditBlock(FrozenModel):
    """A heading of the credits and the names below it."""

    heading: str
    lines: tuple[str, ...]


class CardStyle(StrEnum):
    """The layout of a card."""

    WORDS = "words"
    """All lines in one size."""
    TITLE = "title"
    """The series in small type above the episode in large type."""
    END = "end"
    """A word or two in large type."""
    CREDITS = "credits"
    """``Shot.credits``, and what a plan adds to them: the makers of the assets in the film."""


class Shot(FrozenModel):
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
    prop: str = Field(default="", description="The object that an insert shows")
    action: str = Field(default="", description="The action that the shot shows")
    card: str = Field(default="", description="The lines of a card")
    card_style: CardStyle = Field(default=CardStyle.WORDS, description="The layout of a card")
    credits: tuple[CreditBlock, ...] = Field(default=(), description="The names on a card of credits")
    emotion: Feeling | Literal[""] = Field(default="", description="The feeling of the person the shot is about")
    mood: str = ""
    sfx: tuple[str, ...] = ()
    transition_in: Transition = Transition()
    transition_out: Transition = Transition()
    lines: tuple[ShotLine, ...] = ()
    element_ids: tuple[str, ...] = Field(default=(), description="Ids of the script elements it covers")

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
    """Return the digest that later renders must match: of ids, starts and lengths, and of every line's times."""
    timing = [
        (shot.id, shot.start, shot.frames, [(line.line_id, line.offset, line.frames) for line in shot.lines])
        for shot in shots
    ]
    return digest(("timing", 1, fps, timing))


def contents_digest(shotlist: ShotList) -> str:
    """Return a digest of a shot list without its parents: it changes only when the shots themselves change."""
    return digest(("shown", 1, shotlist.model_copy(update={"parents": ()}).model_dump(mode="json")))
