"""What textures are made of, in words: bands of noise, tones, and grains."""

from __future__ import annotations

from dataclasses import dataclass

Value = int | str | list[int]
Layer = dict[str, Value]


@dataclass(frozen=True)
class Envelope:
    """When a layer comes and goes, in milliseconds."""

    at: int = 0
    rise: int = 2
    hold: int = 1
    fall: int = 200

    def fields(self) -> Layer:
        return {"at": self.at, "rise": self.rise, "hold": self.hold, "fall": self.fall}


def noise(low: int, high: int, gain: int, shape: Envelope | None = None, *, sway: int = 0, every: int = 1000) -> Layer:
    """Return a band of noise; ``sway`` is how far it comes and goes, in percent."""
    layer: Layer = {"kind": "noise", "low": low, "high": high, "gain": gain}
    return layer | ({"sway": sway, "every": every} if sway else {}) | (shape.fields() if shape else {})


def tone(
    hertz: int, gain: int, shape: Envelope | None = None, *, to: int = 0, partials: tuple[int, ...] = (100,)
) -> Layer:
    """Return a tone that may slide to another."""
    layer: Layer = {"kind": "tone", "hertz": hertz, "to": to or hertz, "partials": list(partials), "gain": gain}
    return layer | (shape.fields() if shape else {})


def grains(low: int, high: int, count: int, ring: int, gain: int, shape: Envelope | None = None) -> Layer:
    """Return short sounds strewn about, each ringing for ``ring`` milliseconds."""
    layer: Layer = {"kind": "grains", "low": low, "high": high, "count": count, "ring": ring, "gain": gain}
    return layer | (shape.fields() if shape else {})


def repeated(layers: tuple[Layer, ...], times: int, every: int) -> tuple[Layer, ...]:
    """Return layers again and again, ``every`` so many milliseconds."""
    return tuple(
        {**layer, "at": int(str(layer.get("at", 0))) + turn * every} for turn in range(times) for layer in layers
    )
