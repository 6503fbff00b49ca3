"""The actions that the plans of a workspace name, by key."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from reelmake.documents.action import Action, action_path, whole_action
from reelmake.kernel.files import write_if_changed


class PlannedActions:
    """The action documents in ``build/actions/``: the plan stage writes them, jobs read them."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def find(self, key: str) -> Action | None:
        """Return the action with a key, or None if no plan names it or its document is damaged."""
        try:
            data = (self._root / action_path(key)).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        return whole_action(data, key)

    def write(self, action: Action) -> str:
        """Write an action's document if it is missing, and return its key. Its time is when it was last planned."""
        key = action.key
        path = self._root / action_path(key)
        if not write_if_changed(path, (action.model_dump_json() + "\n").encode()):
            with contextlib.suppress(OSError):
                os.utime(path)
        return key
