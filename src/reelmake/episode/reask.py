"""Asking a model anew: which take of a question counts stands in a file; earlier answers stay in the cache."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from reelmake.documents.brief import Brief
from reelmake.documents.reask_counts import ReaskCounts
from reelmake.documents.yaml.files import edit_yaml, load_yaml
from reelmake.kernel.errors import ModeViolated
from reelmake.kernel.files import write_atomic

_NEW = b"# Which take of a question to a model counts: reelmake skills run NAME EPISODE --refresh\nskills: {}\n"


@contextmanager
def another_take(brief: Path) -> Iterator[None]:
    """Count a brief's take up, with its comments kept; what it asked before stays in the cache.

    Where asking has to wait for a person the brief is put back, so that the same command asks the same later.
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
    """Return where the takes of the questions about an episode stand."""
    return root / "story" / f"{episode}.takes.yaml"


def skill_takes(root: Path, episode: str) -> Mapping[str, int]:
    """Return the take that counts of each skill's question; a skill that is not named is at its first."""
    path = takes_path(root, episode)
    return load_yaml(ReaskCounts, path).skills if path.exists() else {}


def keep_skill_take(root: Path, episode: str, skill: str, take: int) -> None:
    """Let another take of a skill's question count from now on."""
    path = takes_path(root, episode)
    if not path.exists():
        write_atomic(path, _NEW)
    with edit_yaml(path) as content:
        content.setdefault("skills", {})[skill] = take
