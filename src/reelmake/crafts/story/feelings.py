"""Finds the feeling of every spoken line in the parentheticals and notes around it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from reelmake.documents.lexicon.emotions import NEUTRAL, Feeling, feeling_in, is_delivery
from reelmake.documents.lexicon.words import words_in
from reelmake.documents.script import DialoguePart, Direction, DirectionKind, Element, ElementKind, Note
from reelmake.documents.spoken import SPOKEN_KINDS

_KEYS = ("emotion", "voice")
_COMMENTS = (ElementKind.NOTE, ElementKind.BONEYARD)
_LONGEST_UNKNOWN = 40


class _Felt(NamedTuple):
    """The feeling in force at one point of a speech."""

    feeling: Feeling = NEUTRAL
    shouted: bool = False
    unknown: str = ""

    def after_words(self, text: str, *, is_note: bool) -> _Felt:
        """Return the state after a parenthetical or an emotion note.

        A parenthetical of several unknown words is no feeling: ``(to Ben)``, ``(over the wind)``.
        """
        words = words_in(text)
        if named := feeling_in(words, nouns=is_note):
            return _Felt(named.feeling, named.shouted)
        if words and (is_note or len(words) == 1) and not is_delivery(words):
            return self._replace(unknown=" ".join(words)[:_LONGEST_UNKNOWN])
        return self

    def after_notes(self, notes: Iterable[Note]) -> _Felt:
        felt = self
        for note in notes:
            if note.key in _KEYS:
                felt = felt.after_words(note.value, is_note=True)
        return felt

    def of(self, part: DialoguePart) -> DialoguePart:
        """Return a spoken part with this feeling."""
        directions = []
        if self.shouted:
            directions.append(Direction(kind=DirectionKind.SHOUT))
        if self.unknown:
            directions.append(Direction(kind=DirectionKind.UNKNOWN_FEELING, words=self.unknown))
        return part.model_copy(update={"feeling": self.feeling, "directions": tuple(directions)})


def with_feelings(elements: Iterable[Element]) -> tuple[Element, ...]:
    """Return a scene's elements with a feeling on each spoken part.

    A feeling lasts to the end of the speech or until another is named. A parenthetical names it before the words; a
    note before the speech, in its cue, before the words or among them. A note after the last words applies to those.
    """
    result = []
    before = _Felt()
    for element in elements:
        if element.kind is ElementKind.DIALOGUE:
            felt = before.after_notes(element.notes)
            result.append(element.model_copy(update={"parts": _spoken_with(felt, element.parts)}))
        else:
            result.append(element)
        before = before.after_notes(element.notes) if element.kind in _COMMENTS else _Felt()
    return tuple(result)


def _spoken_with(felt: _Felt, parts: tuple[DialoguePart, ...]) -> tuple[DialoguePart, ...]:
    result: list[DialoguePart] = []
    last, at_last = -1, felt
    for index, part in enumerate(parts):
        if part.kind == "parenthetical":
            felt = felt.after_words(part.words, is_note=False)
        felt = felt.after_notes(part.notes)
        if part.kind in SPOKEN_KINDS:
            last, at_last = index, felt
            result.append(felt.of(part))
        else:
            result.append(part)
    behind = [note for part in parts[last + 1 :] for note in part.notes if note.key in _KEYS]
    if last >= 0 and behind:
        result[last] = at_last.after_notes(behind).of(result[last])
    return tuple(result)
