"""Whose work a film uses, from the licence records of what it is made of."""

from __future__ import annotations

from collections.abc import Iterable

from reelmake.documents.library import Licence
from reelmake.documents.manifest import NeedKind
from reelmake.documents.plan import Source
from reelmake.documents.project import CardsConfig
from reelmake.documents.shotlist import CreditBlock, Shot

_OWN = "generated_local"
"""The licence type of what was made on the spot: there is no licence to name beside its maker."""


def source_credits(sources: Iterable[Source], cards: CardsConfig) -> tuple[CreditBlock, ...]:
    """Return a block for each kind of thing used that has a licence record, each maker and licence named once."""
    headings = {
        NeedKind.VOICE_LINE: cards.voices,
        NeedKind.CHARACTER: cards.pictures,
        NeedKind.LOCATION: cards.pictures,
        NeedKind.PROP: cards.pictures,
        NeedKind.MUSIC: cards.music,
        NeedKind.SFX: cards.sounds,
    }
    found: dict[str, dict[str, None]] = {heading: {} for heading in headings.values()}
    for source in sources:
        kind = source.need_id.partition("/")[0]
        if source.licence is not None and kind in {need.value for need in headings}:
            found[headings[NeedKind(kind)]][_named(source.licence, source.path)] = None
    return tuple(CreditBlock(heading=heading, lines=tuple(sorted(names))) for heading, names in found.items() if names)


def with_credits(shots: Iterable[Shot], blocks: tuple[CreditBlock, ...]) -> tuple[Shot, ...]:
    """Return the shots, the card of credits with these blocks after its own."""
    return tuple(
        shot.model_copy(update={"credits": shot.credits + blocks}) if shot.card_style.value == "credits" else shot
        for shot in shots
    )


def _named(licence: Licence, path: str) -> str:
    """Return whom to name: as the record asks, else who made it, else the file's own name."""
    name = licence.attribution or licence.provider_or_model or path.rpartition("/")[2]
    return name if licence.license_type in (_OWN, "") else f"{name} ({licence.license_type})"
