"""Tool: write the frames a camera sees on its way over a plate, as raw yuv420p (BT.709, limited range).

Reads ``in/plate.png`` and the JSON file named on the command line, writes frames to standard output:

    {"size": [1280, 720], "plate": [1472, 828], "frames": 48, "start": [x, y, width], "end": [x, y, width],
     "front": {"start": [x, y, width], "end": [x, y, width]}, "ease": 10, "resampling": "bicubic",
     "dissolve": {"frames": 12, "from": [x, y, width], "front": [x, y, width]}}

Places are in 1/65536 pixel of the plate. ``ease`` is in how many steps the camera gathers speed, and in how many it
comes to rest. With ``front``, ``in/front.png`` lies before the plate and goes its own way, eased alike. With
``dissolve`` the picture comes out of ``in/previous.png`` and what lay before it.
Frames after the last that differs are not written; whoever reads repeats the last one.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import signal
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from PIL import Image, ImageChops

UNIT = 65_536.0
_F_SETPIPE_SZ = 1031
_PIPE_BYTES = 1 << 20
_MOST_SHIFTED = 32
_UNSEEN = 1 / 12
"""Pixels of the plate: a camera whose every step is shorter writes a frame again until the next is so far from it."""
_MARGIN, _SPARE = 24, 8
"""Pixels of nothing round a front layer, and how many of them no frame needs."""
# RGB to limited-range BT.709, as (red, green, blue, offset).
_LUMA = (0.2126 * 219 / 255, 0.7152 * 219 / 255, 0.0722 * 219 / 255, 16.0)
_BLUE = (-0.2126 / 1.8556 * 224 / 255, -0.7152 / 1.8556 * 224 / 255, 0.5 * 224 / 255, 128.0)
_RED = (0.5 * 224 / 255, -0.7152 / 1.5748 * 224 / 255, -0.0722 / 1.5748 * 224 / 255, 128.0)
_KINDS = {"bicubic": Image.Resampling.BICUBIC, "lanczos": Image.Resampling.LANCZOS}

Place = tuple[float, float, float]
"""Left, top and width of what the camera sees, in pixels of the plate."""
Seen = tuple[Image.Image, Image.Image, Image.Image]
"""The three planes of one frame."""


@dataclass(frozen=True)
class Sheet:
    """One plane of a picture, seen through boxes of it."""

    plane: Image.Image
    shifted: dict[tuple[float, float], Image.Image] = field(default_factory=dict)
    """The plane moved by a part of a pixel: at full speed a pan by quarters has but four of them, a very slow one
    sixteen; while it gathers speed every frame has its own."""

    def seen(
        self, size: tuple[int, int], box: tuple[float, float, float, float], kind: Image.Resampling
    ) -> Image.Image:
        """Return what a box shows."""
        left, top = int(box[0]), int(box[1])
        part = (box[0] - left, box[1] - top)
        if box[2] - box[0] != size[0] or any(share * _MOST_SHIFTED % 1 for share in part):
            # The library keeps boxes as 32-bit floats, which may round an edge to just outside of the picture.
            inside = (max(box[0], 0.0), max(box[1], 0.0), min(box[2], self.plane.width), min(box[3], self.plane.height))
            return self.plane.resize(size, kind, inside)
        if part not in self.shifted:
            self.shifted[part] = self._moved(part, kind) if any(part) else self.plane
        return self.shifted[part].crop((left, top, left + size[0], top + size[1]))

    def _moved(self, part: tuple[float, float], kind: Image.Resampling) -> Image.Image:
        across, down = self.plane.width - bool(part[0]), self.plane.height - bool(part[1])
        return self.plane.resize((across, down), kind, (part[0], part[1], part[0] + across, part[1] + down))


@dataclass(frozen=True)
class Planes:
    """A picture as luma and two half-size chroma planes; ``top`` rows of the plate were cut off."""

    luma: Sheet
    blue: Sheet
    red: Sheet
    top: int = 0

    def seen(self, place: Place, size: tuple[int, int], kind: Image.Resampling = Image.Resampling.BICUBIC) -> Seen:
        """Return the three planes of one frame."""
        left, top, width = place
        height = width * size[1] / size[0]
        half = (size[0] // 2, size[1] // 2)
        full_box = (left, top - self.top, left + width, top - self.top + height)
        half_box = (full_box[0] / 2, full_box[1] / 2, full_box[2] / 2, full_box[3] / 2)
        return (
            self.luma.seen(size, full_box, kind),
            self.blue.seen(half, half_box, kind),
            self.red.seen(half, half_box, kind),
        )

    def rows(self, top: int, height: int) -> Planes:
        """Return only the rows a level pan sees; resampling is then done along one axis."""
        luma, blue, red = self.luma.plane, self.blue.plane, self.red.plane
        return Planes(
            Sheet(luma.crop((0, top, luma.width, top + height))),
            Sheet(blue.crop((0, top // 2, blue.width, (top + height) // 2))),
            Sheet(red.crop((0, top // 2, red.width, (top + height) // 2))),
            top,
        )


@dataclass(frozen=True)
class Front:
    """What lies before a plate, cut out of it: its planes, each already weighted by how opaque it is, and the rest."""

    planes: tuple[Sheet, Sheet, Sheet]
    clear: tuple[Sheet, Sheet]
    """What it lets through of the plate behind it, at full and at half size."""
    left: int
    top: int

    def cover(self, seen: Seen, place: Place, size: tuple[int, int]) -> None:
        """Lay this over a frame. Only the part of the frame that it touches is worked on."""
        left, top, width = place
        scale = size[0] / width
        luma = self.planes[0].plane
        # Whole pairs of pixels; of the margin so much is left out that no window reaches beyond it.
        x0 = max(0, int((self.left + _SPARE - left) * scale) // 2 * 2)
        y0 = max(0, int((self.top + _SPARE - top) * scale) // 2 * 2)
        x1 = min(size[0], int((self.left + luma.width - _SPARE - left) * scale) // 2 * 2)
        y1 = min(size[1], int((self.top + luma.height - _SPARE - top) * scale) // 2 * 2)
        if x1 <= x0 or y1 <= y0:
            return
        from_left, from_top = left - self.left + x0 / scale, top - self.top + y0 / scale
        to_left, to_top = from_left + (x1 - x0) / scale, from_top + (y1 - y0) / scale
        full, half = (x1 - x0, y1 - y0), ((x1 - x0) // 2, (y1 - y0) // 2)
        box = (from_left, from_top, to_left, to_top)
        half_box = (from_left / 2, from_top / 2, to_left / 2, to_top / 2)
        # The cheaper filter will do: flat colours lose nothing by it.
        kind = Image.Resampling.BILINEAR
        _cover(seen[0], self.planes[0].seen(full, box, kind), self.clear[0].seen(full, box, kind), (x0, y0))
        through = self.clear[1].seen(half, half_box, kind)
        for behind, sheet in zip(seen[1:], self.planes[1:], strict=True):
            _cover(behind, sheet.seen(half, half_box, kind), through, (x0 // 2, y0 // 2))


def _cover(behind: Image.Image, plane: Image.Image, clear: Image.Image, at: tuple[int, int]) -> None:
    """Cover a part of a plane: what shows through, and over it what covers."""
    window = (*at, at[0] + plane.width, at[1] + plane.height)
    behind.paste(ImageChops.add(ImageChops.multiply(behind.crop(window), clear), plane), at)


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
    return Planes(Sheet(flat.convert("L", _LUMA)), Sheet(_chroma(flat, _BLUE)), Sheet(_chroma(flat, _RED)))


def load_front(path: Path, plate: tuple[int, int]) -> Front | None:
    """Read what lies before a plate; None where it is empty."""
    with Image.open(path, formats=("PNG",)) as picture:
        layer = picture.convert("RGBA")
    if layer.size != plate:
        layer = layer.resize(plate, Image.Resampling.BICUBIC)
    bounds = layer.getchannel("A").getbbox()
    if bounds is None:
        return None
    left, top = (bounds[0] - _MARGIN) // 2 * 2, (bounds[1] - _MARGIN) // 2 * 2
    cut = layer.crop((left, top, (bounds[2] + _MARGIN) // 2 * 2, (bounds[3] + _MARGIN) // 2 * 2))
    # What runs out of the plate goes on: at the end of a way the camera may see a little farther here than there.
    width, height = plate
    if bounds[3] == height:
        edge = cut.crop((0, height - 1 - top, cut.width, height - top))
        cut.paste(edge.resize((cut.width, cut.height - (height - top))), (0, height - top))
    if bounds[2] == width:
        edge = cut.crop((width - 1 - left, 0, width - left, cut.height))
        cut.paste(edge.resize((cut.width - (width - left), cut.height)), (width - left, 0))
    if bounds[0] == 0:
        cut.paste(cut.crop((-left, 0, 1 - left, cut.height)).resize((-left, cut.height)), (0, 0))
    flat, opaque = cut.convert("RGB"), cut.getchannel("A")
    half = _half(opaque)
    colours = flat.convert("L", _LUMA), _chroma(flat, _BLUE), _chroma(flat, _RED)
    shares = opaque, half, half
    luma, blue, red = (Sheet(ImageChops.multiply(plane, share)) for plane, share in zip(colours, shares, strict=True))
    clear = Sheet(ImageChops.invert(opaque)), Sheet(ImageChops.invert(half))
    return Front((luma, blue, red), clear, left, top)


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
    before, way = None, spec.get("front")
    if isinstance(way, dict):
        before = load_front(here / "in" / "front.png", whole)
        start_before, end_before = _numbers(way["start"]), _numbers(way["end"])
    blends = spec.get("dissolve")
    fading, previous = 0, None
    if isinstance(blends, dict):
        fading = int(blends["frames"])
        previous = load(here / "in" / "previous.png", whole).seen(_place(_numbers(blends["from"])), output, kind)
        if "front" in blends and (left := load_front(here / "in" / "previous_front.png", whole)) is not None:
            left.cover(previous, _place(_numbers(blends["front"])), output)
    at: Place | None = None
    written = b""
    for index, place in enumerate(places(start, end, count, ease, output)):
        if place == at and index > fading:
            yield written
            continue
        at = place
        seen = planes.seen(place, output, kind)
        if before is not None:
            behind = travelled(index, count - 1, ease)
            before.cover(seen, _between(start_before, end_before, behind), output)
        if previous is not None and index < fading:
            share = (index + 1) / (fading + 1)
            seen = (
                Image.blend(previous[0], seen[0], share),
                Image.blend(previous[1], seen[1], share),
                Image.blend(previous[2], seen[2], share),
            )
        written = b"".join(plane.tobytes() for plane in seen)
        yield written


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


def places(
    start: tuple[int, ...], end: tuple[int, ...], count: int, ease: int, size: tuple[int, int]
) -> Iterator[Place]:
    """Yield what the camera sees in each frame; a very slow one stays until the next place can be told apart."""
    way = [_between(start, end, travelled(index, count - 1, ease)) for index in range(count)]
    middle = count // 2
    slow = count > 1 and _apart(way[middle - 1], way[middle], size) < _UNSEEN
    at = way[0]
    for place in way:
        if not slow or _apart(at, place, size) >= _UNSEEN:
            at = place
        yield at


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


def _apart(one: Place, other: Place, size: tuple[int, int]) -> float:
    """Return how far the picture's farthest corner moves from one place to another, along either axis."""
    wider = other[2] - one[2]
    across, down = other[0] - one[0], other[1] - one[1]
    return max(abs(across), abs(across + wider), abs(down), abs(down + wider * size[1] / size[0]))


def _place(units: tuple[int, ...]) -> Place:
    return units[0] / UNIT, units[1] / UNIT, units[2] / UNIT


def _opaque(picture: Image.Image) -> Image.Image:
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", layer.size, (0, 0, 0, 255)), layer).convert("RGB")
    return picture.convert("RGB")


def _chroma(picture: Image.Image, matrix: tuple[float, float, float, float]) -> Image.Image:
    return _half(picture.convert("L", matrix))


def _half(full: Image.Image) -> Image.Image:
    """Return a half-size plane whose samples lie at the left of each pair of columns, where H.264 expects them."""
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
