"""A question to a model as an action: made once, its raw answer kept, and replayed wherever the cache is."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reelmake.documents.action import Action, Command
from reelmake.documents.project import WritingConfig
from reelmake.kernel.digest import digest
from reelmake.providers.text.chat import ask, content_of
from reelmake.providers.text.in_process import think
from reelmake.providers.text.weights import QWEN

RECIPE = 2
KIND = "answer"
_NO_ECHO = '"dry_multiplier": 0.8, "dry_allowed_length": 3, "dry_penalty_last_n": 4096, "min_p": 0.05'
"""Without it a small model says one sentence for ever, or reads out what it was told."""
Replay = Callable[[Action, Callable[[Path], None]], tuple[str, bytes]]
"""Return the key and the bytes of an action's result, made with the second argument if it was never made."""


def _freely() -> None:
    """Permit."""


@dataclass(frozen=True)
class Model:
    """A model that can be asked. ``tool``, ``name`` and ``digest`` are in every key; how it is reached is not."""

    tool: str
    name: str
    digest: str
    parameters: WritingConfig
    reach: Callable[[str], bytes]
    permit: Callable[[], None] = _freely
    """Raises while it may not be asked; an answer that is kept needs no permission."""
    sampling: str = ""
    """More parameters, spelled as they are asked with."""

    @property
    def is_small(self) -> bool:
        """Say whether it needs its answer's form laid out for it."""
        return self.tool == "llama"

    def question(self, system: str, told: str, schema: Mapping[str, Any], *, take: int, subject: str) -> Action:
        """Return a question as an action. The order of the schema's keys is the order of the answer's."""
        body: dict[str, Any] = {
            "model": self.name,
            "messages": [{"role": "system", "content": system}, {"role": "user", "content": told}],
            # Another take of the same question has to be another answer, of a model that has nothing else to go by.
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
            texts={"question.json": _spelled(body, self.parameters.temperature_percent, self.sampling)},
            extension="json",
            subject=subject,
        )

    def answer(self, question: Action, replay: Replay) -> tuple[str, str]:
        """Return the key and the words of the model's answer, out of the cache if it was ever given."""

        def make(directory: Path) -> None:
            self.permit()
            answer = self.reach(question.texts["question.json"])
            # Only an answer that says something is worth keeping; what it says is judged later, and kept if it is bad.
            content_of(answer)
            (directory / "out.json").write_bytes(answer)

        key, answer = replay(question, make)
        return key, content_of(answer)


def model_of(config: WritingConfig, may_spend: Callable[[], None], where: str = "") -> Model:
    """Return the model a project names: behind its address, or the one of the extra ``llm``; ``where`` says which.

    ``may_spend`` is called before a server outside is asked, and raises while that is not approved.
    """
    if (where or config.writer) == "in_process":
        return Model(
            "llama",
            QWEN.name,
            f"sha256:{QWEN.sha256}",
            config,
            lambda question: think(QWEN, question, config.seconds_to_answer),
            sampling=_NO_ECHO,
        )
    return Model(
        "chat",
        config.model,
        config.model_digest,
        config,
        lambda question: ask(config.url, question, config.seconds_to_answer),
        may_spend if config.is_outside else _freely,
    )


def _spelled(body: dict[str, Any], percent: int, more: str) -> str:
    """Return a question's body; fractions are written out, for a float is not the same text everywhere."""
    text = json.dumps(body, ensure_ascii=False)
    return f'{text[:-1]}, "temperature": {percent // 100}.{percent % 100:02d}{f", {more}" if more else ""}}}'


def exactly(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema of an object that has just these properties, in this order."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }
