"""Questions to language models as actions: the raw answer is cached and replayed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reelmake.documents.action import Action, Command
from reelmake.documents.project import WritingConfig
from reelmake.kernel.digest import digest
from reelmake.providers.text.chat import answer_text, ask
from reelmake.providers.text.in_process import answer_in_process
from reelmake.providers.text.weights import QWEN

RECIPE = 2
KIND = "answer"
_NO_ECHO = '"dry_multiplier": 0.8, "dry_allowed_length": 3, "dry_penalty_last_n": 4096, "min_p": 0.05'
"""Without these a small model repeats one sentence endlessly, or repeats its prompt"""
Replay = Callable[[Action, Callable[[Path], None]], tuple[str, bytes]]
"""Returns the key and the bytes of an action's result; calls the second argument to make it if it is not cached"""


def _always_permitted() -> None:
    """Permit every question."""


@dataclass(frozen=True)
class TextModel:
    """A language model. ``tool``, ``name`` and ``digest`` are in the key of every question; its address is not."""

    tool: str
    name: str
    digest: str
    parameters: WritingConfig
    reach: Callable[[str], bytes]
    permit: Callable[[], None] = _always_permitted
    """Raises an error while the model may not be asked; a cached answer needs no permission"""
    sampling: str = ""
    """Further sampling parameters, as JSON members"""

    @property
    def is_small(self) -> bool:
        """Say whether it is so small that it has to be asked for one part of a script at a time."""
        return self.tool == "llama"

    def question(self, system: str, prompt: str, schema: Mapping[str, Any], *, take: int, subject: str) -> Action:
        """Return a question as an action. The answer has its keys in the order of the schema's."""
        body: dict[str, Any] = {
            "model": self.name,
            "messages": [{"role": "system", "content": system}, {"role": "user", "content": prompt}],
            # Another take of the same question must give another answer, and only the seed can make it differ.
            "seed": self.parameters.seed + take - 1,
            "max_tokens": self.parameters.most_tokens,
            "stream": False,
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "answer", "strict": True, "schema": schema},
            },
        }
        argv = (self.name, "--weights", self.digest, "--take", str(take))
        return Action(
            kind=KIND,
            recipe=RECIPE,
            pipeline=(Command(tool=self.tool, digest=digest(("tool", self.tool, RECIPE)), argv=argv),),
            texts={"question.json": _body_text(body, self.parameters.temperature_percent, self.sampling)},
            extension="json",
            subject=subject,
        )

    def answer(self, question: Action, replay: Replay) -> tuple[str, str]:
        """Return the key and the text of the model's answer, from the cache if the question was asked before."""

        def make(directory: Path) -> None:
            self.permit()
            answer = self.reach(question.texts["question.json"])
            # An answer without text is not cached. One with bad text is: it is judged later.
            answer_text(answer)
            (directory / "out.json").write_bytes(answer)

        key, answer = replay(question, make)
        return key, answer_text(answer)


def text_model(config: WritingConfig, may_spend: Callable[[], None], where: str = "") -> TextModel:
    """Return the model that a project configures: the one at its URL, or with ``in_process`` that of the extra ``llm``.

    ``where`` overrides ``config.writer``. ``may_spend`` is called before a server outside is asked, and raises an error
    while that is not approved.
    """
    if (where or config.writer) == "in_process":
        return TextModel(
            "llama",
            QWEN.name,
            f"sha256:{QWEN.sha256}",
            config,
            lambda question: answer_in_process(QWEN, question, config.seconds_to_answer),
            sampling=_NO_ECHO,
        )
    return TextModel(
        "chat",
        config.model,
        config.model_digest,
        config,
        lambda question: ask(config.url, question, config.seconds_to_answer),
        may_spend if config.is_outside else _always_permitted,
    )


def _body_text(body: dict[str, Any], percent: int, more: str) -> str:
    """Return a question's body as JSON; fractions are written as text, because formatting of floats may differ."""
    text = json.dumps(body, ensure_ascii=False)
    return f'{text[:-1]}, "temperature": {percent // 100}.{percent % 100:02d}{f", {more}" if more else ""}}}'


def strict_object(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Return the JSON schema of an object with exactly these properties, in this order."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }
