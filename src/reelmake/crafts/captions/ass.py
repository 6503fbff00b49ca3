"""Captions as an ASS script: the one libass draws into the picture from the pinned fonts, and the one delivered."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from reelmake.crafts.captions.cue import Cue, Speech
from reelmake.documents.burned_captions import BurnedCaptions
from reelmake.documents.project import CaptionConfig, ProfileConfig
from reelmake.kernel.errors import ValidationFailed
from reelmake.kernel.frames import Rate
from reelmake.materials.fonts.files import ARABIC, CJK, LATIN, fonts_for, runs

_JOINER = "\u2060"
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_READABLE_LUMINANCE = 150
"""Of 255: a darker name is lightened until it stands out from the dark box."""
# libass knows a font by its first family name, where others take the typographic one, and makes letters the smaller
# the taller the font says its lines are: Arabic would come out at two thirds of its neighbours' size.
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
    """Return captions to draw into a clip, timed from its first frame; None where the profile draws none.

    Speakers' names are in their ``colours``.
    """
    if not cues or not profile.burns(config):
        return None
    fonts = fonts_for([row for cue in cues for row in cue.rows])
    return BurnedCaptions(_script(cues, rate, profile, config, colours, pinned=True), fonts)


def to_ass(
    cues: Sequence[Cue], rate: Rate, profile: ProfileConfig, config: CaptionConfig, colours: Mapping[str, str]
) -> str:
    """Return an episode's captions as an ASS file; who speaks is in the events' Name too."""
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
        foot=height * _foot(profile) // 100,
    )
    whole = config.naming == "colour"
    return head + "".join(
        f"Dialogue: 0,{_time(rate, cue.start)},{_time(rate, cue.end_exclusive)},Caption,"
        f"{'' if pinned else _names(cue)},0,0,0,,{_event_text(cue, colours, size if pinned else 0, whole)}\n"
        for cue in cues
    )


def _foot(profile: ProfileConfig) -> int:
    """Return how many percent of the height lie below the captions. In the middle they stay clear of a near face."""
    if profile.caption_place == "centre":
        return 20
    return 16 if profile.height > profile.width else 6


def font_size(width: int, height: int, config: CaptionConfig) -> int:
    """Return the size at which the longest row fits nine tenths of the width, and no row is over-large."""
    room = width * 90 // 100
    by_letters = room * 100 // (config.max_characters * 58)
    by_wide = room * 100 // (min(config.max_characters, config.max_wide_characters) * 105)
    return max(min(by_letters, by_wide, max(height, width * 9 // 16) * 7 // 100), 8)


def escaped(text: str) -> str:
    """Return a text in which libass finds no override tag and no escape."""
    # A backslash is an ordinary character unless one of n, N, h, { or } follows; a joiner keeps them apart.
    return text.replace("\\", f"\\{_JOINER}").replace("{", "\\{").replace("}", "\\}").replace("\n", " ")


def _event_text(cue: Cue, colours: Mapping[str, str], size: int, whole: bool) -> str:
    head = "{\\an8}" if cue.top else ""
    return head + "\\N".join(_speech_text(speech, colours, size, whole) for speech in cue.speeches)


def _speech_text(speech: Speech, colours: Mapping[str, str], size: int, whole: bool) -> str:
    """Return a speaker's rows; ``whole`` says whether all of them have the speaker's colour or the name alone."""
    colour = _ass_colour(colours.get(speech.speaker_id, "#ffffff"))
    lead = _set(speech.dash, size) if speech.dash else ""
    if speech.label:
        lead += f"{{\\b1\\c{colour}}}{_set(speech.label + ':', size)}{{\\r}} "
    italic = "{\\i1}" if speech.voice_over else ""
    rows = lead + "\\N".join(italic + _set(row, size) for row in speech.rows)
    return f"{{\\c{colour}}}{rows}{{\\r}}" if whole and speech.speaker_id else rows


def _set(text: str, size: int) -> str:
    """Return a text with the font and size named before each stretch that needs another one; none at size 0."""
    if not size:
        return escaped(text)
    return "".join(
        f"{{\\fn{_LIBASS_NAMES.get(font, font.family)}\\fs{size * _SIZE_PERCENT.get(font, 100) // 100}}}{escaped(part)}"
        for font, part in runs(text)
    )


def _names(cue: Cue) -> str:
    """Return who speaks in a field that ends at a comma."""
    return escaped(" / ".join(speech.speaker for speech in cue.speeches if speech.speaker)).replace(",", " ")


def readable(colour: str) -> str:
    """Return a colour of the form #rrggbb, lightened until words in it stand out from a dark box."""
    if not _COLOUR.fullmatch(colour):
        raise ValidationFailed(f"{colour!r} is no colour", allowed="#rrggbb", where="colours of the characters")
    channels = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    while (channels[0] * 213 + channels[1] * 715 + channels[2] * 72) // 1000 < _READABLE_LUMINANCE:
        channels = [channel + max((255 - channel) // 8, 1) if channel < 255 else 255 for channel in channels]
    return "#" + "".join(f"{channel:02x}" for channel in channels)


def _ass_colour(colour: str) -> str:
    shown = readable(colour).upper()
    return f"&H{shown[5:7]}{shown[3:5]}{shown[1:3]}&"


def _time(rate: Rate, frame: int) -> str:
    """Return when a frame starts in hundredths, rounded down: the event is then shown from exactly that frame on."""
    hundredths = int(frame * 100 / rate.value)
    seconds, rest = divmod(hundredths, 100)
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{rest:02d}"
