"""Sounds at their places on the timeline: what composing hands to mixing."""

from __future__ import annotations

from pydantic import Field

from reelmake.documents.action import FromAction
from reelmake.documents.base import Model


class Placed(Model):
    """A sound, and when and how loud it is heard. Times are in samples at 48 kHz, gains in thousandths."""

    sound: FromAction
    start: int = Field(ge=0)
    length: int = Field(ge=1, description="How long it is heard at most")
    gain: int = Field(default=1000, ge=0, le=4000)
    fade_in: int = Field(default=0, ge=0)
    fade_out: int = Field(default=0, ge=0)
    loop: bool = Field(default=False, description="Whether it begins again where it ends before its length is over")


class GainPoint(Model):
    """A gain from a moment on; between two points it goes smoothly from one to the other."""

    at: int = Field(ge=0)
    gain: int = Field(ge=0, le=1000)
