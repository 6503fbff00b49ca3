"""Cards: the title, centred text, the end, and the credits."""

from __future__ import annotations

from reelmake.crafts.shots.beats import CardText
from reelmake.crafts.shots.pacing import Pacing
from reelmake.crafts.shots.shot_draft import Composition, ShotDraft
from reelmake.documents.project import ProjectConfig
from reelmake.documents.script import Script
from reelmake.documents.shotlist import CardStyle, CreditBlock, Framing, Move, ShotKind, Transition, TransitionKind
from reelmake.documents.spoken import spoken_parts

_CARD = Composition(ShotKind.CARD, Framing.CARD, Move.STATIC)


def title_draft(script: Script, project: ProjectConfig, pacing: Pacing) -> ShotDraft:
    """Return the title card with the names of the series and the episode."""
    titled = any(field.key.casefold() == "title" and any(field.values) for field in script.title_page)
    names = (project.series.title, script.title if titled else "")
    words = "\n".join(dict.fromkeys(" ".join(name.split()) for name in names if name))
    return ShotDraft(composition=_CARD, frames=pacing.title, card=words, card_style=CardStyle.TITLE)


def card_draft(words: CardText, pacing: Pacing) -> ShotDraft:
    """Return a card of centred text, shown as long as it takes to read and at least as long as a title."""
    frames = max(pacing.title, min(pacing.reading_frames(len(words.text)), pacing.longest_action))
    return ShotDraft(
        composition=_CARD, frames=frames, card=words.text, element_ids=words.element_ids, sounds=words.sounds
    )


def end_draft(project: ProjectConfig, pacing: Pacing) -> ShotDraft | None:
    """Return the end card, which fades in and out; None when ``cards.end`` is empty."""
    if not project.cards.end.strip():
        return None
    length = min(pacing.longest_transition, pacing.title // 3)
    return ShotDraft(
        composition=_CARD,
        frames=pacing.title,
        card=project.cards.end.strip(),
        card_style=CardStyle.END,
        transition_in=_of(TransitionKind.FADE_IN, length),
        transition_out=_of(TransitionKind.FADE_OUT, length),
    )


def credits_draft(script: Script, project: ProjectConfig, pacing: Pacing) -> ShotDraft | None:
    """Return the credits card with the cast; the plan adds the sources of pictures, music and voices."""
    if not project.cards.credits:
        return None
    cast = tuple(dict.fromkeys(part.element.speaker for part in spoken_parts(script) if part.element.speaker))
    frames = min(pacing.credits + len(cast) * pacing.credited_name, pacing.longest_credits)
    length = min(pacing.longest_transition, frames // 3)
    return ShotDraft(
        composition=_CARD,
        frames=max(frames, pacing.title),
        card_style=CardStyle.CREDITS,
        credits=(CreditBlock(heading=project.cards.cast, lines=cast),) if cast else (),
        transition_in=_of(TransitionKind.FADE_IN, length),
        transition_out=_of(TransitionKind.FADE_OUT, length),
    )


def _of(kind: TransitionKind, frames: int) -> Transition:
    return Transition(kind=kind, frames=frames) if frames else Transition()
