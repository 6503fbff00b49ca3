"""The needs of an episode: what its shots show and sound like, independent of where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from reelmake.documents.lexicon.picture_words import words_of
from reelmake.documents.manifest import AssetManifest, Need, NeedKind, need_id, prop_id
from reelmake.documents.shotlist import Framing, Shot, ShotKind, ShotList
from reelmake.documents.voice import Voice
from reelmake.kernel.ids import slug


@dataclass
class _CollectedNeed:
    """One need while its shots and tags are collected."""

    kind: NeedKind
    subject_id: str
    name: str
    shots: dict[str, None] = field(default_factory=dict)
    tags: set[str] = field(default_factory=set)


def needs_of(shotlist: ShotList, voice: Voice) -> AssetManifest:
    """Return everything the shots need: people, places, things, music by mood, sound effects and spoken lines."""
    collected: dict[str, _CollectedNeed] = {}
    line_shots: dict[str, dict[str, None]] = {}
    for shot in shotlist.shots:
        for kind, subject, name, tags in _needs_of_shot(shot):
            need = collected.setdefault(need_id(kind, subject), _CollectedNeed(kind, subject, name))
            need.shots[shot.id] = None
            need.tags.update(tags)
        for line in shot.lines:
            line_shots.setdefault(line.line_id, {})[shot.id] = None
    needs = [
        Need(
            id=name,
            kind=need.kind,
            subject_id=need.subject_id,
            name=need.name,
            shots=tuple(need.shots),
            tags=tuple(sorted(need.tags)),
        )
        for name, need in collected.items()
    ]
    spoken = [
        Need(
            id=need_id(NeedKind.VOICE_LINE, line.id),
            kind=NeedKind.VOICE_LINE,
            subject_id=line.id,
            name=line.speaker_id,
            shots=tuple(line_shots.get(line.id, ())),
            text=line.text,
            speaker_id=line.speaker_id,
        )
        for line in voice.lines
    ]
    return AssetManifest(
        trace_id=shotlist.trace_id,
        episode=shotlist.episode,
        timing_lock_hash=shotlist.timing_lock_hash,
        needs=(*sorted(needs, key=lambda need: need.id), *spoken),
    )


def picture_needs(shot: Shot) -> tuple[str, ...]:
    """Return the ids of the needs that are visible in a shot."""
    pictures = (NeedKind.CHARACTER, NeedKind.LOCATION, NeedKind.PROP)
    found = (need_id(kind, subject) for kind, subject, _, _ in _needs_of_shot(shot) if kind in pictures)
    return tuple(dict.fromkeys(found))


def _needs_of_shot(shot: Shot) -> Iterator[tuple[NeedKind, str, str, tuple[str, ...]]]:
    """Yield the kind, subject id, name and tags of each need. A card needs no pictures."""
    card = shot.kind is ShotKind.CARD or shot.framing is Framing.CARD
    if not card:
        for figure in shot.figures:
            yield NeedKind.CHARACTER, figure.character_id, figure.name, words_of(shot.emotion)
        if shot.location_id:
            tags = words_of(f"{shot.setting} {shot.time_of_day}")
            yield NeedKind.LOCATION, shot.location_id, shot.location, tags
        if prop_id(shot):
            yield NeedKind.PROP, prop_id(shot), shot.prop.strip(), ()
    if shot.mood.strip():
        yield NeedKind.MUSIC, slug(shot.mood), shot.mood.strip(), ()
    for effect in shot.sfx:
        if effect.strip():
            yield NeedKind.SFX, slug(effect), effect.strip(), ()
