"""The voices of a workspace: those of the speech engines, and those in the voice file that its project names."""

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
from reelmake.workspace.file_digests import FileDigests

_READER_VERSION = 1
"""Incremented when ``voices_in`` reads a file differently, so that cached results are not used."""


@dataclass(frozen=True)
class WorkspaceVoices:
    """The voices in a workspace's voice file, or the reason why the file is refused."""

    own: OwnVoices | None = None
    flags: tuple[str, ...] = ()

    @property
    def engines(self) -> Mapping[str, Callable[[], Engine]]:
        return engines_with(self.own)

    @property
    def content_digest(self) -> str:
        """Return a digest of these voices; empty if the workspace names no voice file."""
        if self == WorkspaceVoices():
            return ""
        content = self.own and [self.own.file.model_dump(mode="json"), list(self.own.names)]
        return digest(("voices", 1, content, list(self.flags)))[:32]


def load_workspace_voices(root: Path, project: ProjectConfig, file_digests: FileDigests) -> WorkspaceVoices:
    """Return the voices in a workspace's voice file. A file that cannot be used is not an error: it adds a flag."""
    path = project.voice.kokoro_voices
    if not path:
        return WorkspaceVoices()
    try:
        licence = licence_of_configured_file(root, path, today=utc_today())
        content = file_digests.digest_of(root / path)
        names, why = _voice_names(root, path, content)
    except UnusableFile as problem:
        return WorkspaceVoices(flags=(_flag(path, problem.why, problem.remedy),))
    except OSError as error:
        return WorkspaceVoices(flags=(_flag(path, f"it cannot be read ({error.strerror})", "make it readable"),))
    if why:
        return WorkspaceVoices(flags=(_flag(path, why, "put a whole file there, as kokoro-onnx publishes it"),))
    return WorkspaceVoices(OwnVoices(VoiceFile(path=path, digest=content, licence=licence), names))


def _voice_names(root: Path, path: str, content: str) -> tuple[tuple[str, ...], str]:
    """Return the names of the voices in a file, or why it is not a voice file. Cached by the file's content."""
    cached = root / "build" / "resolved" / f"voices.{digest(('voices', _READER_VERSION, content))[:24]}.json"
    with suppress(OSError, ValueError, TypeError):
        names, why = json.loads(cached.read_bytes())
        return tuple(map(str, names)), str(why)
    try:
        names, why = voices_in(root / path), ""
    except BadVoices as problem:
        names, why = (), str(problem)
    with suppress(OSError):
        write_if_changed(cached, json.dumps([names, why]).encode())
    return names, why


def _flag(path: str, why: str, remedy: str) -> str:
    return f"{path} is refused: {why}; its voices are not used. {remedy[0].upper()}{remedy[1:]}"
