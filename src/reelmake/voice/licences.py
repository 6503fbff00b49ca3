"""Under which terms the voices that speak here may be used."""

from __future__ import annotations

from collections.abc import Iterable

from reelmake.documents.library import Licence
from reelmake.documents.plan import Source
from reelmake.documents.voice import Voice

_VOICES = {
    "piper": Licence(
        license_type="MIT",
        attribution="Piper, voice joe",
        provider_or_model="piper-tts, en_US-joe-medium, trained on CC0 recordings",
        redistributable=True,
    )
}
"""By engine, as the voice's package and its model card say."""


def with_voice_licences(sources: Iterable[Source], voice: Voice) -> tuple[Source, ...]:
    """Return the sources, every spoken line with the licence of the voice that speaks it."""
    licence = _VOICES.get(voice.engine)
    return tuple(
        source.model_copy(update={"licence": licence}) if source.status == "spoken" and licence else source
        for source in sources
    )
