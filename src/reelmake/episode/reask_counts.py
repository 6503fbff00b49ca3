"""Asking a model again. A file counts the takes of each question; the answers to earlier takes stay in the cache."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from reelmake.documents.brief import Brief
from reelmake.documents.reask_counts import ReaskCounts
from reelmake.documents.yaml.files import edit_yaml, load_yaml
from reelmake.kernel.errors import ModeViolated
from reelmake.kernel.files import write_atomic

_EMPTY = b"# The current take of each question to a model: reelmake skills run NAME EPISODE --refresh\nskills: {}\n"


@contextmanager
def next_take(brief: Path) -> Iterator[None]:
    """Increment the take in a brief, so that the body asks the model again. Comments in the brief are kept.

    If the body raises ModeViolated because a permission is missing, the brief is restored: the same command can then
    be repeated once the permission is given.
    """
    before = brief.read_bytes()
    take = load_yaml(Brief, brief).take + 1
    with edit_yaml(brief) as content:
        content["take"] = take
    try:
        yield
    except ModeViolated:
        write_atomic(brief, before)
        raise


def takes_path(root: Path, episode: str) -> Path:
    """Return the path of the file that counts the takes of the questions about an episode."""
    return root / "story" / f"{episode}.takes.yaml"


def skill_takes(root: Path, episode: str) -> Mapping[str, int]:
    """Return the current take of each skill's question. A skill that is missing is at its first take."""
    path = takes_path(root, episode)
    return load_yaml(ReaskCounts, path).skills if path.exists() else {}


def save_skill_take(root: Path, episode: str, skill: str, take: int) -> None:
    """Save the current take of a skill's question."""
    path = takes_path(root, episode)
    if not path.exists():
        write_atomic(path, _EMPTY)
    with edit_yaml(path) as content:
        content.setdefault("skills", {})[skill] = take
