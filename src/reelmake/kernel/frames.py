"""Time in integer frames at a rational rate, and spans that exclude their end."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

SAMPLE_RATE = 48_000


@dataclass(frozen=True, order=True)
class Rate:
    """Frames per second, exactly: ``Rate.parse("24000/1001")``."""

    value: Fraction

    @classmethod
    def parse(cls, text: str | int) -> Rate:
        """Read ``24`` or ``"30000/1001"``; refuse zero, negatives and anything over 240."""
        value = Fraction(str(text))
        if not 0 < value <= 240:
            raise ValueError(f"a frame rate must be above 0 and at most 240, not {text}")
        return cls(value)

    def __str__(self) -> str:
        top, bottom = self.value.numerator, self.value.denominator
        return str(top) if bottom == 1 else f"{top}/{bottom}"

    @property
    def timebase(self) -> int:
        """Frames that a second of timecode counts: 24 for 24000/1001."""
        return -(-self.value.numerator // self.value.denominator)

    def frames_from_samples(self, samples: int, sample_rate: int = SAMPLE_RATE) -> int:
        """Return the smallest number of whole frames that cover ``samples``."""
        return -(-samples * self.value.numerator // (sample_rate * self.value.denominator))

    def frames_from_ms(self, milliseconds: int) -> int:
        """Return the number of frames nearest to ``milliseconds``, halves rounded up."""
        return int(self.value * milliseconds / 1000 + Fraction(1, 2))

    def samples(self, frames: int, sample_rate: int = SAMPLE_RATE) -> int:
        """Return the audio sample at which frame ``frames`` starts, rounded down."""
        return frames * sample_rate * self.value.denominator // self.value.numerator

    def milliseconds(self, frames: int) -> int:
        """Return when frame ``frames`` starts, to the nearest millisecond."""
        return int(Fraction(frames * 1000) / self.value + Fraction(1, 2))

    def timecode(self, frames: int) -> str:
        """Return non-drop timecode ``HH:MM:SS:FF``."""
        seconds, rest = divmod(frames, self.timebase)
        return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}:{rest:02d}"


@dataclass(frozen=True, order=True)
class Span:
    """A range of frames that includes ``start`` and excludes ``end_exclusive``."""

    start: int
    end_exclusive: int

    def __post_init__(self) -> None:
        if self.end_exclusive < self.start:
            raise ValueError(f"a span cannot end ({self.end_exclusive}) before it starts ({self.start})")

    @property
    def frames(self) -> int:
        return self.end_exclusive - self.start
