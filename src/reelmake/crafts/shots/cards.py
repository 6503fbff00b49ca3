"""Words on the screen: the title, centred text, the end, and the credits."""

from __future__ import annotations

from reelmake.crafts.shots.beats import Words
from reelmake.crafts.shots.draft import Draft, Look
from reelmake.crafts.shots.pacing import Pacing
from reelmake.documents.project import ProjectConfig
from reelmake.documents.script import Script
from reelmake.documents.shotlist import CardStyle, CreditBlock, Framing, Move, ShotKind, Transition, TransitionKind
from reelmake.documents.spoken import spoken_parts

_LOOK = Look(ShotKind.CARD, Framing.CARD, Move.STATIC)


def title_draft(script: Script, project: ProjectConfig, pacing: Pacing) -> Draft:
    """Return the card that names the series and the episode."""
    titled = any(field.key.casefold() == "title" and any(field.values) for field in script.title_page)
    names = (project.series.title, script.title if titled else "")
    words = "\n".join(dict.fromkeys(" ".join(name.split()) for name in names if name))
    return Draft(look=_LOOK, frames=pacing.title, card=words, card_style=CardStyle.TITLE)


def words_draft(words: Words, pacing: Pacing) -> Draft:
    """Return a card of centred text, up as long as it takes to read and no less than a title."""
    frames = max(pacing.title, min(pacing.reading_frames(len(words.text)), pacing.longest_action))
    return Draft(look=_LOOK, frames=frames, card=words.text, element_ids=words.element_ids, sounds=words.sounds)


def end_draft(project: ProjectConfig, pacing: Pacing) -> Draft | None:
    """Return the card after the last scene, which fades in and out; None when the project has no words for it."""
    if not project.cards.end.strip():
        return None
    length = min(pacing.longest_transition, pacing.title // 3)
    return Draft(
        look=_LOOK,
        frames=pacing.title,
        card=project.cards.end.strip(),
        card_style=CardStyle.END,
        transition_in=_of(TransitionKind.FADE_IN, length),
        transition_out=_of(TransitionKind.FADE_OUT, length),
    )


def credits_draft(script: Script, project: ProjectConfig, pacing: Pacing) -> Draft | None:
    """Return the card that names the cast; whose pictures, music and voices were used is added by the plan."""
    if not project.cards.credits:
        return None
    cast = tuple(dict.fromkeys(part.element.speaker for part in spoken_parts(script) if part.element.speaker))
    frames = min(pacing.credits + len(cast) * pacing.credited_name, pacing.longest_credits)
    length = min(pacing.longest_transition, frames // 3)
    return Draft(
        look=_LOOK,
        frames=max(frames, pacing.title),
        card_style=CardStyle.CREDITS,
        credits=(CreditBlock(heading=project.cards.cast, lines=cast),) if cast else (),
        transition_in=_of(TransitionKind.FADE_IN, length),
        transition_out=_of(TransitionKind.FADE_OUT, length),
    )


def _of(kind: TransitionKind, frames: int) -> Transition:
    return Transition(kind=kind, frames=frames) if frames else Transition()
