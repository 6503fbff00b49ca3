"""Burned-in captions, compared with an independent renderer: HarfBuzz and FriBidi through Pillow's Raqm."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont, features

from reelmake.crafts.captions.ass import burned_captions, readable_colour
from reelmake.crafts.captions.build import caption_cues
from reelmake.crafts.picture.clip import clip_action
from reelmake.documents.project import CaptionConfig, ProfileConfig
from reelmake.kernel.frames import Rate
from reelmake.materials.fonts.files import ARABIC, CJK, HEBREW, LATIN, Font
from support.studio import Studio, grey_frames, make_line, make_shot, make_shotlist

HD = ProfileConfig(width=1280, height=720, preset="ultrafast", crf=10)
BARE = CaptionConfig(speakers="none")
SIZE = (600, 60)


def burned(studio: Studio, text: str, **look: object) -> np.ndarray:
    """Return an encoded frame with a caption burned into a grey picture."""
    shot = make_shot(frames=3, lines=(make_line("l1", text, 0, 3, **look),))
    burned = burned_captions(caption_cues(make_shotlist(shot), BARE), Rate.parse("24"), HD, BARE, {})
    plate = studio.grey_plate(90, HD)
    return grey_frames(studio.make(clip_action(shot, plate=plate, profile=HD, fps="24", captions=burned)))[1]


def letters(picture: np.ndarray) -> np.ndarray:
    """Return the bright part of a picture, cropped and scaled to a fixed size."""
    bright = picture > 140
    rows, columns = np.flatnonzero(bright.any(axis=1)), np.flatnonzero(bright.any(axis=0))
    cut = picture[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return np.asarray(Image.fromarray(cut.clip(0, 255).astype(np.uint8)).resize(SIZE, Image.Resampling.BOX), float)


def reference(text: str, font: Font, language: str = "") -> np.ndarray:
    """Return a text drawn by Pillow in the pinned font, so large that hinting does not move letters."""
    face = ImageFont.truetype(str(font.path), 200, layout_engine=ImageFont.Layout.RAQM)
    picture = Image.new("L", (5000, 500), 16)
    ImageDraw.Draw(picture).text((60, 100), text, font=face, fill=255, language=language or None)
    return letters(np.asarray(picture, float))


def likeness(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.corrcoef(one.ravel(), other.ravel())[0, 1])


@pytest.mark.skipif(not features.check("raqm"), reason="to compare with, Pillow needs the system's libfribidi")
@pytest.mark.spec("R5")
@pytest.mark.parametrize(
    ("text", "font", "unlike"),
    [
        ("Typography, fully kerned: AVATAR.", LATIN, "Typography, fully kerned: RATAVA."),
        ("Δεν θα γυρίσω ποτέ, Άννα.", LATIN, "Δεν θα γυρίσω ποέτ, Άννα."),
        ("Их было пять, а не шесть.", LATIN, "Их было тьпя, а не шесть."),
        ("שלום, מי שם? חכה 12 דקות.", HEBREW, "שלום, מי שם? חכה 21 דקות."),
        ("שָׁלוֹם עֲלֵיכֶם", HEBREW, "םולש םכילע"),
        ("من هنا؟ لا أحد، انتظر.", ARABIC, "رظتنا ،دحأ ال ؟انه نم"),
        ("مرحبا بكم في السلام", ARABIC, "م ر ح ب ا ب ك م في السلام"),
        ("谁来过？没有人知道。", CJK, "谁来过？没人有知道。"),
        ("灯台は暗い、誰もいない。", CJK, "灯台は暗い、誰もない。い"),
        ("여기 누가 있었나요?", CJK, "여기 가누 있었나요?"),
    ],
)
def test_every_script_is_shaped_like_in_an_independent_renderer(
    studio: Studio, text: str, font: Font, unlike: str
) -> None:
    drawn = letters(burned(studio, text))
    language = "ja" if "は" in text else ""
    alike = likeness(drawn, reference(text, font, language))
    assert alike > 0.84
    assert likeness(drawn, reference(unlike, font, language)) < alike - 0.05, "the comparison detects a difference"


@pytest.mark.spec("R5")
def test_burned_in_words_are_large_and_have_enough_contrast(studio: Studio) -> None:
    picture = burned(studio, "HHHHHHHHHH")
    bright = picture > 200
    rows = np.flatnonzero(bright.any(axis=1))
    height = rows[-1] - rows[0] + 1
    assert 0.025 * 720 <= height <= 0.06 * 720, "capital letters of a readable_colour size"
    assert rows[-1] < 0.95 * 720, "inside the safe area"
    foot = picture[rows[0] : rows[-1] + 1, :]
    box = foot[:, np.flatnonzero(bright.any(axis=0))[0] - 4]
    assert _contrast(np.percentile(picture[bright], 50), np.median(box)) >= 4.5, "WCAG's AA"


def _contrast(light: float, dark: float) -> float:
    """Return the ratio of relative luminances of two grey levels of video (16 to 235)."""

    def luminance(level: float) -> float:
        value = min(max((level - 16) / 219, 0), 1)
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    return (luminance(light) + 0.05) / (luminance(dark) + 0.05)


def test_every_colour_is_lightened_until_it_has_enough_contrast() -> None:
    for colour in ("#000000", "#300000", "#0000ff", "#123456", "#ffffff"):
        shown = readable_colour(colour)
        red, green, blue = (int(shown[place : place + 2], 16) for place in (1, 3, 5))
        assert _contrast(16 + 219 * (red * 213 + green * 715 + blue * 72) / 255000, 40) >= 4.5
