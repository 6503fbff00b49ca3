"""The writer that asks a model; each answer is an action's result, so a rerun replays it and asks nobody."""

from __future__ import annotations

from pydantic import ValidationError

from reelmake.crafts.story.writing.answer_form import Filled, filled, form_of, places_of
from reelmake.crafts.story.writing.episode_plan import plan_episode
from reelmake.crafts.story.writing.fountain_page import Page
from reelmake.crafts.story.writing.port import Draft, Order
from reelmake.crafts.story.writing.prompt import SYSTEM, told
from reelmake.documents.context_pack import ContextPack
from reelmake.documents.writing import WritableElement, WritableScript
from reelmake.kernel.errors import ValidationFailed
from reelmake.providers.text.replay import Replay, TextModel


class ModelWriter:
    """Asks a model; ``replay`` is the cache."""

    def __init__(self, model: TextModel, replay: Replay) -> None:
        self._model = model
        self._replay = replay

    @property
    def name(self) -> str:
        """Return who writes."""
        return f"model:{self._model.name}"

    def write(self, order: Order) -> Draft:
        """Return the model's version; raise a ReelmakeError when it gives none that can be used."""
        # A model that is held to the plan cannot choose otherwise: what is found rules choices out for it.
        pack, held = order.pack, self._model.is_small
        plan = plan_episode(pack, order.objections if held else ())
        places = places_of(pack, plan) if held else ()
        question = self._model.question(
            SYSTEM,
            told(order, plan, held=held),
            form_of(places) if held else WritableScript.model_json_schema(),
            take=pack.brief.take,
            subject=f"{pack.episode}, round {order.round}",
        )
        key, answer = self._model.answer(question, self._replay)
        made = filled(answer, places, pack, plan) if held else Filled(answer)
        notes = (f"the model said {made.left_out} lines twice; they are left out",) if made.left_out else ()
        return Draft(screenplay_of(read_answer(made.answer, self.name), pack), self.name, plan, action=key, notes=notes)


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
