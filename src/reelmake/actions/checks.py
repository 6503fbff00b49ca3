"""Checks that a result must pass before it enters the store."""

from __future__ import annotations

from pathlib import Path

from reelmake.documents.action import Action
from reelmake.kernel.errors import Internal
from reelmake.materials.media.headers import frame_count, png_size, wav_samples


def check_result(path: Path, action: Action) -> None:
    """Raise an error for a result that is missing, empty, damaged, or not as long as the action states."""
    name = f"{action.kind} {action.subject or action.key[:12]}"
    if not path.is_file() or path.is_symlink():
        raise Internal(
            f"{name}: the tool did not write {path.name}", remedy="see the log of this job", reason="NO_RESULT"
        )
    if path.stat().st_size == 0:
        raise Internal(f"{name}: the tool wrote an empty file", remedy="see the log of this job", reason="EMPTY_RESULT")
    try:
        problem = _problem(path, action)
    except ValueError as error:
        problem = str(error)
    if problem:
        raise Internal(f"{name}: {problem}", remedy="see the log of this job", reason="BAD_RESULT")


def _problem(path: Path, action: Action) -> str:
    if action.extension in ("mp4", "mov") and action.expect_frames:
        frames = frame_count(path)
        if frames != action.expect_frames:
            return f"the result has {frames} frames, not {action.expect_frames}"
    if action.extension == "wav" and wav_samples(path) == 0:
        return "the result contains no sound"
    if action.extension == "png":
        png_size(path)
    return ""
