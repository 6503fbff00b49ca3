"""Tool: write the frames a camera sees on its way over a plate, as raw yuv420p (BT.709, limited range).

Reads ``in/plate.png`` and the JSON file named on the command line, writes frames to standard output:

    {"size": [1280, 720], "plate": [1472, 828], "frames": 48, "start": [x, y, width], "end": [x, y, width],
     "ease": 10, "resampling": "bicubic", "dissolve": {"frames": 12, "from": [x, y, width]}}

Places are in 1/65536 pixel of the plate. ``ease`` is in how many steps the camera gathers speed, and in how many it
comes to rest. With ``dissolve`` the picture comes out of ``in/previous.png``. Frames after
the last that differs are not written; whoever reads repeats the last one.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import signal
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from PIL import Image

UNIT = 65_536.0
_F_SETPIPE_SZ = 1031
_PIPE_BYTES = 1 << 20
# RGB to limited-range BT.709, as (red, green, blue, offset).
_LUMA = (0.2126 * 219 / 255, 0.7152 * 219 / 255, 0.0722 * 219 / 255, 16.0)
_BLUE = (-0.2126 / 1.8556 * 224 / 255, -0.7152 / 1.8556 * 224 / 255, 0.5 * 224 / 255, 128.0)
_RED = (0.5 * 224 / 255, -0.7152 / 1.5748 * 224 / 255, -0.0722 / 1.5748 * 224 / 255, 128.0)
_KINDS = {"bicubic": Image.Resampling.BICUBIC, "lanczos": Image.Resampling.LANCZOS}

Place = tuple[float, float, float]
"""Left, top and width of what the camera sees, in pixels of the plate."""


@dataclass(frozen=True)
class Planes:
    """A picture as luma and two half-size chroma planes; ``top`` rows of the plate were cut off."""

    luma: Image.Image
    blue: Image.Image
    red: Image.Image
    top: int = 0

    def seen(
        self, place: Place, size: tuple[int, int], kind: Image.Resampling = Image.Resampling.BICUBIC
    ) -> tuple[Image.Image, Image.Image, Image.Image]:
        """Return the three planes of one frame."""
        left, top, width = place
        height = width * size[1] / size[0]
        half = (size[0] // 2, size[1] // 2)
        full_box = (left, top - self.top, left + width, top - self.top + height)
        half_box = (full_box[0] / 2, full_box[1] / 2, full_box[2] / 2, full_box[3] / 2)
        return (
            _resampled(self.luma, size, full_box, kind),
            _resampled(self.blue, half, half_box, kind),
            _resampled(self.red, half, half_box, kind),
        )

    def rows(self, top: int, height: int) -> Planes:
        """Return only the rows a level pan sees; resampling is then done along one axis."""
        return Planes(
            self.luma.crop((0, top, self.luma.width, top + height)),
            self.blue.crop((0, top // 2, self.blue.width, (top + height) // 2)),
            self.red.crop((0, top // 2, self.red.width, (top + height) // 2)),
            top,
        )


def load(path: Path, plate: tuple[int, int]) -> Planes:
    """Read a picture as planes of a plate's size; another size is scaled to cover it."""
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    with Image.open(path, formats=("PNG", "JPEG", "WEBP")) as picture:
        flat = _opaque(picture)
    if flat.size != plate:
        scale = min(flat.width / plate[0], flat.height / plate[1])
        width, height = plate[0] * scale, plate[1] * scale
        left, top = (flat.width - width) / 2, (flat.height - height) / 2
        flat = flat.resize(plate, Image.Resampling.BICUBIC, (left, top, left + width, top + height))
    return Planes(flat.convert("L", _LUMA), _chroma(flat, _BLUE), _chroma(flat, _RED))


def frames(spec: dict[str, object], here: Path) -> Iterator[bytes]:
    """Yield the bytes of every frame that has to be written."""
    size, plate, start, end = (_numbers(spec[name]) for name in ("size", "plate", "start", "end"))
    output, whole = (size[0], size[1]), (plate[0], plate[1])
    count, ease = int(str(spec["frames"])), int(str(spec.get("ease", 0)))
    kind = _KINDS[str(spec.get("resampling", "bicubic"))]
    planes = load(here / "in" / "plate.png", whole)
    level = start[1:] == end[1:] and start[2] == size[0] * int(UNIT) and start[1] % int(2 * UNIT) == 0
    if level:
        planes = planes.rows(start[1] // int(UNIT), size[1])
    blends = spec.get("dissolve")
    fading, previous = 0, None
    if isinstance(blends, dict):
        fading = int(blends["frames"])
        previous = load(here / "in" / "previous.png", whole).seen(_place(_numbers(blends["from"])), output)
    for index in range(count):
        seen = planes.seen(_between(start, end, travelled(index, count - 1, ease)), output, kind)
        if previous is not None and index < fading:
            share = (index + 1) / (fading + 1)
            seen = (
                Image.blend(previous[0], seen[0], share),
                Image.blend(previous[1], seen[1], share),
                Image.blend(previous[2], seen[2], share),
            )
        yield b"".join(plane.tobytes() for plane in seen)


def main(arguments: list[str], stdout: BinaryIO) -> None:
    """Write the frames the JSON file asks for."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    with contextlib.suppress(OSError):
        fcntl.fcntl(stdout.fileno(), _F_SETPIPE_SZ, _PIPE_BYTES)
    for frame in frames(json.loads(Path(arguments[0]).read_text(encoding="utf-8")), Path()):
        stdout.write(frame)
    stdout.flush()


def travelled(step: int, steps: int, ease: int) -> tuple[int, int]:
    """Return which share of a way is behind after so many of its ``steps``, as two whole numbers.

    The first steps are 1, 2, 3 … units long, those in the middle ``ease`` + 1, and the last … 3, 2, 1.
    """
    whole = (ease + 1) * (steps - ease)
    if step <= ease:
        return step * (step + 1) // 2, whole
    if step <= steps - ease:
        return ease * (ease + 1) // 2 + (step - ease) * (ease + 1), whole
    left = steps - step
    return whole - left * (left + 1) // 2, whole


def _between(start: tuple[int, ...], end: tuple[int, ...], share: tuple[int, int]) -> Place:
    """Return the place after a share of the way. It is a share of the way on the screen: of the magnification."""
    done, whole = share
    if start == end or whole < 1:
        return _place(start)
    first, last = _place(start), _place(end)
    if start[2] == end[2]:
        # Multiplied before it is divided, a whole number of pixels comes out whole.
        across, down = (last[0] - first[0]) * done / whole, (last[1] - first[1]) * done / whole
        return first[0] + across, first[1] + down, first[2]
    width = 1 / (1 / first[2] + (1 / last[2] - 1 / first[2]) * done / whole)
    part = (width - first[2]) / (last[2] - first[2])
    return first[0] + (last[0] - first[0]) * part, first[1] + (last[1] - first[1]) * part, width


def _place(units: tuple[int, ...]) -> Place:
    return units[0] / UNIT, units[1] / UNIT, units[2] / UNIT


def _resampled(
    plane: Image.Image, size: tuple[int, int], box: tuple[float, float, float, float], kind: Image.Resampling
) -> Image.Image:
    left, top = int(box[0]), int(box[1])
    if box == (left, top, left + size[0], top + size[1]):
        return plane.crop((left, top, left + size[0], top + size[1]))
    # The library keeps boxes as 32-bit floats, which may round an edge to just outside of the picture.
    inside = (max(box[0], 0.0), max(box[1], 0.0), min(box[2], plane.width), min(box[3], plane.height))
    return plane.resize(size, kind, inside)


def _opaque(picture: Image.Image) -> Image.Image:
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", layer.size, (0, 0, 0, 255)), layer).convert("RGB")
    return picture.convert("RGB")


def _chroma(picture: Image.Image, matrix: tuple[float, float, float, float]) -> Image.Image:
    """Return a half-size plane whose samples lie at the left of each pair of columns, where H.264 expects them."""
    full = picture.convert("L", matrix)
    wider = Image.new("L", (full.width + 2, full.height))
    wider.paste(full.crop((0, 0, 1, full.height)).resize((2, full.height)), (0, 0))
    wider.paste(full, (2, 0))
    half = (full.width // 2, full.height // 2)
    return wider.resize(half, Image.Resampling.BILINEAR, (1.5, 0, 1.5 + full.width, full.height))


def _numbers(value: object) -> tuple[int, ...]:
    if not isinstance(value, list):
        raise SystemExit(f"a list of whole numbers is expected, not {value!r}")
    return tuple(int(item) for item in value)


if __name__ == "__main__":
    main(sys.argv[1:], sys.stdout.buffer)
