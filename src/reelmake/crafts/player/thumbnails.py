"""Thumbnails of a film's shots, as data URIs."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reelmake.kernel.frames import Rate

if TYPE_CHECKING:
    from PIL import Image

_LONG_SIDE = 320
_QUALITY = 72
# Limited-range BT.709 to RGB.
_RGB = (
    *(1.164384, 0.0, 1.792741, -248.1007),
    *(1.164384, -0.213249, -0.532909, 76.87808),
    *(1.164384, 2.112402, 0.0, -289.01756),
)


def thumbnails(film: Path, frames: Mapping[str, int], fps: str) -> dict[str, str]:
    """Return a thumbnail for each name in ``frames``, of the frame of the film given there (counted from 0)."""
    import av

    rate = Rate.parse(fps).value
    found: dict[str, str] = {}
    with av.open(str(film), format="mov", options={"protocol_whitelist": "file"}) as container:
        stream = container.streams.video[0]
        stream.thread_type = "NONE"
        base = stream.time_base
        if base is None:
            return {}
        for name, frame in frames.items():
            wanted = int(frame / rate / base)
            container.seek(wanted, stream=stream)
            picture = next((seen for seen in container.decode(stream) if (seen.pts or 0) + 1 >= wanted), None)
            if picture is not None:
                found[name] = _data_uri(_small(picture))
    return found


def _small(frame: Any) -> Image.Image:
    """Return a frame at thumbnail size. Pillow's fixed-point arithmetic gives the same bytes on every CPU."""
    from PIL import Image

    planes = [
        Image.frombuffer("L", (plane.line_size, plane.height), bytes(plane)).crop((0, 0, plane.width, plane.height))
        for plane in frame.planes[:3]
    ]
    scale = _LONG_SIDE / max(frame.width, frame.height)
    size = (max(round(frame.width * scale), 1), max(round(frame.height * scale), 1))
    small = [plane.resize(size, Image.Resampling.BILINEAR) for plane in planes]
    return Image.merge("RGB", small).convert("RGB", _RGB)


def _data_uri(picture: Image.Image) -> str:
    data = io.BytesIO()
    picture.save(data, "JPEG", quality=_QUALITY, optimize=True)
    return f"data:image/jpeg;base64,{base64.b64encode(data.getvalue()).decode()}"
