"""The shots of an action paragraph: what happens, and inserts of the things it names."""

from __future__ import annotations

import re

from reelmake.crafts.shots.beats import ActionBeat
from reelmake.crafts.shots.pacing import Pacing
from reelmake.crafts.shots.screen_sides import Stage
from reelmake.crafts.shots.shot_draft import Composition, ShotDraft
from reelmake.documents.shotlist import Framing, Move, ShotKind

_MOST_SHOTS = 3
_SENTENCE = re.compile(r"(?<=[.!?…。！？])\s*(?=\S)")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]")
_NEAR = re.compile(
    r"\b(?:eyes?|face|lips|mouth|smiles?|smiling|tears?|fingers?|hands?|fingertips|stares?|blinks?|frowns?)\b",
    re.IGNORECASE,
)
_CHARACTERS_PER_WORD = 2
"""In scripts without spaces, this many characters count as one word."""


def action_drafts(action: ActionBeat, stage: Stage, pacing: Pacing) -> tuple[ShotDraft, ...]:
    """Return the shots of an action, then an insert for each of its things."""
    inserts = tuple(insert_draft(action, prop, pacing) for prop in action.props)
    if action.only_the_thing:
        return inserts
    texts = _in_shots(action.text, pacing)
    shots = tuple(
        ShotDraft(
            composition=_composition(action, text, index, stage),
            frames=pacing.word_frames(word_count(text)),
            element_ids=(action.element_id,),
            action=text,
            sounds=action.sounds if index == 0 else (),
        )
        for index, text in enumerate(texts)
    )
    return shots + inserts


def insert_draft(action: ActionBeat, prop: str, pacing: Pacing, move: Move = Move.PUSH_IN) -> ShotDraft:
    """Return a close shot of one thing."""
    words = pacing.word_frames(word_count(action.text)) if action.only_the_thing else pacing.detail
    return ShotDraft(
        composition=Composition(ShotKind.INSERT, Framing.INSERT, move),
        frames=max(words, pacing.detail),
        element_ids=(action.element_id,),
        prop=prop,
        action=action.text if action.only_the_thing else "",
        sounds=action.sounds if action.only_the_thing else (),
    )


def word_count(text: str) -> int:
    """Count the words of a text, also in scripts that put no spaces between words."""
    return max(1, sum(max(1, len(_UNSPACED.findall(word)) // _CHARACTERS_PER_WORD) for word in text.split()))


def _in_shots(text: str, pacing: Pacing) -> list[str]:
    """Split an action that is too long for one shot at its sentences."""
    if pacing.rate.frames_from_ms(word_count(text) * pacing.action_ms_per_word) <= pacing.longest_action:
        return [text]
    sentences = [sentence.strip() for sentence in _SENTENCE.split(text)]
    wanted = min(_MOST_SHOTS, len(sentences))
    total = sum(word_count(sentence) for sentence in sentences)
    shots: list[list[str]] = [[] for _ in range(wanted)]
    before = 0
    for left, sentence in zip(range(len(sentences), 0, -1), sentences, strict=True):
        # A sentence goes to the shot whose share of the words contains its beginning; no shot may stay empty.
        index = max(before * wanted // total, wanted - left)
        first_empty = next((number for number, shot in enumerate(shots) if not shot), wanted - 1)
        shots[min(index, first_empty)].append(sentence)
        before += word_count(sentence)
    return [" ".join(shot) for shot in shots]


def _composition(action: ActionBeat, text: str, index: int, stage: Stage) -> Composition:
    turn = action.ordinal + index
    if not action.people:
        framing = Framing.WIDE if turn % 2 else Framing.MEDIUM
        move = (Move.PAN_RIGHT, Move.PUSH_IN, Move.PAN_LEFT, Move.PULL_OUT)[turn % 4]
        return Composition(ShotKind.ACTION, framing, move)
    if len(action.people) > 1:
        framing = Framing.MEDIUM if len(action.people) == 2 else Framing.WIDE
        move = Move.PAN_LEFT if turn % 2 else Move.STATIC
        return Composition(ShotKind.ACTION, framing, move, stage.group(action.people))
    figures = stage.single(action.people[0], "subject")
    if _NEAR.search(text):
        return Composition(ShotKind.ACTION, Framing.CLOSE_UP, Move.PUSH_IN, figures)
    return Composition(ShotKind.ACTION, Framing.MEDIUM, Move.PUSH_IN if turn % 2 else Move.STATIC, figures)
