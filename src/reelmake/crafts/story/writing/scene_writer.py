"""Writes one scene: its opening, its exchanges, its turn and its ending."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from reelmake.crafts.story.writing.episode_plan import RHYTHMS, names_of
from reelmake.crafts.story.writing.fountain_page import FountainPage
from reelmake.crafts.story.writing.scene_composer import SceneComposer
from reelmake.crafts.story.writing.scene_context import SceneContext
from reelmake.crafts.story.writing.script_length import speech_ms
from reelmake.crafts.story.writing.wording import fact_in, halves, sentence
from reelmake.documents.canon import folded
from reelmake.documents.project import PacingConfig
from reelmake.kernel.digest import digest

_MOST_PRESSES = 6
_TURN_MS = 4000
_END_MS = 7000
_NEAR = {
    "tell": ("own", "offer"),
    "own": ("tell", "mend"),
    "offer": ("mend", "tell"),
    "mend": ("own", "offer"),
    "leave": ("mend", "own"),
    "find": ("wait", "work"),
    "wait": ("find", "work"),
    "work": ("find", "wait"),
}
"""Moves with similar exchanges, for when a move's own are used up in this season."""
_ACROSS = {"ask": ("hide",), "hide": ("ask",)}
"""The same with exchanged roles: whoever asks presses like somebody from whom something is hidden."""


class SceneWriter:
    """Writes one planned scene onto a page."""

    def __init__(self, here: SceneContext, page: FountainPage, pacing: PacingConfig, *, meet_again: bool) -> None:
        self._context, self._plan, self._page, self._pacing = here, here.plan, page, pacing
        self._pack = here.pack
        self._deck = here.memory.deck
        self._composer = SceneComposer(here, page, pacing)
        self._meet_again = meet_again
        self._target_ms = 0
        self._revealed = False
        self._to_echo = ""
        self._presses = 0

    def write(self, target_ms: int, required: Iterable[tuple[str, str]] = ()) -> int:
        """Write the scene and return how many milliseconds it takes.

        ``required`` are (who, words); words without who are an action.
        """
        self._target_ms = target_ms
        place = self._pack.canon.locations[self._plan.where]
        setting = "INT" if self._context.inside else "EXT"
        self._page.heading(setting, place.name, self._plan.when, self._plan.what)
        for statement in self._context.beat.canon:
            self._page.note(f"canon: {statement}")
        self._open()
        self._build()
        for who, words in required:
            if who:
                self._composer.say(who, words)
            else:
                self._composer.act(words)
        self._reveal()
        self._close()
        return self._composer.spent_ms

    def _open(self) -> None:
        shape = self._plan.shape
        if shape in ("cold", "voice"):
            self._composer.exchange("open", unseen=self._plan.holds if shape == "voice" else "")
            if not self._composer.seen("enter"):
                self._composer.introduce()
        else:
            if not (self._composer.seen(shape) or self._composer.seen("hands" if self._plan.holds else "alone")):
                self._composer.introduce()
            if self._plan.holds:
                self._composer.exchange("open")

    def _build(self) -> None:
        """Follow the scene's rhythm, as long as there is time beyond what its turn and ending need."""
        if not self._plan.holds:
            self._composer.exchange("solo")
            if self._composer.spent_ms + self._reserved_ms() < self._target_ms:
                self._carry_motif()
                self._composer.seen("alone")
                self._composer.exchange("solo")
            return
        steps = list(RHYTHMS[self._plan.rhythm])
        if len(self._context.people) > 2:
            steps.insert(1 + len(steps) // 2, "third")
        for step in [*steps, *("press", "business") * _MOST_PRESSES]:
            if self._composer.spent_ms + self._reserved_ms() > self._target_ms:
                break
            self._step(step)
        if len(self._context.people) > 2 and not self._composer.heard(self._context.people[2]):
            self._composer.exchange("third")

    def _step(self, step: str) -> None:
        match step:
            case "press":
                self._press()
            case "plant":
                self._echo_or_plant()
            case "motif":
                self._carry_motif()
            case "reveal":
                self._reveal()
            case "third":
                self._composer.exchange("third")
            case _:
                self._composer.seen(step)

    def _press(self) -> None:
        """Write an exchange in which one presses the other: of this move and of any move in turn."""
        self._presses += 1
        ways: list[tuple[str, dict[str, str]]] = [("any", self._context.roles), (self._plan.move, self._context.roles)]
        if self._presses % 2:
            ways.reverse()
        turned = dict(zip("AB", (self._plan.holds, self._plan.wants), strict=True))
        ways += [(near, self._context.roles) for near in _NEAR.get(self._plan.move, ())]
        ways += [(near, turned) for near in _ACROSS.get(self._plan.move, ())]
        for move, roles in ways:
            if self._composer.exchange("press", move=move, roles=roles):
                return

    def _reveal(self) -> None:
        """Write the turn: the fact, the brief's lines and an action."""
        if self._revealed:
            return
        self._revealed = True
        self._state_fact()
        for said in self._context.beat.say:
            self._composer.say(names_of(self._pack.canon)[folded(said.who)], said.line)
        self._show_turn()
        if self._plan.holds and self._plan.ending != "cut" and not self._context.beat.say:
            self._composer.exchange("after")

    def _close(self) -> None:
        ending = self._plan.ending
        if self._to_echo and self._echo(self._to_echo, (self._plan.wants, self._plan.holds)):
            return
        if ending == "cut" and self._plan.rhythm != "early":
            # The scene ends on the turn itself, before anybody answers.
            return
        if ending in ("line", "cut") and self._composer.exchange("button"):
            return
        if ending == "empty" and self._context.place and self._composer.seen("empty"):
            return
        if self._plan.function == "button" and self._plan.holds:
            self._composer.exchange("button")
        self._composer.seen("look" if self._plan.holds else "leaves")

    def _state_fact(self) -> None:
        fact = sentence(self._context.beat.fact) if self._context.beat.fact else fact_in(self._context.beat.what)
        if not fact:
            return
        teller = (
            self._plan.holds if self._plan.move in ("ask", "wait", "work") and self._plan.holds else self._plan.wants
        )
        other = next((key for key in self._context.people if key != teller), "")
        if not self._composer.free(fact):
            return
        two = ". " in fact
        ways = ["whole", "led", "sentences" if two else "cut", "sentences" if two else "cut"] if other else ["whole"]
        way = min(ways, key=lambda one: digest((self._context.seed("fact"), one)))
        first, rest = halves(fact, sentences=way == "sentences")
        in_two = bool(rest) and self._composer.free(first) and self._composer.free(rest)
        if way == "led" and (lead := self._composer.line("lead", teller)):
            self._composer.speech(teller, [("", lead), ("beat", fact)])
        elif way in ("cut", "sentences") and in_two and (cutin := self._composer.line("cutin", other)):
            broken = way == "cut"
            self._composer.speech(teller, [(self._context.how(), f"{first}—" if broken else first)])
            self._composer.speech(other, [("", cutin)])
            self._composer.speech(teller, [("", f"—{rest}" if broken else rest)])
        else:
            self._composer.speech(teller, [(self._context.how(), fact)])

    def _show_turn(self) -> None:
        if self._context.beat.turn:
            self._composer.act(sentence(self._context.beat.turn))
        elif self._plan.holds:
            self._composer.seen("turn")

    def _echo_or_plant(self) -> None:
        """Echo what an earlier scene planted between these two, or plant something for a later one.

        For two who do not meet again, the echo is at the end of this scene, at most once in an episode.
        """
        pair = (self._plan.wants, self._plan.holds)
        for name, planted in list(self._context.memory.planted.items()):
            if set(planted) == set(pair):
                del self._context.memory.planted[name]
                if self._echo(name, planted):
                    return
        here = not self._meet_again
        if here and (self._context.memory.echoed_here or self._plan.ending == "cut"):
            return
        composer = self._composer
        cell = self._deck.draw(self._context.seed("plant"), ("plant",), accepts=composer.speakable, cost=composer.cost)
        if cell is None:
            return
        name = cell.id.removeprefix("plant")
        if here:
            self._context.memory.echoed_here, self._to_echo = True, name
        else:
            self._context.memory.planted[name] = pair
        self._composer.speak(cell, self._context.roles)

    def _echo(self, name: str, planted: tuple[str, str]) -> bool:
        roles = dict(zip("AB", planted, strict=True))
        accepts = partial(self._composer.speakable, roles=roles)
        cell = self._deck.draw(
            self._context.seed("echo"), ("echo",), accepts=lambda cell: cell.id == f"echo{name}" and accepts(cell)
        )
        if cell:
            self._composer.speak(cell, roles)
        return cell is not None

    def _carry_motif(self) -> None:
        stage = {"hook": "early", "button": "late"}.get(self._plan.function, "middle")
        if self._context.motif:
            self._composer.seen("motif", stage=stage)

    def _reserved_ms(self) -> int:
        """Return the time to reserve for the turn and the ending."""
        if self._revealed:
            return _END_MS
        words = [said.line for said in self._context.beat.say] + [self._context.beat.fact]
        return sum(speech_ms(text, self._pacing) for text in words if text) + _TURN_MS + _END_MS
