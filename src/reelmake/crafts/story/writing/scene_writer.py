"""One scene, written: how it opens, what is said and not said, where it turns, and what it leaves us with."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from reelmake.crafts.story.writing.cell_casting import Floor
from reelmake.crafts.story.writing.episode_plan import RHYTHMS, names_of
from reelmake.crafts.story.writing.fountain_page import Page
from reelmake.crafts.story.writing.scene_context import Here
from reelmake.crafts.story.writing.script_length import speech_ms
from reelmake.crafts.story.writing.wording import halves, sentence, told_in
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
"""Moves whose pressing also fits, when a move's own is spent in this season."""
_ACROSS = {"ask": ("hide",), "hide": ("ask",)}
"""The same, with the two changing places: who asks presses as one from whom something is hidden."""


class SceneWriter:
    """Writes one planned scene onto a page."""

    def __init__(self, here: Here, page: Page, pacing: PacingConfig, *, meet_again: bool) -> None:
        self._here, self._plan, self._page, self._pacing = here, here.plan, page, pacing
        self._pack = here.pack
        self._deck = here.memory.deck
        self._floor = Floor(here, page, pacing)
        self._meet_again = meet_again
        self._target_ms = 0
        self._revealed = False
        self._to_echo = ""
        self._presses = 0

    def write(self, target_ms: int, musts: Iterable[tuple[str, str]] = ()) -> int:
        """Write the scene, from its heading to its button; return how many milliseconds it takes.

        ``musts`` are (who, words), seen where who is empty.
        """
        self._target_ms = target_ms
        place = self._pack.canon.locations[self._plan.where]
        setting = "INT" if self._here.inside else "EXT"
        self._page.heading(setting, place.name, self._plan.when, self._plan.what)
        for statement in self._here.beat.canon:
            self._page.note(f"canon: {statement}")
        self._open()
        self._build()
        for who, words in musts:
            if who:
                self._floor.say(who, words)
            else:
                self._floor.act(words)
        self._reveal()
        self._close()
        return self._floor.spent_ms

    def _open(self) -> None:
        shape = self._plan.shape
        if shape in ("cold", "voice"):
            self._floor.exchange("open", unseen=self._plan.holds if shape == "voice" else "")
            if not self._floor.seen("enter"):
                self._floor.introduce()
        else:
            if not (self._floor.seen(shape) or self._floor.seen("hands" if self._plan.holds else "alone")):
                self._floor.introduce()
            if self._plan.holds:
                self._floor.exchange("open")

    def _build(self) -> None:
        """Press, in the scene's rhythm, until what is left of its time is what its turn and its end need."""
        if not self._plan.holds:
            self._floor.exchange("solo")
            if self._floor.spent_ms + self._still_to_come() < self._target_ms:
                self._carry_motif()
                self._floor.seen("alone")
                self._floor.exchange("solo")
            return
        steps = list(RHYTHMS[self._plan.rhythm])
        if len(self._here.people) > 2:
            steps.insert(1 + len(steps) // 2, "third")
        for step in [*steps, *("press", "business") * _MOST_PRESSES]:
            if self._floor.spent_ms + self._still_to_come() > self._target_ms:
                break
            self._step(step)
        if len(self._here.people) > 2 and not self._floor.heard(self._here.people[2]):
            self._floor.exchange("third")

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
                self._floor.exchange("third")
            case _:
                self._floor.seen(step)

    def _press(self) -> None:
        """Go on about it: by turns as this move does, and as people do anywhere."""
        self._presses += 1
        ways: list[tuple[str, dict[str, str]]] = [("any", self._here.roles), (self._plan.move, self._here.roles)]
        if self._presses % 2:
            ways.reverse()
        turned = dict(zip("AB", (self._plan.holds, self._plan.wants), strict=True))
        ways += [(near, self._here.roles) for near in _NEAR.get(self._plan.move, ())]
        ways += [(near, turned) for near in _ACROSS.get(self._plan.move, ())]
        for move, roles in ways:
            if self._floor.exchange("press", move=move, roles=roles):
                return

    def _reveal(self) -> None:
        """Let it come out: what has to be said is said, and something is seen."""
        if self._revealed:
            return
        self._revealed = True
        self._come_out()
        for said in self._here.beat.say:
            self._floor.say(names_of(self._pack.canon)[folded(said.who)], said.line)
        self._show_turn()
        if self._plan.holds and self._plan.ending != "cut" and not self._here.beat.say:
            self._floor.exchange("after")

    def _close(self) -> None:
        ending = self._plan.ending
        if self._to_echo and self._echo(self._to_echo, (self._plan.wants, self._plan.holds)):
            return
        if ending == "cut" and self._plan.rhythm != "early":
            # Out on the turn itself, before anybody has an answer.
            return
        if ending in ("line", "cut") and self._floor.exchange("button"):
            return
        if ending == "empty" and self._here.place and self._floor.seen("empty"):
            return
        if self._plan.function == "button" and self._plan.holds:
            self._floor.exchange("button")
        self._floor.seen("look" if self._plan.holds else "leaves")

    def _come_out(self) -> None:
        fact = sentence(self._here.beat.fact) if self._here.beat.fact else told_in(self._here.beat.what)
        if not fact:
            return
        teller = (
            self._plan.holds if self._plan.move in ("ask", "wait", "work") and self._plan.holds else self._plan.wants
        )
        other = next((key for key in self._here.people if key != teller), "")
        if not self._floor.free(fact):
            return
        two = ". " in fact
        ways = ["whole", "led", "sentences" if two else "cut", "sentences" if two else "cut"] if other else ["whole"]
        way = min(ways, key=lambda one: digest((self._here.seed("fact"), one)))
        first, rest = halves(fact, sentences=way == "sentences")
        in_two = bool(rest) and self._floor.free(first) and self._floor.free(rest)
        if way == "led" and (lead := self._floor.line("lead", teller)):
            self._floor.speech(teller, [("", lead), ("beat", fact)])
        elif way in ("cut", "sentences") and in_two and (cutin := self._floor.line("cutin", other)):
            broken = way == "cut"
            self._floor.speech(teller, [(self._here.how(), f"{first}—" if broken else first)])
            self._floor.speech(other, [("", cutin)])
            self._floor.speech(teller, [("", f"—{rest}" if broken else rest)])
        else:
            self._floor.speech(teller, [(self._here.how(), fact)])

    def _show_turn(self) -> None:
        if self._here.beat.turn:
            self._floor.act(sentence(self._here.beat.turn))
        elif self._plan.holds:
            self._floor.seen("turn")

    def _echo_or_plant(self) -> None:
        """Bring back what an earlier scene planted between these two; else plant what a later one can bring back.

        Two who do not meet again hear it back at the end of this scene, once in an episode.
        """
        pair = (self._plan.wants, self._plan.holds)
        for name, planted in list(self._here.memory.planted.items()):
            if set(planted) == set(pair):
                del self._here.memory.planted[name]
                if self._echo(name, planted):
                    return
        here = not self._meet_again
        if here and (self._here.memory.echoed_here or self._plan.ending == "cut"):
            return
        floor = self._floor
        cell = self._deck.draw(self._here.seed("plant"), ("plant",), fits=floor.speakable, ease=floor.ease)
        if cell is None:
            return
        name = cell.id.removeprefix("plant")
        if here:
            self._here.memory.echoed_here, self._to_echo = True, name
        else:
            self._here.memory.planted[name] = pair
        self._floor.speak(cell, self._here.roles)

    def _echo(self, name: str, planted: tuple[str, str]) -> bool:
        roles = dict(zip("AB", planted, strict=True))
        fits = partial(self._floor.speakable, roles=roles)
        cell = self._deck.draw(
            self._here.seed("echo"), ("echo",), fits=lambda cell: cell.id == f"echo{name}" and fits(cell)
        )
        if cell:
            self._floor.speak(cell, roles)
        return cell is not None

    def _carry_motif(self) -> None:
        stage = {"hook": "early", "button": "late"}.get(self._plan.function, "middle")
        if self._here.motif:
            self._floor.seen("motif", stage=stage)

    def _still_to_come(self) -> int:
        """Return what the turn and the end of the scene take, which no pressing may eat."""
        if self._revealed:
            return _END_MS
        words = [said.line for said in self._here.beat.say] + [self._here.beat.fact]
        return sum(speech_ms(text, self._pacing) for text in words if text) + _TURN_MS + _END_MS
