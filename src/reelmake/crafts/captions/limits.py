"""What a caption may be: how wide, how long, how fast to read, as the large platforms ask."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from reelmake.crafts.captions.wrap import columns, is_wide_text
from reelmake.documents.project import CaptionConfig
from reelmake.kernel.frames import Rate

GAP = 2
"""Frames between captions, so that the eye sees a new one come."""
MOST_ROWS = 2
A_FRAME = 1
"""A caption may be this much too long or short: files whose times are rounded cannot do better."""
_SHORTEST = Fraction(5, 6)
_LONGEST = Fraction(7)
_CHAINED = Fraction(1, 2)
"""A gap shorter than this is seen as a flicker, and closed to ``GAP``."""
_LEAD = Fraction(1, 8)
"""How long before its words a caption may come that could not be read otherwise: less than is noticed."""


@dataclass(frozen=True)
class CaptionRules:
    """The rules for one series, in columns and frames. A wide (CJK) character fills two columns."""

    narrow: int
    wide: int
    narrow_speed: int
    wide_speed: int
    rate: Rate

    @classmethod
    def of(cls, config: CaptionConfig, rate: Rate) -> CaptionRules:
        """Return the rules a configuration asks for."""
        return cls(
            narrow=config.max_characters,
            wide=2 * min(config.max_wide_characters, config.max_characters),
            narrow_speed=config.characters_per_second,
            wide_speed=2 * config.wide_characters_per_second,
            rate=rate,
        )

    @cached_property
    def shortest(self) -> int:
        """Frames no caption is shorter than."""
        return -(-_SHORTEST * self.rate.value // 1)

    @cached_property
    def longest(self) -> int:
        """Frames no caption is longer than."""
        return int(_LONGEST * self.rate.value)

    @cached_property
    def chained(self) -> int:
        """Frames below which a gap is closed."""
        return int(_CHAINED * self.rate.value)

    @cached_property
    def lead(self) -> int:
        """Frames by which a caption may come before its words."""
        return int(_LEAD * self.rate.value)

    def limit(self, text: str) -> int:
        """Return how many columns a row of this text may fill."""
        return self.wide if is_wide_text(text) else self.narrow

    def speed(self, text: str) -> int:
        """Return how many columns a second may bring of this text."""
        return self.wide_speed if is_wide_text(text) else self.narrow_speed

    def reading_frames(self, text: str) -> int:
        """Return the frames it takes to read a text."""
        return self.frames_to_read(columns(text), self.speed(text))

    def too_fast(self, text: str, frames: int) -> bool:
        """Say whether a text shown for so many frames cannot be read; files whose times are rounded may lose one."""
        return self.reading_frames(text) > frames + A_FRAME

    def frames_to_read(self, wide: int, speed: int) -> int:
        """Return the frames it takes to read so many columns at so many a second."""
        return -(-wide * self.rate.value.numerator // (speed * self.rate.value.denominator))
