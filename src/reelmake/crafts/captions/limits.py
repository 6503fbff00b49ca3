"""The limits of a caption: how wide, how long, and how fast it may be, as the large platforms require."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from reelmake.crafts.captions.wrap import columns, is_wide_text
from reelmake.documents.project import CaptionConfig
from reelmake.kernel.frames import Rate

GAP = 2
"""Frames between two captions, so that viewers notice that a new one has appeared."""
MAX_ROWS = 2
ROUNDING_TOLERANCE = 1
"""Frames by which a caption may be too long or too short: files with rounded times cannot do better."""
_MIN_SECONDS = Fraction(5, 6)
_MAX_SECONDS = Fraction(7)
_MIN_OPEN_GAP = Fraction(1, 2)
"""A shorter gap between captions looks like a flicker, and is closed to ``GAP``."""
_MAX_EARLY_START = Fraction(1, 8)
"""How long before its words an otherwise unreadable caption may start: too little to be noticed."""


@dataclass(frozen=True)
class CaptionRules:
    """The rules for one series, in columns and frames. A wide (CJK) character fills two columns."""

    max_columns: int
    max_wide_columns: int
    columns_per_second: int
    wide_columns_per_second: int
    rate: Rate

    @classmethod
    def from_config(cls, config: CaptionConfig, rate: Rate) -> CaptionRules:
        """Return the rules that a configuration sets."""
        return cls(
            max_columns=config.max_characters,
            max_wide_columns=2 * min(config.max_wide_characters, config.max_characters),
            columns_per_second=config.characters_per_second,
            wide_columns_per_second=2 * config.wide_characters_per_second,
            rate=rate,
        )

    @cached_property
    def min_frames(self) -> int:
        """The frames that a caption is shown for at least."""
        return -(-_MIN_SECONDS * self.rate.value // 1)

    @cached_property
    def max_frames(self) -> int:
        """The frames that a caption is shown for at most."""
        return int(_MAX_SECONDS * self.rate.value)

    @cached_property
    def min_open_gap(self) -> int:
        """The frames of the shortest gap that is left open; shorter ones are closed to ``GAP``."""
        return int(_MIN_OPEN_GAP * self.rate.value)

    @cached_property
    def max_early_start(self) -> int:
        """The frames by which a caption may start before its words."""
        return int(_MAX_EARLY_START * self.rate.value)

    def row_limit(self, text: str) -> int:
        """Return how many columns a row of this text may fill."""
        return self.max_wide_columns if is_wide_text(text) else self.max_columns

    def max_speed(self, text: str) -> int:
        """Return how many columns of this text may be shown per second."""
        return self.wide_columns_per_second if is_wide_text(text) else self.columns_per_second

    def reading_frames(self, text: str) -> int:
        """Return the frames it takes to read a text."""
        return self.frames_to_read(columns(text), self.max_speed(text))

    def too_fast(self, text: str, frames: int) -> bool:
        """Return whether a text shown for so many frames is too fast to read, after allowing for rounded times."""
        return self.reading_frames(text) > frames + ROUNDING_TOLERANCE

    def frames_to_read(self, width: int, speed: int) -> int:
        """Return the frames it takes to read ``width`` columns at ``speed`` columns a second."""
        return -(-width * self.rate.value.numerator // (speed * self.rate.value.denominator))
