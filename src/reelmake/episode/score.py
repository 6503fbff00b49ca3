"""The sound of a plan: dialogue, music and effects as stems, their mix, and what to say of it all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reelmake.crafts.sound.mixing.ducking import ducked, speech_spans
from reelmake.crafts.sound.mixing.mix_actions import (
    dialogue,
    expected_gain_action,
    gain_action,
    sound_action,
    stem_action,
    timeline,
)
from reelmake.crafts.sound.mixing.stem_names import STEMS
from reelmake.crafts.sound.mixing.window import Stem
from reelmake.crafts.sound.soundtrack import soundtrack
from reelmake.crafts.sound.spotting import sections
from reelmake.documents.action import Action, FromAction
from reelmake.documents.library import Library
from reelmake.documents.plan import Source
from reelmake.documents.project import ProfileConfig
from reelmake.documents.shotlist import ShotList
from reelmake.documents.voice import Voice
from reelmake.kernel.frames import Rate

MUSIC_UNDER_WORDS = 224
"""13 dB down."""
EFFECTS_UNDER_WORDS = 631
"""4 dB down: a room does not go away when somebody speaks in it."""


@dataclass(frozen=True)
class Score:
    """A plan's sound."""

    sound: FromAction
    """The encoded mix."""
    stems: dict[str, str]
    """Keys of the stems, made when they are asked for."""
    sources: tuple[Source, ...]
    """Where every need is met from, now that music and noises are known."""
    flags: tuple[str, ...]


def score(
    shotlist: ShotList,
    *,
    voice: Voice,
    library: Library,
    sources: Sequence[Source],
    profile: ProfileConfig,
    add: Callable[[Action], FromAction],
) -> Score:
    """Return the sound of an episode. ``add`` takes each action into the plan."""
    by_path = {asset.path: asset for asset in library.assets}
    assets = {
        source.need_id: by_path[source.path]
        for source in sources
        if source.status == "library" and source.path in by_path and by_path[source.path].media == "audio"
    }
    track = soundtrack(shotlist, assets, add)
    spans = speech_spans(shotlist)
    samples = Rate.parse(shotlist.fps).samples(shotlist.total_frames)
    stems = {
        "dialogue": dialogue(shotlist, voice),
        "music": Stem(track.music, ducked(spans, MUSIC_UNDER_WORDS, samples)),
        "effects": Stem(track.effects, ducked(spans, EFFECTS_UNDER_WORDS, samples)),
    }
    whole = timeline(shotlist, sections(shotlist), stems)
    gain = add(gain_action(whole, add(expected_gain_action(whole, profile)), profile))
    delivered = {stem or "mix": add(stem_action(whole, gain, stem)) for stem in ("", *STEMS)}
    return Score(
        sound=add(sound_action(whole, gain, profile)),
        stems={stem: made.key for stem, made in delivered.items()},
        sources=tuple(_source(source, track.unmade, library) for source in sources),
        flags=tuple(f'mood "{mood}" is not known; it is scored as calm' for mood in track.unknown_moods),
    )


def _source(source: Source, unmade: Sequence[str], library: Library) -> Source:
    kind, _, name = source.need_id.partition("/")
    if kind not in ("music", "sfx") or source.status != "none":
        return source
    refused = next((item for item in library.refused if item.path.startswith(f"assets/{source.need_id}")), None)
    why = f"{refused.path} is there but refused: {refused.why}" if refused else ""
    if source.need_id in unmade:
        flag = f"sound {name} cannot be made and is not heard. Put one at assets/{source.need_id}/{name}.wav, "
        flag += "with its licence beside it" + (f"; {why}" if why else "")
        return source.model_copy(update={"flag": flag})
    flag = f"{source.need_id} is made by the program; {why}" if why else ""
    return source.model_copy(update={"status": "composed", "flag": flag})
