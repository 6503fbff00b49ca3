"""Draws cells for one scene and writes them to the page: who can say them, and how long they take."""

from __future__ import annotations

from functools import partial

from reelmake.crafts.story.writing.bank import Cell
from reelmake.crafts.story.writing.fountain_page import FountainPage, line_digest
from reelmake.crafts.story.writing.scene_context import SceneContext
from reelmake.crafts.story.writing.script_length import action_ms, speech_ms
from reelmake.documents.project import PacingConfig

_TONES = frozenset(("wry", "tense", "tender", "bleak", "bright"))


class SceneComposer:
    """Writes a scene's lines and actions one after the other, and counts their time."""

    def __init__(self, here: SceneContext, page: FountainPage, pacing: PacingConfig) -> None:
        self._context, self._page, self._pacing = here, page, pacing
        self.spent_ms = pacing.scene_head_ms + pacing.scene_tail_ms
        self._last = ""
        self._voices: set[str] = set()

    def exchange(self, stage: str, *, move: str = "", roles: dict[str, str] | None = None, unseen: str = "") -> bool:
        roles = roles or self._context.roles
        words = (move or ("any" if stage in ("third", "solo") else self._context.plan.move), stage)
        accepts = partial(self.speakable, roles=roles)
        cost = partial(self.cost, roles=roles)
        cell = self._context.memory.deck.draw(self._context.seed(stage), words, accepts=accepts, cost=cost)
        if cell is None:
            return False
        self.speak(cell, roles, unseen=unseen)
        return True

    def seen(self, kind: str, *, stage: str = "") -> bool:
        def accepts(cell: Cell) -> bool:
            return cell.id.rstrip("0123456789") == kind and (not stage or stage in cell.words) and self._showable(cell)

        cell = self._context.memory.deck.draw(self._context.seed(kind), (), accepts=accepts)
        if cell is None:
            return False
        self.act(self._context.filled(cell.text, self._context.roles, consume=True))
        return True

    def introduce(self) -> None:
        self.act(self._context.introduction(consume=True))

    def speak(self, cell: Cell, roles: dict[str, str], *, unseen: str = "") -> None:
        for line in cell.lines:
            if line.role:
                key = roles[line.role]
                extension = "O.S." if key == unseen else ""
                self.speech(key, [(line.how, self._context.worded(line.text, line.role, roles))], extension)
            elif line.text:
                self.act(self._context.filled(line.text, roles))
            else:
                self.act("Beat.")

    def say(self, key: str, words: str) -> None:
        if self.free(words):
            self.speech(key, [("", words)])

    def speech(self, key: str, parts: list[tuple[str, str]], extension: str = "") -> None:
        for how, words in parts:
            self._context.memory.spoken.add(line_digest(words))
            self.spent_ms += speech_ms(words, self._pacing) + (self._pacing.beat_ms if how == "beat" else 0)
        self._page.speech(self._context.pack.canon.characters[key].name, parts, extension)
        self._last = key
        self._voices.add(key)

    def heard(self, key: str) -> bool:
        return key in self._voices

    def act(self, text: str) -> None:
        self._last = ""
        self.spent_ms += action_ms(text, self._pacing)
        self._page.action(text)

    def line(self, kind: str, key: str) -> str:
        """Return a short line of the bank in a character's diction; empty when none is left."""

        def accepts(cell: Cell) -> bool:
            text = self._context.diction(key).spoken(cell.text)
            return self._context.clean(text) and self.free(text)

        cell = self._context.memory.deck.draw(self._context.seed(kind), (kind,), accepts=accepts)
        return self._context.diction(key).spoken(cell.text) if cell else ""

    def free(self, words: str) -> bool:
        """Say whether this was not said yet, in this episode or an earlier one."""
        return line_digest(words) not in self._context.memory.spoken

    def speakable(self, cell: Cell, roles: dict[str, str] | None = None) -> bool:
        roles = roles or self._context.roles
        if not self._context.has_room_for(cell) or (cell.needs("{thing}") and not self._context.beat.thing):
            return False
        if cell.needs("{about}") and not self._context.beat.about:
            return False
        for line in cell.lines:
            used = [*([line.role] if line.role else []), *(role for role in "ABC" if f"{{{role}}}" in line.text)]
            if any(role not in roles for role in used):
                return False
            text = self._context.worded(line.text, line.role, roles)
            if text and (not self._context.clean(text) or (line.role and not self.free(text))):
                return False
        return True

    def _showable(self, cell: Cell) -> bool:
        if not self._context.has_room_for(cell):
            return False
        needs = {"{one}": 1, "{One}": 1, "{two}": 2, "{Two}": 2}
        if any(cell.needs(slot) and len(self._context.unseen_details()) < count for slot, count in needs.items()):
            return False
        if (cell.needs("{a_thing}") or cell.needs("{a_Thing}")) and not self._context.beat.thing:
            return False
        if cell.needs("{B}") and "B" not in self._context.roles:
            return False
        return self._context.clean(self._context.filled(cell.text, self._context.roles))

    def cost(self, cell: Cell, roles: dict[str, str] | None = None) -> int:
        """Return how badly a cell fits: tones the brief does not ask for, and people who talk otherwise."""
        tones = {"wry", "tense", "tender", "bleak", "bright"} & cell.words
        wrong = 4 if tones and not tones & set(self._context.pack.brief.tone) else 0
        right = -2 if tones & set(self._context.pack.brief.tone[:1]) else 0
        concrete = -3 if cell.needs("{about}") or cell.needs("{thing}") else 0
        spoken = sum(
            self._context.diction(key).cost(tuple(line.text for line in cell.lines if line.role == role))
            for role, key in (roles or self._context.roles).items()
            if any(line.role == role for line in cell.lines)
        )
        first = next((line.role for line in cell.lines if line.role), "")
        goes_on = 3 if (roles or self._context.roles).get(first) == self._last else 0
        return wrong + right + concrete + spoken + goes_on
