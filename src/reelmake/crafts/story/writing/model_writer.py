"""A writer that asks a model. Answers are results of actions, so a rerun replays them."""

from __future__ import annotations

from pydantic import ValidationError

from reelmake.crafts.story.writing.answer_form import FilledAnswer, filled_answer, schema_of, slots_of
from reelmake.crafts.story.writing.episode_plan import plan_episode
from reelmake.crafts.story.writing.fountain_page import FountainPage
from reelmake.crafts.story.writing.port import DraftVersion, Order
from reelmake.crafts.story.writing.prompt import SYSTEM, prompt_for
from reelmake.documents.context_pack import ContextPack
from reelmake.documents.writing import WritableElement, WritableScript
from reelmake.kernel.errors import ValidationFailed
from reelmake.providers.text.replay import Replay, TextModel


class ModelWriter:
    """Asks a model; ``replay`` returns a kept answer or gets a new one."""

    def __init__(self, model: TextModel, replay: Replay) -> None:
        self._model = model
        self._replay = replay

    @property
    def name(self) -> str:
        """Return the writer's name."""
        return f"model:{self._model.name}"

    def write(self, order: Order) -> DraftVersion:
        """Return the model's version; raise a ReelmakeError when its answer cannot be used."""
        # A small model fills the slots of the plan and cannot choose: objections change the plan instead.
        pack, is_small = order.pack, self._model.is_small
        plan = plan_episode(pack, order.objections if is_small else ())
        slots = slots_of(pack, plan) if is_small else ()
        question = self._model.question(
            SYSTEM,
            prompt_for(order, plan, fills_slots=is_small),
            schema_of(slots) if is_small else WritableScript.model_json_schema(),
            take=pack.brief.take,
            subject=f"{pack.episode}, round {order.round}",
        )
        key, answer = self._model.answer(question, self._replay)
        made = filled_answer(answer, slots, pack, plan) if is_small else FilledAnswer(answer)
        notes = (f"{made.left_out} lines that the model repeated were removed",) if made.left_out else ()
        return DraftVersion(
            screenplay_of(read_answer(made.answer, self.name), pack), self.name, plan, action=key, notes=notes
        )


def read_answer(content: str, writer: str) -> WritableScript:
    """Read a model's answer as a script; raise ValidationFailed when it is not one."""
    try:
        return WritableScript.model_validate_json(content)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the answer"
        raise ValidationFailed(
            f"the model's answer is not a script: {place}: {first['msg']}",
            where=writer,
            allowed="JSON of the schema of WritableScript",
            remedy="use a model that supports JSON schemas, or set writing.writer to grammar",
            reason="MODEL_NONSENSE",
        ) from error


def screenplay_of(written: WritableScript, pack: ContextPack) -> str:
    """Return a model's script as Fountain; its text cannot become structure, a note or a comment."""
    page = FountainPage(pack.brief.title or written.title, pack.episode)
    for index, scene in enumerate(written.scenes):
        beat = pack.brief.beats[index] if index < len(pack.brief.beats) else None
        page.heading(scene.setting, scene.location, scene.time_of_day, beat.what if beat else "")
        for statement in beat.canon if beat else ():
            page.note(f"canon: {statement}")
        for element in scene.elements:
            _put(page, element)
    page.transition("FADE OUT.")
    return page.text()


def _put(page: FountainPage, element: WritableElement) -> None:
    if element.kind == "dialogue" and element.speaker:
        page.speech(
            element.speaker.upper() if element.speaker.isascii() else element.speaker, [(element.how, element.text)]
        )
    else:
        page.action(element.text)
