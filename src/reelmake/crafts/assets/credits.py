"""The credits of a film: the makers of the files and voices it uses, from their licence records."""

from __future__ import annotations

from collections.abc import Iterable

from reelmake.documents.library import Licence
from reelmake.documents.manifest import NeedKind
from reelmake.documents.plan import Source
from reelmake.documents.project import CardsConfig
from reelmake.documents.shotlist import CreditBlock, Shot

_LOCALLY_GENERATED = "generated_local"
"""The licence type of what was generated on this machine: its maker is credited without a licence."""


def source_credits(sources: Iterable[Source], cards: CardsConfig) -> tuple[CreditBlock, ...]:
    """Return a block of credits for each kind of source that has a licence record; each maker is named once."""
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
            found[headings[NeedKind(kind)]][_credit_line(source.licence, source.path)] = None
    return tuple(CreditBlock(heading=heading, lines=tuple(sorted(names))) for heading, names in found.items() if names)


def with_credits(shots: Iterable[Shot], blocks: tuple[CreditBlock, ...]) -> tuple[Shot, ...]:
    """Return the shots with ``blocks`` added to the credits card."""
    return tuple(
        shot.model_copy(update={"credits": shot.credits + blocks}) if shot.card_style.value == "credits" else shot
        for shot in shots
    )


def _credit_line(licence: Licence, path: str) -> str:
    """Return a line of credits: the record's attribution, else the maker, else the file's name; and the licence."""
    name = licence.attribution or licence.provider_or_model or path.rpartition("/")[2]
    return name if licence.license_type in (_LOCALLY_GENERATED, "") else f"{name} ({licence.license_type})"
