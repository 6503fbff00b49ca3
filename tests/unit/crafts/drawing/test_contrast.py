"""Labels are readable over any picture."""

from __future__ import annotations

import pytest

from reelmake.crafts.drawing.colours import mix
from reelmake.crafts.drawing.labels import Label, place_labels
from reelmake.crafts.drawing.sets.backdrop import backdrop_of
from reelmake.crafts.drawing.sets.shapes import Frame
from support.asset_world import shot

FRAME = Frame(1472, 828)


def luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(label: Label, behind: str) -> float:
    """The least contrast of a label's texts with its box, over a picture of one colour."""
    box = mix(behind, label.boxes[0].fill, label.boxes[0].opacity)
    pairs = [sorted((luminance(text.fill), luminance(box))) for text in label.texts]
    return min((light + 0.05) / (dark + 0.05) for dark, light in pairs)


@pytest.mark.parametrize("time", ["DAY", "DUSK", "NIGHT", "DAWN"])
@pytest.mark.parametrize("setting", ["int", "ext"])
@pytest.mark.parametrize("behind", ["#ffffff", "#000000", "#808080"])
def test_every_label_has_the_contrast_small_text_needs(time: str, setting: str, behind: str) -> None:
    for place in ("KITCHEN", "STREET", "BEACH", "CHURCH"):
        made = shot("insert", "insert", location=place, time_of_day=time, setting=setting, prop="frobnicator")
        missing = {f"location/{place.lower()}", "prop/frobnicator"}
        labels = place_labels(made, FRAME, missing, backdrop_of(made, FRAME).accent)
        assert len(labels) == 3
        assert all(contrast(label, behind) >= 4.5 for label in labels)
