"""The world each episode begins with, foreseen from the screenplays before it, so that its gate follows its content."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from reelmake.documents.world import WorldState
from reelmake.kernel.digest import digest
from reelmake.kernel.errors import ReelmakeError
from reelmake.kernel.files import write_if_changed
from reelmake.workspace.workspace import Workspace, episode_sort_key

_DIRECTORY = "build/worlds"
_KNOWN = f"{_DIRECTORY}/known.json"

End = Callable[[str, WorldState | None], WorldState]


def end_path(end: WorldState) -> str:
    """Return where the end of an episode lies, by its content, whether it was foreseen or made."""
    return _path(end.episode, end.content_digest)


def _path(episode: str, digest_of_end: str) -> str:
    return f"{_DIRECTORY}/{episode}.{digest_of_end[:24]}.json"


class Beginnings:
    """Foresees where episodes end, once for each text and each end before it.

    What a writer makes of a brief is known only when it is written, and a screenplay that cannot be read has no end:
    for all that come after, the gate waits for the gate of the episode before.
    """

    def __init__(
        self,
        workspace: Workspace,
        settings: str,
        *,
        story_digest: Callable[[str], str],
        file_digest: Callable[[Path], str],
        end: End,
    ) -> None:
        self._workspace = workspace
        self._settings = settings
        self._story_digest = story_digest
        self._file_digest = file_digest
        self._end = end
        self._ends: list[str] = []
        self._fresh = False

    def of(self, episode: str) -> str:
        """Return the file with the world an episode begins with; nothing for the first, or where nobody can know."""
        before = sum(episode_sort_key(one) < episode_sort_key(episode) for one in self._order)
        while len(self._ends) < before:
            self._ends.append(self._end_of(self._order[len(self._ends)]))
        self._save()
        return self._ends[before - 1] if before else ""

    @cached_property
    def _order(self) -> list[str]:
        return [one for one in self._workspace.episodes() if len(self._workspace.screenplays(one)) < 2]

    @cached_property
    def _known(self) -> dict[str, list[str]]:
        """Return, for each episode, what its end was last worked out from, and the file with that end."""
        with contextlib.suppress(OSError, ValueError):
            loaded = json.loads((self._workspace.root / _KNOWN).read_bytes())
            return loaded if isinstance(loaded, dict) else {}
        return {}

    def _end_of(self, episode: str) -> str:
        before = self._ends[-1] if self._ends else ""
        if (self._ends and not before) or self._workspace.is_written_from_brief(episode):
            return ""
        try:
            made_from = self._made_from(episode, before)
            match self._known.get(episode):
                case [from_this, str(kept)] if from_this == made_from and self._stands(episode, kept):
                    return kept
            end = self._end(episode, WorldState.load(self._workspace.root / before) if before else None).end
            path = end_path(end)
            end.save_if_changed(self._workspace.root / path)
            if self._made_from(episode, before) == made_from:
                self._known[episode] = [made_from, path]
                self._fresh = True
        except (ReelmakeError, OSError):
            return ""
        return path

    def _stands(self, episode: str, kept: str) -> bool:
        """Say whether a file is the end its name says: a damaged one would be read by gates ever after."""
        return kept == _path(episode, self._file_digest(self._workspace.root / kept))

    def _made_from(self, episode: str, before: str) -> str:
        return digest(("end", 1, self._settings, before, episode, self._story_digest(episode)))

    def _save(self) -> None:
        if self._fresh:
            with contextlib.suppress(OSError):
                write_if_changed(self._workspace.root / _KNOWN, json.dumps(self._known, sort_keys=True).encode())
            self._fresh = False
