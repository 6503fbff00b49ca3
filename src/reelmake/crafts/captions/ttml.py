"""Captions as TTML in the text profile of IMSC 1.1, which streaming services accept. Times are in frames."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from html import escape

from reelmake.crafts.captions.cue import Cue, Speech
from reelmake.crafts.captions.text_direction import is_right_to_left
from reelmake.kernel.frames import Rate

_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttp="http://www.w3.org/ns/ttml#parameter" \
xmlns:tts="http://www.w3.org/ns/ttml#styling" xmlns:ttm="http://www.w3.org/ns/ttml#metadata" \
xmlns:itts="http://www.w3.org/ns/ttml/profile/imsc1#styling" xml:lang={language} xml:space="preserve" \
ttp:timeBase="media" ttp:frameRate="{base}" ttp:frameRateMultiplier="{top} {bottom}" \
ttp:contentProfiles="http://www.w3.org/ns/ttml/profile/imsc1.1/text">
<head>
<metadata>
<ttm:title>{title}</ttm:title>
{agents}</metadata>
<styling>
<style xml:id="words" tts:fontFamily="proportionalSansSerif" tts:fontSize="100%" tts:lineHeight="125%" \
tts:color="#ffffffff" tts:textAlign="center" itts:fillLineGap="true"/>
<style xml:id="box" tts:backgroundColor="#000000b0"/>
{styles}</styling>
<layout>
<region xml:id="foot" tts:origin="5% 74%" tts:extent="90% 20%" tts:displayAlign="after" \
tts:showBackground="whenActive"/>
<region xml:id="head" tts:origin="5% 6%" tts:extent="90% 20%" tts:displayAlign="before" \
tts:showBackground="whenActive"/>
</layout>
</head>
<body style="words">
<div>
"""


def to_ttml(
    cues: Sequence[Cue], rate: Rate, *, language: str, title: str, colours: Mapping[str, str] | None = None
) -> str:
    """Return captions as the text of a TTML file; with ``colours``, by speaker id, speakers' words are coloured."""
    speakers = sorted({(one.speaker_id, one.speaker) for cue in cues for one in cue.speeches if one.speaker})
    agents = {who: f"a{number}" for number, who in enumerate(speakers, 1)}
    shown = {f"{agents[who]}-look": colours[who[0]] for who in speakers if colours and who[0] in colours}
    multiplier = rate.value / rate.timebase
    head = _HEAD.format(
        language=f'"{escape(language)}"',
        base=rate.timebase,
        top=multiplier.numerator,
        bottom=multiplier.denominator,
        title=_text(title),
        agents="".join(
            f'<ttm:agent xml:id="{agents[who]}" type="character"><ttm:name type="full">{_text(who[1])}</ttm:name>'
            "</ttm:agent>\n"
            for who in speakers
        ),
        styles="".join(f'<style xml:id="{name}" tts:color="{colour}ff"/>\n' for name, colour in shown.items()),
    )
    paragraphs = "".join(
        f'<p xml:id="c{number}" begin="{cue.start}f" end="{cue.end_exclusive}f" '
        f'region="{"head" if cue.top else "foot"}"{_direction(cue)}>{_speeches(cue, agents, shown)}</p>\n'
        for number, cue in enumerate(cues, 1)
    )
    return f"{head}{paragraphs}</div>\n</body>\n</tt>\n"


def frame_rate(base: str, multiplier: str) -> Fraction:
    """Return the frame rate that TTML's two attributes define."""
    top, bottom = multiplier.split()
    return Fraction(base) * Fraction(int(top), int(bottom))


def _speeches(cue: Cue, agents: Mapping[tuple[str, str], str], shown: Mapping[str, str]) -> str:
    return "<br/>".join(
        _speech(speech, agents.get((speech.speaker_id, speech.speaker), ""), shown) for speech in cue.speeches
    )


def _speech(speech: Speech, agent: str, shown: Mapping[str, str]) -> str:
    look = f"{agent}-look"
    style = f"box {look}" if look in shown else "box"
    who = f' ttm:agent="{agent}"' if agent else ""
    slant = ' tts:fontStyle="italic"' if speech.voice_over else ""
    return f'<span style="{style}"{who}{slant}>{"<br/>".join(map(_text, speech.written))}</span>'


def _direction(cue: Cue) -> str:
    return ' tts:direction="rtl" tts:unicodeBidi="embed"' if is_right_to_left(cue.rows[0]) else ""


def _text(text: str) -> str:
    return escape(_NO_XML.sub("", text), quote=False)
