"""Tool: write the frames that a camera sees as it moves over a plate, as raw yuv420p (BT.709, limited range).

Reads ``in/plate.png`` and the JSON file named on the command line, writes frames to standard output:

    {"size": [1280, 720], "plate": [1472, 828], "frames": 48, "start": [x, y, width], "end": [x, y, width],
     "front": {"start": [x, y, width], "end": [x, y, width]}, "ease": 10, "resampling": "bicubic",
     "dissolve": {"frames": 12, "from": [x, y, width], "front": [x, y, width]}}

Positions are in 1/65536 pixel of the plate. The camera accelerates during ``ease`` steps and brakes during as many.
With ``front``, the layer ``in/front.png`` is laid over the plate; it has its own path and the same easing. With
``dissolve``, the first frames are blended with ``in/previous.png`` (and ``in/previous_front.png``).
``frames`` of a still camera counts only those that differ; whoever reads the output repeats the last one.
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
_SUBPIXEL_STEPS = 32
_IMPERCEPTIBLE = 1 / 12
"""Pixels of the plate. A camera with shorter steps than this repeats a frame until the next view is this far away."""
_MARGIN, _SPARE = 24, 8
"""Transparent pixels around a front layer, and how many of them no frame needs."""
# RGB to limited-range BT.709, as (red, green, blue, offset).
_LUMA = (0.2126 * 219 / 255, 0.7152 * 219 / 255, 0.0722 * 219 / 255, 16.0)
_BLUE = (-0.2126 / 1.8556 * 224 / 255, -0.7152 / 1.8556 * 224 / 255, 0.5 * 224 / 255, 128.0)
_RED = (0.5 * 224 / 255, -0.7152 / 1.5748 * 224 / 255, -0.0722 / 1.5748 * 224 / 255, 128.0)
_RESAMPLING = {"bicubic": Image.Resampling.BICUBIC, "lanczos": Image.Resampling.LANCZOS}

View = tuple[float, float, float]
"""The left edge, top edge and width of what the camera sees, in pixels of the plate."""
FramePlanes = tuple[Image.Image, Image.Image, Image.Image]
"""The luma plane and the two chroma planes of one frame."""


@dataclass(frozen=True)
class Plane:
    """One plane of a picture, from which boxes are resampled."""

    image: Image.Image
    shifted: dict[tuple[float, float], Image.Image] = field(default_factory=dict)
    """Copies moved by a fraction of a pixel, by that fraction: at full speed a pan needs four of them, a very slow pan
    sixteen."""

    def resampled(
        self, size: tuple[int, int], box: tuple[float, float, float, float], resampling: Image.Resampling
    ) -> Image.Image:
        """Return the content of ``box``, scaled to ``size``."""
        left, top = int(box[0]), int(box[1])
        part = (box[0] - left, box[1] - top)
        if box[2] - box[0] != size[0] or any(share * _SUBPIXEL_STEPS % 1 for share in part):
            # Pillow stores boxes as 32-bit floats; rounding may put an edge just outside the picture.
            inside = (max(box[0], 0.0), max(box[1], 0.0), min(box[2], self.image.width), min(box[3], self.image.height))
            return self.image.resize(size, resampling, inside)
        if part not in self.shifted:
            self.shifted[part] = self._moved(part, resampling) if any(part) else self.image
        return self.shifted[part].crop((left, top, left + size[0], top + size[1]))

    def _moved(self, part: tuple[float, float], resampling: Image.Resampling) -> Image.Image:
        across, down = self.image.width - bool(part[0]), self.image.height - bool(part[1])
        return self.image.resize((across, down), resampling, (part[0], part[1], part[0] + across, part[1] + down))


@dataclass(frozen=True)
class Planes:
    """A picture as a luma plane and two chroma planes of half the size, without the plate's first ``top`` rows."""

    luma: Plane
    blue: Plane
    red: Plane
    top: int = 0

    def frame(
        self, view: View, size: tuple[int, int], resampling: Image.Resampling = Image.Resampling.BICUBIC
    ) -> FramePlanes:
        """Return what the camera sees in ``view``, as a frame of ``size``."""
        left, top, width = view
        height = width * size[1] / size[0]
        half = (size[0] // 2, size[1] // 2)
        full_box = (left, top - self.top, left + width, top - self.top + height)
        half_box = (full_box[0] / 2, full_box[1] / 2, full_box[2] / 2, full_box[3] / 2)
        return (
            self.luma.resampled(size, full_box, resampling),
            self.blue.resampled(half, half_box, resampling),
            self.red.resampled(half, half_box, resampling),
        )

    def rows(self, top: int, height: int) -> Planes:
        """Return only the rows that a horizontal pan shows; it is then resampled along one axis only."""
        luma, blue, red = self.luma.image, self.blue.image, self.red.image
        return Planes(
            Plane(luma.crop((0, top, luma.width, top + height))),
            Plane(blue.crop((0, top // 2, blue.width, (top + height) // 2))),
            Plane(red.crop((0, top // 2, red.width, (top + height) // 2))),
            top,
        )


@dataclass(frozen=True)
class FrontLayer:
    """A layer in front of a plate, cropped to its content: its planes, already multiplied by its opacity."""

    planes: tuple[Plane, Plane, Plane]
    clear: tuple[Plane, Plane]
    """Its transparency, at full and at half size."""
    left: int
    top: int

    def lay_over(self, frame: FramePlanes, view: View, size: tuple[int, int]) -> None:
        """Lay this layer over a frame, in place; only the part of the frame that it covers is computed."""
        left, top, width = view
        scale = size[0] / width
        luma = self.planes[0].image
        # Even numbers of pixels, for the chroma planes; without _SPARE a window could reach beyond the margin.
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
        # The cheaper filter is good enough: layers have flat colours.
        resampling = Image.Resampling.BILINEAR
        _cover(
            frame[0],
            self.planes[0].resampled(full, box, resampling),
            self.clear[0].resampled(full, box, resampling),
            (x0, y0),
        )
        through = self.clear[1].resampled(half, half_box, resampling)
        for behind, plane in zip(frame[1:], self.planes[1:], strict=True):
            _cover(behind, plane.resampled(half, half_box, resampling), through, (x0 // 2, y0 // 2))


def _cover(behind: Image.Image, plane: Image.Image, clear: Image.Image, at: tuple[int, int]) -> None:
    """Replace a part of a plane by the sum of what shows through and what covers it."""
    window = (*at, at[0] + plane.width, at[1] + plane.height)
    behind.paste(ImageChops.add(ImageChops.multiply(behind.crop(window), clear), plane), at)


def load(path: Path, plate: tuple[int, int]) -> Planes:
    """Read a picture as planes of a plate's size; a picture of another size is scaled to cover it."""
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    with Image.open(path, formats=("PNG", "JPEG", "WEBP")) as picture:
        flat = _on_black(picture)
    if flat.size != plate:
        scale = min(flat.width / plate[0], flat.height / plate[1])
        width, height = plate[0] * scale, plate[1] * scale
        left, top = (flat.width - width) / 2, (flat.height - height) / 2
        flat = flat.resize(plate, Image.Resampling.BICUBIC, (left, top, left + width, top + height))
    return Planes(Plane(flat.convert("L", _LUMA)), Plane(_chroma(flat, _BLUE)), Plane(_chroma(flat, _RED)))


def load_front(path: Path, plate: tuple[int, int]) -> FrontLayer | None:
    """Read the layer in front of a plate; return None if it is empty."""
    with Image.open(path, formats=("PNG",)) as picture:
        layer = picture.convert("RGBA")
    if layer.size != plate:
        layer = layer.resize(plate, Image.Resampling.BICUBIC)
    bounds = layer.getchannel("A").getbbox()
    if bounds is None:
        return None
    left, top = (bounds[0] - _MARGIN) // 2 * 2, (bounds[1] - _MARGIN) // 2 * 2
    cut = layer.crop((left, top, (bounds[2] + _MARGIN) // 2 * 2, (bounds[3] + _MARGIN) // 2 * 2))
    # Content that touches an edge is continued: at the end of its path, the layer's view may reach beyond the plate.
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
    luma, blue, red = (Plane(ImageChops.multiply(plane, share)) for plane, share in zip(colours, shares, strict=True))
    clear = Plane(ImageChops.invert(opaque)), Plane(ImageChops.invert(half))
    return FrontLayer((luma, blue, red), clear, left, top)


def frames(spec: dict[str, object], directory: Path) -> Iterator[bytes]:
    """Yield the bytes of every frame that ``spec`` asks for; pictures are read from ``directory``."""
    size, plate, start, end = (_numbers(spec[name]) for name in ("size", "plate", "start", "end"))
    output, whole = (size[0], size[1]), (plate[0], plate[1])
    count, ease = int(str(spec["frames"])), int(str(spec.get("ease", 0)))
    resampling = _RESAMPLING[str(spec.get("resampling", "bicubic"))]
    planes = load(directory / "in" / "plate.png", whole)
    horizontal = start[1:] == end[1:] and start[2] == size[0] * int(UNIT) and start[1] % int(2 * UNIT) == 0
    if horizontal:
        planes = planes.rows(start[1] // int(UNIT), size[1])
    front, front_path = None, spec.get("front")
    if isinstance(front_path, dict):
        front = load_front(directory / "in" / "front.png", whole)
        front_start, front_end = _numbers(front_path["start"]), _numbers(front_path["end"])
    dissolve = spec.get("dissolve")
    dissolving, previous = 0, None
    if isinstance(dissolve, dict):
        dissolving = int(dissolve["frames"])
        outgoing = load(directory / "in" / "previous.png", whole)
        previous = outgoing.frame(_view(_numbers(dissolve["from"])), output, resampling)
        previous_front = directory / "in" / "previous_front.png"
        if "front" in dissolve and (outgoing_front := load_front(previous_front, whole)) is not None:
            outgoing_front.lay_over(previous, _view(_numbers(dissolve["front"])), output)
    last_view: View | None = None
    written = b""
    for index, view in enumerate(views(start, end, count, ease, output)):
        if view == last_view and index > dissolving:
            yield written
            continue
        last_view = view
        frame = planes.frame(view, output, resampling)
        if front is not None:
            share_done = distance_share(index, count - 1, ease)
            front.lay_over(frame, _view_at(front_start, front_end, share_done), output)
        if previous is not None and index < dissolving:
            share = (index + 1) / (dissolving + 1)
            frame = (
                Image.blend(previous[0], frame[0], share),
                Image.blend(previous[1], frame[1], share),
                Image.blend(previous[2], frame[2], share),
            )
        written = b"".join(plane.tobytes() for plane in frame)
        yield written


def main(arguments: list[str], stdout: BinaryIO) -> None:
    """Write the frames that the JSON file asks for."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    with contextlib.suppress(OSError):
        fcntl.fcntl(stdout.fileno(), _F_SETPIPE_SZ, _PIPE_BYTES)
    for frame in frames(json.loads(Path(arguments[0]).read_text(encoding="utf-8")), Path()):
        stdout.write(frame)
    stdout.flush()


def distance_share(step: int, steps: int, ease: int) -> tuple[int, int]:
    """Return the distance covered after ``step`` of a path's ``steps``, and the whole distance, in units of the path.

    The first steps are 1, 2, 3 … units long, those in the middle ``ease`` + 1, and the last … 3, 2, 1.
    """
    whole = (ease + 1) * (steps - ease)
    if step <= ease:
        return step * (step + 1) // 2, whole
    if step <= steps - ease:
        return ease * (ease + 1) // 2 + (step - ease) * (ease + 1), whole
    remaining = steps - step
    return whole - remaining * (remaining + 1) // 2, whole


def views(start: tuple[int, ...], end: tuple[int, ...], count: int, ease: int, size: tuple[int, int]) -> Iterator[View]:
    """Yield what the camera sees in each frame; a very slow camera repeats a view until the next one is perceptible."""
    path = [_view_at(start, end, distance_share(index, count - 1, ease)) for index in range(count)]
    middle = count // 2
    slow = count > 1 and _largest_shift(path[middle - 1], path[middle], size) < _IMPERCEPTIBLE
    current = path[0]
    for view in path:
        if not slow or _largest_shift(current, view, size) >= _IMPERCEPTIBLE:
            current = view
        yield current


def _view_at(start: tuple[int, ...], end: tuple[int, ...], share: tuple[int, int]) -> View:
    """Return the view after a share of the path; a zoom is shared out by magnification, as it appears on screen."""
    done, whole = share
    if start == end or whole < 1:
        return _view(start)
    first, last = _view(start), _view(end)
    if start[2] == end[2]:
        # Multiply before dividing: whole numbers of pixels then stay whole.
        across, down = (last[0] - first[0]) * done / whole, (last[1] - first[1]) * done / whole
        return first[0] + across, first[1] + down, first[2]
    width = 1 / (1 / first[2] + (1 / last[2] - 1 / first[2]) * done / whole)
    part = (width - first[2]) / (last[2] - first[2])
    return first[0] + (last[0] - first[0]) * part, first[1] + (last[1] - first[1]) * part, width


def _largest_shift(one: View, other: View, size: tuple[int, int]) -> float:
    """Return the largest shift of any corner of the picture between two views, along either axis."""
    wider = other[2] - one[2]
    across, down = other[0] - one[0], other[1] - one[1]
    return max(abs(across), abs(across + wider), abs(down), abs(down + wider * size[1] / size[0]))


def _view(units: tuple[int, ...]) -> View:
    return units[0] / UNIT, units[1] / UNIT, units[2] / UNIT


def _on_black(picture: Image.Image) -> Image.Image:
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
        raise SystemExit(f"expected a list of whole numbers, not {value!r}")
    return tuple(int(item) for item in value)


if __name__ == "__main__":
    main(sys.argv[1:], sys.stdout.buffer)
