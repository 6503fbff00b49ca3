"""Asks a model a skill's question; the answer is kept like any other action's result."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from reelmake.crafts.skills.contract import Answer
from reelmake.documents.skill import SkillContract
from reelmake.providers.text.replay import Replay, TextModel, strict_object

_SYSTEM = (
    "You read a screenplay for one question and report what you find: at most four findings, each about one line. "
    "Answer with one JSON object and nothing else. Name scene and line as they stand before the text. When nothing is "
    "wrong, report nothing."
)
_SCENE = re.compile(r"^SCENE (\S+) \(\d+\):", re.MULTILINE)
_MOST = 4
_TEXT = {"type": "string", "minLength": 8, "maxLength": 200}


class ModelReader:
    """Asks a model; ``replay`` returns kept answers, ``takes`` is the current take of each skill's question."""

    def __init__(self, model: TextModel, replay: Replay, takes: Mapping[str, int]) -> None:
        self._model = model
        self._replay = replay
        self._takes = takes

    def answer(self, contract: SkillContract, question: str, pages: str) -> Answer:
        """Return a model's findings; raise a ReelmakeError when it cannot be asked."""
        take = self._takes.get(contract.name, 1)
        asked = self._model.question(
            _SYSTEM,
            f"{contract.purpose}. {question}\n\n{pages}\n",
            _schema(sorted(set(_SCENE.findall(pages)))),
            take=take,
            subject=f"skill {contract.name}",
        )
        _key, words = self._model.answer(asked, self._replay)
        return Answer(_findings(words), self._model.name, take)


def _schema(scenes: list[str]) -> dict[str, Any]:
    finding = {
        "scene_id": {"enum": scenes} if scenes else {"type": "string"},
        "line": {"type": "integer", "minimum": 1, "maximum": 99999},
        "what": _TEXT,
        "severity": {"enum": ["LOW", "MEDIUM", "HIGH"]},
        "repair": _TEXT,
    }
    return strict_object({"findings": {"type": "array", "maxItems": _MOST, "items": strict_object(finding)}})


def _findings(words: str) -> str:
    """Return the findings of an answer as JSON; an answer of another form unchanged, for ``run_skill`` to refuse."""
    try:
        answer = json.loads(words)
    except (ValueError, RecursionError):
        return words
    return json.dumps(answer["findings"]) if isinstance(answer, dict) and "findings" in answer else words
