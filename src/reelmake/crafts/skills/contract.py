"""A skill as a program sees it: its contract, its reading, and how a model may be asked beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from reelmake.documents.canon import Canon
from reelmake.documents.lexicon.language import why_unreadable, words_of_script
from reelmake.documents.script import Script
from reelmake.documents.shotlist import ShotList
from reelmake.documents.skill import SkillContract, Table
from reelmake.documents.verdict import Finding


@dataclass(frozen=True)
class Material:
    """What a skill is given to read."""

    script: Script
    canon: Canon
    shotlist: ShotList | None = None
    language: str = "en"

    @cached_property
    def unread(self) -> str:
        """Return why English word lists cannot read this script, as the rest of a sentence; empty where they can."""
        return why_unreadable(self.language, words_of_script(self.script))


@dataclass(frozen=True)
class Reading:
    """What a reading found and measured."""

    findings: Iterable[Finding] = ()
    tables: tuple[Table, ...] = field(default=())


@dataclass(frozen=True)
class Skill:
    """A contract, the reading that keeps it, and the question its model form asks."""

    contract: SkillContract
    read: Callable[[Material], Reading]
    question: str


@dataclass(frozen=True)
class Answer:
    """What a model said: findings as JSON, which model it was, and which take of the question."""

    text: str
    model: str
    take: int = 1


class Reader(Protocol):
    """A model that answers a skill's question. It raises a ReelmakeError when it cannot."""

    def answer(self, contract: SkillContract, question: str, pages: str) -> Answer:
        """Return findings as a JSON array of objects with scene_id, line, severity, what and repair."""
        ...
