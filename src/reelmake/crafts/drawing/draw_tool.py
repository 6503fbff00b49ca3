"""Tool: rasterise ``plate.svg`` to ``out.png``, using only the pictures and fonts in ``in/``.

    draw --under place:1472x828:cover:142:6 --paste figure0:600x600:contain:100:0@120,228 --font in/NotoSans.ttf

A picture is given as ``name:WxH:mode:zoom:blur[@x,y]`` and turned upright. Mode ``cover`` fills the size, magnified to
``zoom`` percent and blurred by ``blur`` pixels; ``contain`` shows the whole picture; ``shadow``, its dark outline.

``--picture`` writes it to ``<name>.png``, to which the drawing refers; ``--under`` puts it beneath the drawing, and
``--paste`` onto that background at ``x,y``. A picture that cannot be decoded becomes a grey area.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import resvg_py

if TYPE_CHECKING:
    from PIL import Image

LARGEST_SIDE = 12_000
LARGEST_AREA = 100_000_000
_GREY = (72, 74, 84)
_SHADOW = (13, 15, 25)
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
_PICTURE = re.compile(r"([a-z0-9]+):(\d+)x(\d+):(cover|contain|shadow):(\d+):(\d+)(?:@(-?\d+),(-?\d+))?")


@dataclass(frozen=True)
class PictureSpec:
    """One picture argument: a file in ``in/``, and how to fit it."""

    name: str
    width: int
    height: int
    mode: str
    zoom: int
    blur: int
    left: int = 0
    top: int = 0


def main(arguments: list[str] | None = None) -> int:
    """Draw one plate in the current directory."""
    parser = argparse.ArgumentParser(prog="draw")
    parser.add_argument("--under", type=_parse)
    parser.add_argument("--paste", action="append", default=[], type=_parse)
    parser.add_argument("--picture", action="append", default=[], type=_parse)
    parser.add_argument("--font", action="append", default=[])
    options = parser.parse_args(arguments)
    for picture in options.picture:
        fitted(picture).save(f"{picture.name}.png", format="PNG", compress_level=1)
    drawing = Path("plate.svg").read_text(encoding="utf-8")
    png = resvg_py.svg_to_bytes(
        svg_string=drawing, skip_system_fonts=True, font_files=options.font, resources_dir=str(Path.cwd())
    )
    if options.under is None and not options.paste:
        Path("out.png").write_bytes(bytes(png))
    else:
        _composite(fitted(options.under) if options.under else None, options.paste, bytes(png))
    return 0


def _composite(under: Image.Image | None, pasted: list[PictureSpec], drawing: bytes) -> None:
    """Write ``out.png``: the drawing over its pictures. In resvg itself a photograph would take half a second."""
    from PIL import Image

    with Image.open(io.BytesIO(drawing), formats=("PNG",)) as over:
        base = under.convert("RGB") if under else Image.new("RGBA", over.size, (0, 0, 0, 0))
        for picture in pasted:
            image = fitted(picture).convert("RGBA")
            left = picture.left + (picture.width - image.width) // 2
            top = picture.top + picture.height - image.height
            layer = Image.new("RGBA", base.size, (0, 0, 0, 0))
            layer.paste(image, (left, top))
            base = _over(base, layer)
        base = _over(base, over.convert("RGBA"))
    base.save("out.png", format="PNG", compress_level=1)


def _over(base: Image.Image, layer: Image.Image) -> Image.Image:
    from PIL import Image

    if base.mode == "RGBA":
        return Image.alpha_composite(base, layer)
    base.paste(layer, mask=layer.getchannel("A"))
    return base


def fitted(picture: PictureSpec) -> Image.Image:
    """Return the picture ``in/<name>``, fitted to its size."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # the limits below are tighter
    try:
        with Image.open(Path("in", picture.name), formats=_FORMATS) as opened:
            if max(opened.size) > LARGEST_SIDE or opened.size[0] * opened.size[1] > LARGEST_AREA:
                raise ValueError(f"{opened.size[0]} x {opened.size[1]} pixels is too large")
            opened.draft("RGB", (picture.width * picture.zoom // 100, picture.height * picture.zoom // 100))
            plain = _as_rgb(ImageOps.exif_transpose(opened))
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError) as error:
        sys.stderr.write(f"{picture.name} cannot be decoded ({error}); its area stays grey\n")
        plain = Image.new("RGB", (picture.width, picture.height), _GREY)
    return _cover(plain, picture) if picture.mode == "cover" else _contain(plain, picture)


def _as_rgb(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I") or image.mode == "F":
        return image.convert("I").point(lambda value: value / 256).convert("L").convert("RGB")
    transparent = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    return image.convert("RGBA" if transparent else "RGB")


def _cover(image: Image.Image, wanted: PictureSpec) -> Image.Image:
    from PIL import Image, ImageFilter

    wide = image.width * wanted.height > image.height * wanted.width
    height = image.height if wide else image.width * wanted.height // wanted.width
    width = image.height * wanted.width // wanted.height if wide else image.width
    width, height = max(1, width * 100 // wanted.zoom), max(1, height * 100 // wanted.zoom)
    left, top = (image.width - width) // 2, (image.height - height) * 9 // 20
    box = (left, top, left + width, top + height)
    size = (wanted.width, wanted.height)
    if not wanted.blur:
        return image.resize(size, Image.Resampling.BICUBIC, box=box, reducing_gap=2.0)
    # Blurred at a quarter of the size: it looks the same and is sixteen times faster.
    small = image.resize(
        (max(1, size[0] // 4), max(1, size[1] // 4)), Image.Resampling.BILINEAR, box=box, reducing_gap=2.0
    )
    return small.filter(ImageFilter.GaussianBlur(wanted.blur / 4)).resize(size, Image.Resampling.BICUBIC)


def _contain(image: Image.Image, wanted: PictureSpec) -> Image.Image:
    from PIL import Image

    width = min(wanted.width, image.width * wanted.height // image.height)
    height = min(wanted.height, image.height * wanted.width // image.width)
    image = image.resize((max(1, width), max(1, height)), Image.Resampling.BICUBIC, reducing_gap=2.0)
    if wanted.mode == "shadow":
        dark = Image.new("RGBA", image.size, _SHADOW)
        dark.putalpha(image.convert("RGBA").getchannel("A"))
        return dark
    return image


def _parse(text: str) -> PictureSpec:
    match = _PICTURE.fullmatch(text)
    if match is None:
        raise argparse.ArgumentTypeError(f"expected name:WxH:mode:zoom:blur[@x,y], not {text!r}")
    name, width, height, mode, zoom, blur, left, top = match.groups()
    return PictureSpec(name, int(width), int(height), mode, int(zoom), int(blur), int(left or 0), int(top or 0))


if __name__ == "__main__":
    sys.exit(main())
