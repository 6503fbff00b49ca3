"""Computes the world each episode starts from, out of the previous screenplays, before any job has run.

The gate of an episode depends on the content of that world. So an edit of one episode only runs the gates of later
ones if it changes how that episode ends.
"""

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
_CACHE_FILE = f"{_DIRECTORY}/known.json"

ComputeWorld = Callable[[str, WorldState | None], WorldState]
"""Returns the world of an episode that starts from a given world"""


def end_path(end: WorldState) -> str:
    """Return the path of the world at the end of an episode. It depends on content, so computing and building agree."""
    return _path(end.episode, end.content_digest)


def _path(episode: str, end_digest: str) -> str:
    return f"{_DIRECTORY}/{episode}.{end_digest[:24]}.json"


class StartingWorlds:
    """Computes the world at the end of each episode, and caches it for the same text and the same starting world.

    The end of an episode is unknown if it is written from a brief that has no screenplay yet, or if its screenplay
    cannot be read. The gates of all later episodes then wait for the gate of the episode before them.
    """

    def __init__(
        self,
        workspace: Workspace,
        settings: str,
        *,
        story_digest: Callable[[str], str],
        file_digest: Callable[[Path], str],
        compute_world: ComputeWorld,
    ) -> None:
        self._workspace = workspace
        self._settings = settings
        self._story_digest = story_digest
        self._file_digest = file_digest
        self._compute_world = compute_world
        self._end_files: list[str] = []
        self._unsaved = False

    def file_for(self, episode: str) -> str:
        """Return the path of the world an episode starts from; empty for the first episode, or if it is unknown."""
        before = sum(episode_sort_key(one) < episode_sort_key(episode) for one in self._order)
        while len(self._end_files) < before:
            self._end_files.append(self._end_file(self._order[len(self._end_files)]))
        self._save()
        return self._end_files[before - 1] if before else ""

    @cached_property
    def _order(self) -> list[str]:
        return [one for one in self._workspace.episodes() if len(self._workspace.screenplays(one)) < 2]

    @cached_property
    def _cache(self) -> dict[str, list[str]]:
        """Return, for each episode, a digest of what its end was last computed from, and the file with that end."""
        with contextlib.suppress(OSError, ValueError):
            loaded = json.loads((self._workspace.root / _CACHE_FILE).read_bytes())
            return loaded if isinstance(loaded, dict) else {}
        return {}

    def _end_file(self, episode: str) -> str:
        start = self._end_files[-1] if self._end_files else ""
        if (self._end_files and not start) or self._workspace.is_written_from_brief(episode):
            return ""
        try:
            inputs = self._input_digest(episode, start)
            match self._cache.get(episode):
                case [cached_inputs, str(cached)] if cached_inputs == inputs and self._is_intact(episode, cached):
                    return cached
            starting_world = WorldState.load(self._workspace.root / start) if start else None
            end = self._compute_world(episode, starting_world).end
            path = end_path(end)
            end.save_if_changed(self._workspace.root / path)
            # The story may have been edited meanwhile.
            if self._input_digest(episode, start) == inputs:
                self._cache[episode] = [inputs, path]
                self._unsaved = True
        except (ReelmakeError, OSError):
            return ""
        return path

    def _is_intact(self, episode: str, path: str) -> bool:
        """Return whether a file has the content that its name says, so that no run reads a damaged file."""
        return path == _path(episode, self._file_digest(self._workspace.root / path))

    def _input_digest(self, episode: str, start: str) -> str:
        return digest(("end", 1, self._settings, start, episode, self._story_digest(episode)))

    def _save(self) -> None:
        if self._unsaved:
            with contextlib.suppress(OSError):
                write_if_changed(self._workspace.root / _CACHE_FILE, json.dumps(self._cache, sort_keys=True).encode())
            self._unsaved = False
