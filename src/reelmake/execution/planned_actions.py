"""The actions a workspace has planned, by key."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from reelmake.documents.action import Action, action_path, whole_action
from reelmake.kernel.files import write_if_changed


class KnownActions:
    """Action documents under ``build/actions/``: written by the plan, read by the jobs."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def find(self, key: str) -> Action | None:
        """Return the action of a key, or None when no plan has named it or its document is damaged."""
        try:
            data = (self._root / action_path(key)).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        return whole_action(data, key)

    def write(self, action: Action) -> str:
        """Write an action's document unless it is there; return its key. Its time says when it was planned last."""
        key = action.key
        path = self._root / action_path(key)
        if not write_if_changed(path, (action.model_dump_json() + "\n").encode()):
            with contextlib.suppress(OSError):
                os.utime(path)
        return key
