"""Captions as ASS scripts: one that libass draws into the picture with the pinned fonts, and one to deliver."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from reelmake.crafts.captions.cue import Cue, Speech
from reelmake.documents.burned_captions import BurnedCaptions
from reelmake.documents.project import CaptionConfig, ProfileConfig
from reelmake.kernel.errors import ValidationFailed
from reelmake.kernel.frames import Rate
from reelmake.materials.fonts.files import ARABIC, CJK, LATIN, Font, fonts_for, runs

_WORD_JOINER = "\u2060"
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_READABLE_LUMINANCE = 150
"""Out of 255. A darker colour is lightened until it stands out from the dark box."""
# libass looks a font up by its first family name, where other programs use the typographic one. It also scales letters
# by the font's line height: without a correction Arabic would be two thirds as large as the text around it.
_LIBASS_NAMES = {CJK: "Noto Sans CJK TC Regular"}
_SIZE_PERCENT = {ARABIC: 130}
_HEAD = """[Script Info]
ScriptType: v4.00+
PlayResX: {width}
PlayResY: {height}
WrapStyle: 0
ScaledBorderAndShadow: yes
Kerning: yes
YCbCr Matrix: TV.709

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, \
StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
Style: Caption,{font},{size},&H00FFFFFF,&H00FFFFFF,&H00101010,&H50000000,0,0,0,0,100,100,0,0,4,{outline},{padding},2,\
{side},{side},{foot},-1

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""


def burned_captions(
    cues: Sequence[Cue], rate: Rate, profile: ProfileConfig, config: CaptionConfig, colours: Mapping[str, str]
) -> BurnedCaptions | None:
    """Return captions to draw into a clip, timed from its first frame; None if none are to be drawn.

    ``colours``, by speaker id, are those of the speakers' names.
    """
    if not cues or not profile.burns(config):
        return None
    fonts = fonts_for([row for cue in cues for row in cue.rows])
    return BurnedCaptions(_script(cues, rate, profile, config, colours, pinned=True), fonts)


def to_ass(
    cues: Sequence[Cue], rate: Rate, profile: ProfileConfig, config: CaptionConfig, colours: Mapping[str, str]
) -> str:
    """Return an episode's captions as the text of an ASS file; the events' Name field holds the speaker."""
    return _script(cues, rate, profile, config, colours, pinned=False)


def _script(
    cues: Sequence[Cue],
    rate: Rate,
    profile: ProfileConfig,
    config: CaptionConfig,
    colours: Mapping[str, str],
    *,
    pinned: bool,
) -> str:
    width, height = profile.width, profile.height
    size = font_size(width, height, config)
    head = _HEAD.format(
        width=width,
        height=height,
        font=LATIN.family,
        size=size,
        outline=max(size // 20, 1),
        padding=max(size // 5, 2),
        side=width * 5 // 100,
        foot=height * _bottom_margin_percent(profile) // 100,
    )
    colour_rows, events_size = config.naming == "colour", size if pinned else 0
    return head + "".join(
        f"Dialogue: 0,{_time(rate, cue.start)},{_time(rate, cue.end_exclusive)},Caption,"
        f"{'' if pinned else _speaker_names(cue)},0,0,0,,{_event_text(cue, colours, events_size, colour_rows)}\n"
        for cue in cues
    )


def _bottom_margin_percent(profile: ProfileConfig) -> int:
    """Return the margin below the captions in percent of the picture's height."""
    if profile.caption_place == "centre":
        return 20  # above the middle they would cover a face in a close-up
    return 16 if profile.height > profile.width else 6


def font_size(width: int, height: int, config: CaptionConfig) -> int:
    """Return the largest font size at which the longest row fits in 90 % of the width, up to an upper limit."""
    room = width * 90 // 100
    by_letters = room * 100 // (config.max_characters * 58)
    by_wide = room * 100 // (min(config.max_characters, config.max_wide_characters) * 105)
    return max(min(by_letters, by_wide, max(height, width * 9 // 16) * 7 // 100), 8)


def escape_ass(text: str) -> str:
    """Return a text in which libass sees no override tag and no escape sequence."""
    # A backslash is an ordinary character unless n, N, h, { or } follows it; a word joiner keeps them apart.
    return text.replace("\\", f"\\{_WORD_JOINER}").replace("{", "\\{").replace("}", "\\}").replace("\n", " ")


def _event_text(cue: Cue, colours: Mapping[str, str], size: int, colour_rows: bool) -> str:
    head = "{\\an8}" if cue.top else ""
    return head + "\\N".join(_speech_text(speech, colours, size, colour_rows) for speech in cue.speeches)


def _speech_text(speech: Speech, colours: Mapping[str, str], size: int, colour_rows: bool) -> str:
    """Return a speaker's rows, coloured completely with ``colour_rows``; otherwise only the name is coloured."""
    colour = _ass_colour(colours.get(speech.speaker_id, "#ffffff"))
    prefix = _with_fonts(speech.dash, size) if speech.dash else ""
    if speech.label:
        prefix += f"{{\\b1\\c{colour}}}{_with_fonts(speech.label + ':', size)}{{\\r}} "
    italic = "{\\i1}" if speech.voice_over else ""
    rows = prefix + "\\N".join(italic + _with_fonts(row, size) for row in speech.rows)
    return f"{{\\c{colour}}}{rows}{{\\r}}" if colour_rows and speech.speaker_id else rows


def _with_fonts(text: str, size: int) -> str:
    """Return a text with font and size tags before each part in another font; at size 0 without any tags."""
    if not size:
        return escape_ass(text)
    return "".join(_font_tags(font, size) + escape_ass(part) for font, part in runs(text))


def _font_tags(font: Font, size: int) -> str:
    size = size * _SIZE_PERCENT.get(font, 100) // 100
    return f"{{\\fn{_LIBASS_NAMES.get(font, font.family)}\\fs{size}}}"


def _speaker_names(cue: Cue) -> str:
    """Return the speakers for an event's Name field, which ends at a comma."""
    return escape_ass(" / ".join(speech.speaker for speech in cue.speeches if speech.speaker)).replace(",", " ")


def readable_colour(colour: str) -> str:
    """Return a colour of the form #rrggbb, lightened until text in it is readable on a dark box."""
    if not _COLOUR.fullmatch(colour):
        raise ValidationFailed(f"{colour!r} is not a colour", allowed="#rrggbb", where="colours of the characters")
    channels = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    while (channels[0] * 213 + channels[1] * 715 + channels[2] * 72) // 1000 < _READABLE_LUMINANCE:
        channels = [channel + max((255 - channel) // 8, 1) if channel < 255 else 255 for channel in channels]
    return "#" + "".join(f"{channel:02x}" for channel in channels)


def _ass_colour(colour: str) -> str:
    shown = readable_colour(colour).upper()
    return f"&H{shown[5:7]}{shown[3:5]}{shown[1:3]}&"


def _time(rate: Rate, frame: int) -> str:
    """Return a frame's start time in hundredths, rounded down: the event then appears on exactly that frame."""
    hundredths = int(frame * 100 / rate.value)
    seconds, rest = divmod(hundredths, 100)
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{rest:02d}"
