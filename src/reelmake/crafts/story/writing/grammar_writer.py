"""A writer without a model: a grammar of scenes that uses the bank, the brief and the canon."""

from __future__ import annotations

from reelmake.crafts.story.writing.cell_deck import Deck
from reelmake.crafts.story.writing.episode_plan import plan_episode
from reelmake.crafts.story.writing.fountain_page import FountainPage
from reelmake.crafts.story.writing.port import DraftVersion, Order
from reelmake.crafts.story.writing.required_words import required_lines
from reelmake.crafts.story.writing.scene_context import EpisodeMemory, SceneContext
from reelmake.crafts.story.writing.scene_writer import SceneWriter
from reelmake.crafts.story.writing.wording import short_title
from reelmake.documents.context_pack import ContextPack
from reelmake.documents.lexicon.language import is_english
from reelmake.documents.project import PacingConfig
from reelmake.documents.writing import EpisodePlan

_LEAST_CELLS = 3


class GrammarWriter:
    """Writes an episode from its pack. Equal orders give equal scripts on any machine."""

    name = "grammar"

    def __init__(self, pacing: PacingConfig) -> None:
        self._pacing = pacing

    def write(self, order: Order) -> DraftVersion:
        """Return the screenplay. Objections rule out choices that the brief left open."""
        pack = order.pack
        plan = plan_episode(pack, order.objections)
        page = FountainPage(pack.brief.title or short_title(pack.brief.logline), pack.episode)
        deck = Deck(pack.spent.cells)
        memory = EpisodeMemory(deck, set(pack.spent.lines))
        notes = []
        if not is_english(pack.language):
            notes.append(f"the grammar writes English, but the series is {pack.language}")
        placed = required_lines(pack, plan, _brought(pack, plan))
        left = pack.brief.seconds * 1000
        for scene in plan.scenes:
            before = len(deck.drawn)
            # The scenes that follow share what one scene took too much or too little.
            target = left // (len(plan.scenes) - scene.number + 1)
            later = [frozenset({one.wants, one.holds}) for one in plan.scenes[scene.number :]]
            here = SceneContext(pack, scene, plan.motif, memory)
            meet_again = frozenset({scene.wants, scene.holds}) in later
            writer = SceneWriter(here, page, self._pacing, meet_again=meet_again)
            left -= writer.write(target, placed.get(scene.number, []))
            if len(deck.drawn) - before < _LEAST_CELLS:
                notes.append(f"scene {scene.number} is short: the bank has few unused cells for it in this season")
        page.transition("FADE OUT.")
        return DraftVersion(page.text(), self.name, plan, tuple(sorted(deck.drawn)), notes=tuple(notes))


def _brought(pack: ContextPack, plan: EpisodePlan) -> str:
    """Return the words of the brief that this writer always puts into the script."""
    return f"the {plan.motif} " + " ".join(
        text
        for beat in pack.brief.beats
        for text in (beat.thing, beat.about, beat.fact, beat.turn, *(said.line for said in beat.say))
    )
