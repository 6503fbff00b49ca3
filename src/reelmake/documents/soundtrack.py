"""Sounds at their places on the timeline: the result of composing and the input of mixing."""

from __future__ import annotations

from pydantic import Field

from reelmake.documents.action import FromAction
from reelmake.documents.base import FrozenModel


class Placed(FrozenModel):
    """A sound with its time and gain. Times are in samples at 48 kHz, gains in thousandths."""

    sound: FromAction
    start: int = Field(ge=0)
    length: int = Field(ge=1, description="Longest time it is played")
    gain: int = Field(default=1000, ge=0, le=4000)
    fade_in: int = Field(default=0, ge=0)
    fade_out: int = Field(default=0, ge=0)
    loop: bool = Field(default=False, description="Whether a shorter sound is repeated to fill the length")


class GainPoint(FrozenModel):
    """A gain at a time; between two points the gain changes smoothly."""

    at: int = Field(ge=0)
    gain: int = Field(ge=0, le=1000)
