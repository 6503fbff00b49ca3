"""Noises that can be made here: a door, a telephone, thunder. What each is made of, and the words that call for it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reelmake.crafts.sound.layers import Envelope, Layer, grains, noise, repeated, tone


@dataclass(frozen=True)
class Noise:
    """One noise."""

    name: str
    words: str
    """Words, each of which selects it when a note asks for a noise by name"""
    patterns: tuple[str, ...]
    """Patterns in an action that mean this noise is heard: ``door slams``"""
    loudness: int
    """In decibels below speech."""
    milliseconds: int
    layers: tuple[Layer, ...]


_RING = (
    tone(1330, 46, Envelope(rise=3, hold=60, fall=30), partials=(100, 20, 30)),
    tone(1710, 34, Envelope(at=30, rise=3, hold=50, fall=40), partials=(100, 10, 24)),
)
_STEP = (noise(70, 420, 90, Envelope(fall=110)), noise(1400, 4200, 16, Envelope(at=8, fall=50)))
_BONG = (
    tone(523, 50, Envelope(rise=2, hold=4, fall=1900), partials=(100, 40, 14)),
    tone(1307, 26, Envelope(rise=2, hold=2, fall=1100)),
    tone(2410, 14, Envelope(rise=2, hold=2, fall=500)),
)
NOISES: tuple[Noise, ...] = (
    Noise(
        *(
            "door slam",
            "slam slams slammed",
            (r"(?:door|gate|lid|drawer)\b.{0,20}\bslam", r"\bslams?\b.{0,20}\bdoor"),
            2,
            900,
        ),
        (
            *(noise(40, 260, 120, Envelope(fall=420)), noise(300, 2400, 60, Envelope(fall=130))),
            grains(1200, 4000, 6, 30, 40, Envelope(at=70, rise=1, hold=120, fall=200)),
        ),
    ),
    Noise(
        *("knock", "knock knocks knocking bang bangs thud thuds thump thumps", (r"\bknock(?:s|ing)\b",), 5, 1000),
        repeated((noise(120, 900, 100, Envelope(fall=90)), tone(190, 30, Envelope(fall=70))), 3, 260),
    ),
    Noise(
        *("door", "door opens creak creaks", (r"\bdoor (?:opens|creaks|swings)",), 10, 1300),
        (
            *(noise(700, 2600, 30, Envelope(rise=200, hold=300, fall=500), sway=80, every=40),),
            *(tone(310, 14, Envelope(rise=150, hold=300, fall=500), to=420, partials=(100, 60, 50, 30)),),
            noise(80, 500, 70, Envelope(at=1000, fall=160)),
        ),
    ),
    Noise(
        *("phone", "phone telephone ring rings ringing", (r"\b(?:tele)?phone (?:rings|is ringing)",), 7, 4200),
        tuple(
            layer
            for start in (0, 2200)
            for turn in repeated(_RING, 12, 105)
            for layer in ({**turn, "at": int(str(turn["at"])) + start},)
        ),
    ),
    Noise(
        "bell",
        "bell bells chime chimes gong toll tolls",
        (r"\bbells? (?:ring|rings|toll|tolls|chimes?)\b",),
        7,
        2600,
        _BONG,
    ),
    Noise(
        *("footsteps", "footsteps footstep steps walking", (r"\bfootsteps\b",), 11, 3000),
        repeated(_STEP, 5, 540),
    ),
    Noise(
        *(
            "cane",
            "cane taps tap tapping ticks tick ticking clock",
            (r"\bcane (?:ticks|taps)", r"\bclock ticks"),
            13,
            3400,
        ),
        repeated((noise(1600, 5200, 70, Envelope(fall=40)), tone(2100, 14, Envelope(fall=30))), 6, 520),
    ),
    Noise(
        *("thunder", "thunder thunderclap lightning", (r"\bthunder\b",), 4, 5000),
        (
            *(noise(20, 120, 130, Envelope(rise=60, hold=700, fall=4000), sway=70, every=340),),
            noise(120, 900, 40, Envelope(rise=20, hold=120, fall=1500), sway=80, every=120),
        ),
    ),
    Noise(
        *(
            "glass",
            "glass shatter shatters shattering smash smashes breaks",
            (r"\bglass (?:breaks|shatters)",),
            6,
            1400,
        ),
        (
            noise(2600, 9000, 70, Envelope(fall=160)),
            grains(3200, 11000, 60, 70, 80, Envelope(rise=1, hold=200, fall=1000)),
        ),
    ),
    Noise(
        *(
            "shot",
            "gunshot gunshots gun shot shots explosion explodes boom booms",
            (r"\bgunshots?\b", r"\bexplodes\b"),
            2,
            1800,
        ),
        (noise(300, 7000, 120, Envelope(rise=1, fall=140)), noise(30, 300, 100, Envelope(rise=1, hold=40, fall=1500))),
    ),
    Noise(
        *("splash", "splash splashes water pour pours pouring", (r"\bsplash(?:es)?\b", r"\bpours\b"), 13, 2000),
        (
            *(noise(700, 5200, 60, Envelope(rise=120, hold=900, fall=800), sway=60, every=70),),
            grains(900, 2600, 70, 30, 50, Envelope(rise=100, hold=1000, fall=700)),
        ),
    ),
    Noise(
        *("drip", "drip drips dripping", (r"\btap drips", r"\bdrips\b"), 14, 3200),
        repeated((tone(900, 60, Envelope(rise=2, hold=10, fall=60), to=1900),), 3, 1040),
    ),
    Noise(
        *(
            "tram",
            "tram train trams trains",
            (r"\b(?:tram|train)\b.{0,24}\b(?:slides|passes|arrives|rattles|stops|goes|leaves|comes)",),
            8,
            6500,
        ),
        (
            *(noise(40, 420, 110, Envelope(rise=2400, hold=700, fall=3300), sway=30, every=210),),
            *(noise(900, 3400, 26, Envelope(rise=2600, hold=400, fall=3000), sway=60, every=130),),
            tone(182, 12, Envelope(rise=2300, hold=600, fall=3000), to=150, partials=(100, 60, 40)),
        ),
    ),
    Noise(
        *("car", "car engine motor lorry truck", (r"\b(?:car|engine) (?:starts|passes|idles|stops)",), 9, 4500),
        (
            *(noise(40, 380, 90, Envelope(rise=1400, hold=900, fall=2100)),),
            tone(88, 40, Envelope(rise=1400, hold=900, fall=2100), to=70, partials=(100, 70, 60, 40, 20)),
        ),
    ),
    Noise(
        *("siren", "siren sirens alarm", (r"\bsirens?\b", r"\balarm (?:rings|sounds)"), 12, 4000),
        repeated((tone(620, 50, Envelope(rise=60, hold=500, fall=500), to=980, partials=(100, 20, 20)),), 4, 980),
    ),
    Noise(
        *("horn", "horn honk honks foghorn", (r"\b(?:fog)?horn (?:sounds|blows|honks)",), 8, 1700),
        (tone(180, 70, Envelope(rise=80, hold=900, fall=600), partials=(100, 80, 60, 40, 24)),),
    ),
    Noise(
        *(
            "click",
            "click clicks switch switches beep beeps",
            (r"\b(?:pulls a plug|flicks? (?:a|the) switch)\b",),
            11,
            300,
        ),
        (noise(1500, 6500, 80, Envelope(rise=1, fall=22)), noise(300, 1200, 50, Envelope(at=60, rise=1, fall=40))),
    ),
    Noise(
        *("paper", "paper rustle rustles letter page pages unfolds", (r"\bunfolds\b", r"\brustles?\b"), 15, 1200),
        (
            noise(1800, 8000, 60, Envelope(rise=80, hold=500, fall=500), sway=95, every=45),
            grains(2400, 9000, 50, 8, 60, Envelope(rise=60, hold=600, fall=400)),
        ),
    ),
    Noise(
        *(
            "clatter",
            "clatter clatters rattle rattles clang clangs crash crashes cups",
            (r"\bclatters?\b", r"\bcrash(?:es)?\b"),
            9,
            1600,
        ),
        (
            grains(900, 5200, 26, 60, 90, Envelope(rise=1, hold=700, fall=800)),
            grains(300, 1400, 14, 50, 60, Envelope(rise=1, hold=600, fall=700)),
        ),
    ),
    Noise(
        *("whoosh", "whoosh swoosh gust wind", (r"\bgust\b",), 10, 1800),
        (noise(200, 1600, 90, Envelope(rise=700, hold=100, fall=900), sway=40, every=300),),
    ),
)


def noise_named(name: str) -> Noise | None:
    """Return the noise for a name such as ``phone rings``; None when there is no such noise."""
    words = re.findall(r"[^\W\d_]+", name.casefold())
    text = " ".join(words)
    by_phrase = next((item for item in NOISES if any(re.search(pattern, text) for pattern in item.patterns)), None)
    if by_phrase is not None:
        return by_phrase
    return next((item for word in reversed(words) for item in NOISES if word in item.words.split()), None)


def noises_in(action: str) -> tuple[Noise, ...]:
    """Return the noises that an action mentions, in the order of the words."""
    text = " ".join(action.casefold().split())
    found = [
        (match.start(), item)
        for item in NOISES
        if (match := next((hit for pattern in item.patterns if (hit := re.search(pattern, text))), None))
    ]
    return tuple(item for _, item in sorted(found, key=lambda pair: pair[0]))
