"""The shots of an action line: what happens, and the thing it happens with."""

from __future__ import annotations

import re

from reelmake.crafts.shots.beats import Happening
from reelmake.crafts.shots.draft import Draft, Look
from reelmake.crafts.shots.pacing import Pacing
from reelmake.crafts.shots.screen_sides import Stage
from reelmake.documents.shotlist import Framing, Move, ShotKind

_MOST_SHOTS = 3
_SENTENCE = re.compile(r"(?<=[.!?…。！？])\s*(?=\S)")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]")
_NEAR = re.compile(
    r"\b(?:eyes?|face|lips|mouth|smiles?|smiling|tears?|fingers?|hands?|fingertips|stares?|blinks?|frowns?)\b",
    re.IGNORECASE,
)
_CHARACTERS_PER_WORD = 2
"""Where words are not spaced, so many characters are read as one."""


def happening_drafts(happening: Happening, stage: Stage, pacing: Pacing) -> tuple[Draft, ...]:
    """Return an action's own shots, then an insert for each thing it names for the first time in the scene."""
    inserts = tuple(insert_draft(happening, prop, pacing) for prop in happening.props)
    if happening.only_the_thing:
        return inserts
    texts = _in_shots(happening.text, pacing)
    shots = tuple(
        Draft(
            look=_look(happening, text, index, stage),
            frames=pacing.word_frames(word_count(text)),
            element_ids=(happening.element_id,),
            action=text,
            sounds=happening.sounds if index == 0 else (),
        )
        for index, text in enumerate(texts)
    )
    return shots + inserts


def insert_draft(happening: Happening, prop: str, pacing: Pacing, move: Move = Move.PUSH_IN) -> Draft:
    """Return the shot of a thing alone."""
    words = pacing.word_frames(word_count(happening.text)) if happening.only_the_thing else pacing.detail
    return Draft(
        look=Look(ShotKind.INSERT, Framing.INSERT, move),
        frames=max(words, pacing.detail),
        element_ids=(happening.element_id,),
        prop=prop,
        action=happening.text if happening.only_the_thing else "",
        sounds=happening.sounds if happening.only_the_thing else (),
    )


def word_count(text: str) -> int:
    """Return how many words a text is read as, in scripts that space them and in scripts that do not."""
    return max(1, sum(max(1, len(_UNSPACED.findall(word)) // _CHARACTERS_PER_WORD) for word in text.split()))


def _in_shots(text: str, pacing: Pacing) -> list[str]:
    """Split an action too long for one shot at its sentences; each sentence is a picture."""
    if pacing.rate.frames_from_ms(word_count(text) * pacing.action_ms_per_word) <= pacing.longest_action:
        return [text]
    sentences = [sentence.strip() for sentence in _SENTENCE.split(text)]
    wanted = min(_MOST_SHOTS, len(sentences))
    total = sum(word_count(sentence) for sentence in sentences)
    shots: list[list[str]] = [[] for _ in range(wanted)]
    before = 0
    for left, sentence in zip(range(len(sentences), 0, -1), sentences, strict=True):
        # A sentence belongs to the shot in whose share of the words it begins; no shot may stay empty.
        index = max(before * wanted // total, wanted - left)
        first_empty = next((number for number, shot in enumerate(shots) if not shot), wanted - 1)
        shots[min(index, first_empty)].append(sentence)
        before += word_count(sentence)
    return [" ".join(shot) for shot in shots]


def _look(happening: Happening, text: str, index: int, stage: Stage) -> Look:
    turn = happening.ordinal + index
    if not happening.people:
        framing = Framing.WIDE if turn % 2 else Framing.MEDIUM
        move = (Move.PAN_RIGHT, Move.PUSH_IN, Move.PAN_LEFT, Move.PULL_OUT)[turn % 4]
        return Look(ShotKind.ACTION, framing, move)
    if len(happening.people) > 1:
        framing = Framing.MEDIUM if len(happening.people) == 2 else Framing.WIDE
        move = Move.PAN_LEFT if turn % 2 else Move.STATIC
        return Look(ShotKind.ACTION, framing, move, stage.group(happening.people))
    figures = stage.single(happening.people[0], "subject")
    if _NEAR.search(text):
        return Look(ShotKind.ACTION, Framing.CLOSE_UP, Move.PUSH_IN, figures)
    return Look(ShotKind.ACTION, Framing.MEDIUM, Move.PUSH_IN if turn % 2 else Move.STATIC, figures)
