"""All the voices a workspace has: those of its engines, and those of its own file."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from reelmake.crafts.assets.configured_file import licence_of_configured_file
from reelmake.crafts.assets.file_type import UnusableFile
from reelmake.crafts.voice.engines import engines_with
from reelmake.crafts.voice.kokoro_engine import OwnVoices
from reelmake.crafts.voice.port import Engine
from reelmake.crafts.voice.voices_file import BadVoices, voices_in
from reelmake.documents.project import ProjectConfig
from reelmake.documents.voice import VoiceFile
from reelmake.kernel.digest import digest
from reelmake.kernel.files import write_if_changed
from reelmake.kernel.log import utc_today
from reelmake.workspace.sources import Sources

_LOOK = 1
"""Counts up when ``voices_in`` looks at a file in another way."""


@dataclass(frozen=True)
class Voices:
    """The voices a workspace has of its own, or why it has none although it names a file."""

    own: OwnVoices | None = None
    flags: tuple[str, ...] = ()

    @property
    def engines(self) -> Mapping[str, Callable[[], Engine]]:
        return engines_with(self.own)

    @property
    def mark(self) -> str:
        """Return what these voices are, by content; nothing where the workspace names no file."""
        if self == Voices():
            return ""
        told = self.own and [self.own.file.model_dump(mode="json"), list(self.own.names)]
        return digest(("voices", 1, told, list(self.flags)))[:32]


def voices_of(root: Path, project: ProjectConfig, sources: Sources) -> Voices:
    """Return the voices a workspace has of its own. A file that may not be used is flagged, and does without."""
    path = project.voice.kokoro_voices
    if not path:
        return Voices()
    try:
        licence = licence_of_configured_file(root, path, today=utc_today())
        content = sources.digest_of(root / path)
        names, why = _looked_through(root, path, content)
    except UnusableFile as problem:
        return Voices(flags=(_flag(path, problem.why, problem.remedy),))
    except OSError as error:
        return Voices(flags=(_flag(path, f"it cannot be read ({error.strerror})", "make it readable"),))
    if why:
        return Voices(flags=(_flag(path, why, "put a whole file there, as kokoro-onnx publishes it"),))
    return Voices(OwnVoices(VoiceFile(path=path, digest=content, licence=licence), names))


def _looked_through(root: Path, path: str, content: str) -> tuple[tuple[str, ...], str]:
    """Return the names of the voices in a file, or why it is none; the same content is looked through once."""
    kept = root / "build" / "resolved" / f"voices.{digest(('voices', _LOOK, content))[:24]}.json"
    with suppress(OSError, ValueError, TypeError):
        names, why = json.loads(kept.read_bytes())
        return tuple(map(str, names)), str(why)
    try:
        names, why = voices_in(root / path), ""
    except BadVoices as problem:
        names, why = (), str(problem)
    with suppress(OSError):
        write_if_changed(kept, json.dumps([names, why]).encode())
    return names, why


def _flag(path: str, why: str, remedy: str) -> str:
    return f"{path} is refused: {why}; its voices do not speak. {remedy[0].upper()}{remedy[1:]}"
