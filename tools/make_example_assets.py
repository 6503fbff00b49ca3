"""Draw the example series' pictures into ``assets/``, each with its licence beside it: the same bytes every time.

Run it after changing a drawing in ``tools/example_art/``: ``python tools/make_example_assets.py [NAME ...]``. The
drawings are SVG with Jinja loops in them; this rasterises them, lays a fine grain over the light and packs the result.
"""

from __future__ import annotations

import argparse
import io
import random
from dataclasses import dataclass, field
from pathlib import Path

import jinja2
import numpy as np
import resvg_py
from PIL import Image

ROOT = Path(__file__).parents[1]
DRAWINGS = Path(__file__).parent / "example_art"

LICENCE = """\
# Drawn for reelmake; do with it what you like.
license_type: CC0-1.0
attribution: ""
purchase_record: ""
provider_or_model: "drawn by reelmake's authors"
retrieval_date: "2026-01-15"
redistributable: true
"""


@dataclass(frozen=True)
class Picture:
    """One picture: which drawing, in which light, and where it belongs in the library."""

    path: str
    drawing: str
    light: dict[str, str] = field(default_factory=dict)
    grain: float = 1.6
    cut_out: bool = False
    """Whether the background is transparent, as a person's is."""


KITCHEN_DAY = {
    "wall": "#b9a888", "wall_dark": "#6d5f4d", "glass": "#fff6dc", "glass_low": "#f6dca4", "curtain": "#fffaf0",
    "curtain_shade": "#d9c7a0", "shaft": "#fff1c9", "cloth": "#7f9c94", "cloth_dark": "#3d5450", "check": "#dfe6d4",
    "dark": "#3a2f2a", "wood": "#7a5638", "china": "#fdf8ea", "china_shade": "#b59f7c",
    "tile": "#d8ccb0", "roofs": "#e0b98a",
}  # fmt: skip
KITCHEN_DAWN = {
    "wall": "#40506b", "wall_dark": "#1c2740", "glass": "#c9dcf0", "glass_low": "#f0c3a4", "curtain": "#dbe8f6",
    "curtain_shade": "#7f97bb", "shaft": "#a9c6ea", "cloth": "#3b5a72", "cloth_dark": "#17263b", "check": "#8fa9c0",
    "dark": "#111a2c", "wood": "#34384a", "china": "#d6e4f2", "china_shade": "#5d7596",
    "tile": "#5a6c88", "roofs": "#7d88a6",
}  # fmt: skip

PICTURES = (
    Picture("location/projection-box/projection-box-int-night.png", "projection_box"),
    Picture("location/auditorium/auditorium-int-night.png", "auditorium"),
    Picture("location/foyer/foyer-int-night.png", "foyer"),
    Picture("location/roof-of-the-astra/roof-ext-dusk.png", "roof"),
    Picture("location/martas-kitchen/kitchen-int-day.png", "kitchen", KITCHEN_DAY),
    Picture("location/martas-kitchen/kitchen-int-dawn.png", "kitchen", KITCHEN_DAWN),
    Picture("location/tram-stop/tram-stop-ext-night.png", "tram_stop"),
    Picture("character/leon-toth/leon.png", "leon", cut_out=True),
    Picture("character/ines-lazar/ines.png", "ines", cut_out=True),
    Picture("character/marta-orlin/marta.png", "marta", cut_out=True),
    Picture("character/dobrev-ondra/dobrev.png", "dobrev", cut_out=True),
    Picture("prop/clothes-peg/clothes-peg.png", "clothes_peg", grain=1.1),
    Picture("prop/gas-bill/gas-bill.png", "gas_bill"),
    Picture("prop/umbrella/umbrella.png", "umbrella"),
    Picture("prop/open-umbrella/open-umbrella.png", "umbrella_open"),
)


def svg_of(picture: Picture) -> str:
    """Return the picture's SVG; its ``dice`` give the same numbers on every run."""
    dice = random.Random(picture.drawing)  # noqa: S311
    scene = jinja2.Environment(
        loader=jinja2.FileSystemLoader(DRAWINGS), undefined=jinja2.StrictUndefined, autoescape=True, trim_blocks=True
    )
    return scene.get_template(f"{picture.drawing}.svg").render(**picture.light, dice=dice)


def packed(picture: Picture, drawn: bytes) -> bytes:
    """Return the PNG small enough for a repository: a place with grain over it and fewer colours, a person as drawn."""
    out = io.BytesIO()
    with Image.open(io.BytesIO(drawn)) as image:
        if picture.cut_out:
            image.save(out, "PNG", optimize=True)
            return out.getvalue()
        pixels = np.asarray(image.convert("RGB")).astype(np.float64)
    # Grain two pixels wide survives a video encoder; one pixel wide it is thrown away, and it breaks the bands.
    height, width = pixels.shape[0] // 2, pixels.shape[1] // 2
    coarse = np.random.Generator(np.random.PCG64(7)).standard_normal((height, width))
    grain = np.repeat(np.repeat(coarse, 2, axis=0), 2, axis=1)[..., None] * picture.grain
    grained = np.clip(np.rint(pixels + grain), 0, 255).astype(np.uint8)
    reduced = Image.fromarray(grained).quantize(256, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    reduced.save(out, "PNG", optimize=True)
    return out.getvalue()


def main() -> None:
    """Draw the pictures whose path holds one of the words given, or all of them."""
    parser = argparse.ArgumentParser(description="Draw the example series' pictures.")
    parser.add_argument("name", nargs="*", help="part of a picture's path; none: every picture")
    parser.add_argument("--out", type=Path, default=ROOT / "assets", help="where the library lies")
    wanted = parser.parse_args()
    for picture in PICTURES:
        if wanted.name and not any(name in picture.path for name in wanted.name):
            continue
        target: Path = wanted.out / picture.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(packed(picture, bytes(resvg_py.svg_to_bytes(svg_string=svg_of(picture)))))
        target.with_name(target.name + ".licence.yaml").write_text(LICENCE, encoding="utf-8")
        print(f"{target.stat().st_size // 1024:5d} kB  {picture.path}")


if __name__ == "__main__":
    main()
