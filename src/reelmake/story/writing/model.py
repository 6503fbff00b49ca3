"""The writer that asks a model; each answer is an action's result, so a rerun replays it and asks nobody."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from reelmake.documents.action import Action, Command
from reelmake.documents.context_pack import ContextPack
from reelmake.documents.errors import ValidationFailed
from reelmake.documents.project import WritingConfig
from reelmake.documents.writing import EpisodePlan, WritableElement, WritableScript
from reelmake.kernel.digest import digest
from reelmake.story.writing.chat import ask, content_of
from reelmake.story.writing.page import Page
from reelmake.story.writing.planning import plan_episode
from reelmake.story.writing.port import Draft, Order

RECIPE = 1
KIND = "answer"
TOOL = "chat"
Replay = Callable[[Action, Callable[[Path], None]], tuple[str, bytes]]
"""Return the key and the bytes of an action's result, made with the second argument if it was never made."""

_SYSTEM = (
    "You write screenplays. Answer with one JSON object and nothing else. Show, do not explain; let people want things "
    "and not say so; keep lines short; let them interrupt each other; end a scene early. Use only the characters and "
    "locations you are given, by the names you are given. Follow the plan: one scene for each of its scenes."
)


class ModelWriter:
    """Asks a model behind an OpenAI-compatible endpoint; ``replay`` is the cache."""

    def __init__(self, config: WritingConfig, replay: Replay) -> None:
        self._config = config
        self._replay = replay

    @property
    def name(self) -> str:
        """Return who writes."""
        return f"model:{self._config.model}"

    def write(self, order: Order) -> Draft:
        """Return the model's version; raise a ReelmakeError when it gives none that can be used."""
        plan = plan_episode(order.pack)
        action = self.action_for(order, plan)

        def make(directory: Path) -> None:
            answer = ask(self._config.url, action.texts["question.json"], self._config.seconds_to_answer)
            # Only an answer that says something is worth keeping; what it says is judged later, and kept if it is bad.
            content_of(answer)
            (directory / "out.json").write_bytes(answer)

        key, answer = self._replay(action, make)
        written = read_answer(content_of(answer), self.name)
        return Draft(screenplay_of(written, order.pack), self.name, plan, action=key)

    def action_for(self, order: Order, plan: EpisodePlan) -> Action:
        """Return the question as an action: prompt, model and parameters are its key; the server's address is not."""
        config = self._config
        body: dict[str, Any] = {
            "model": config.model,
            "messages": [
                {"role": "system", "content": _SYSTEM},
                {"role": "user", "content": prompt_of(order, plan)},
            ],
            "seed": config.seed,
            "max_tokens": config.most_tokens,
            "stream": False,
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "script", "strict": True, "schema": WritableScript.model_json_schema()},
            },
        }
        argv = (config.model, "--weights", config.model_digest, "--take", str(order.pack.brief.take))
        return Action(
            kind=KIND,
            recipe=RECIPE,
            pipeline=(Command(tool=TOOL, digest=digest(("tool", TOOL, RECIPE)), argv=argv),),
            texts={"question.json": _spelled(body, config.temperature_percent)},
            extension="json",
            subject=f"{order.pack.episode}, round {order.round}",
        )


def prompt_of(order: Order, plan: EpisodePlan) -> str:
    """Return all that a model is told: the pack as data, the plan, and what was wrong with its last version."""
    pack = order.pack
    known = {
        "series": pack.series,
        "language": pack.language,
        "brief": pack.brief.model_dump(mode="json", exclude_defaults=True, exclude={"take"}),
        "characters": [
            character.model_dump(mode="json", include={"name", "age", "description", "look", "voice"})
            for character in pack.canon.characters.values()
        ],
        "locations": [
            place.model_dump(mode="json", include={"name", "description", "setting"})
            for place in pack.canon.locations.values()
        ],
        "rules": [rule.says for rule in pack.canon.rules.values()],
        "what has happened": list(pack.events),
        "the episode before": pack.last_summary,
        "open questions": [thread.text for thread in pack.open_threads],
        "plan": [
            scene.model_dump(mode="json", include={"what", "where", "when", "wants", "holds", "function"})
            for scene in plan.scenes
        ],
    }
    told = f"Write the episode from what is known:\n{json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True)}\n"
    if order.objections:
        last = max(objection.round for objection in order.objections)
        wrong = [
            f"- {objection.finding.what}; {objection.finding.fact}. {objection.finding.repair}"
            for objection in order.objections
            if objection.round == last
        ]
        told += f"\nYour last version:\n{order.previous}\nMend this and keep the rest:\n" + "\n".join(wrong) + "\n"
    return told


def read_answer(content: str, writer: str) -> WritableScript:
    """Read a model's words as a script; raise ValidationFailed when they are none."""
    try:
        return WritableScript.model_validate_json(content)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the answer"
        raise ValidationFailed(
            f"the model's answer is no script: {place}: {first['msg']}",
            where=writer,
            allowed="JSON of the form of WritableScript",
            remedy="use a model that honours JSON schemas, or set writing.writer to grammar",
            reason="MODEL_NONSENSE",
        ) from error


def screenplay_of(written: WritableScript, pack: ContextPack) -> str:
    """Return a model's script as Fountain; none of its words can become structure, a note or a comment."""
    page = Page(pack.brief.title or written.title, pack.episode)
    for index, scene in enumerate(written.scenes):
        beat = pack.brief.beats[index] if index < len(pack.brief.beats) else None
        page.heading(scene.setting, scene.location, scene.time_of_day, beat.what if beat else "")
        for statement in beat.canon if beat else ():
            page.note(f"canon: {statement}")
        for element in scene.elements:
            _put(page, element)
    page.transition("FADE OUT.")
    return page.text()


def _put(page: Page, element: WritableElement) -> None:
    if element.kind == "dialogue" and element.speaker:
        page.speech(
            element.speaker.upper() if element.speaker.isascii() else element.speaker, [(element.how, element.text)]
        )
    else:
        page.action(element.text)


def _spelled(body: dict[str, Any], percent: int) -> str:
    """Return a question's body; the temperature is written out, for a float is not the same text everywhere."""
    text = json.dumps(body, ensure_ascii=False, sort_keys=True)
    return f'{text[:-1]}, "temperature": {percent // 100}.{percent % 100:02d}}}'
