"""The interface of skills: their input, their result, and the model that may answer too."""

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
class SkillInput:
    """The input of a skill."""

    script: Script
    canon: Canon
    shotlist: ShotList | None = None
    language: str = "en"

    @cached_property
    def unread(self) -> str:
        """Return why English word lists cannot read this script, as part of a sentence; empty if they can."""
        return why_unreadable(self.language, words_of_script(self.script))


@dataclass(frozen=True)
class SkillReading:
    """The findings and tables of a skill."""

    findings: Iterable[Finding] = ()
    tables: tuple[Table, ...] = field(default=())


@dataclass(frozen=True)
class Skill:
    """A contract, the function that fulfils it, and the question for a model."""

    contract: SkillContract
    read: Callable[[SkillInput], SkillReading]
    question: str


@dataclass(frozen=True)
class Answer:
    """A model's answer: findings as JSON, the model's name, and the take of the question."""

    text: str
    model: str
    take: int = 1


class SkillReader(Protocol):
    """A model that answers a skill's question; raises a ReelmakeError when it cannot."""

    def answer(self, contract: SkillContract, question: str, pages: str) -> Answer:
        """Return findings as a JSON array of objects with scene_id, line, severity, what and repair."""
        ...
