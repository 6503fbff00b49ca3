"""Loudness targets, by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

LoudnessName = Literal["web", "ebu_r128", "atsc_a85", "dialogue_gated"]


@dataclass(frozen=True)
class Loudness:
    """A loudness target."""

    lufs: int
    true_peak_db: int
    measured_on: Literal["programme", "dialogue"] = "programme"
    """Whether the whole mix has this loudness, or only the dialogue in it"""


LOUDNESS: dict[LoudnessName, Loudness] = {
    "web": Loudness(-16, -1),
    "ebu_r128": Loudness(-23, -1),
    "atsc_a85": Loudness(-24, -2),
    "dialogue_gated": Loudness(-27, -2, "dialogue"),
}
