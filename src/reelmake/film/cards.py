"""Words on the screen: the title, and centred text."""

from __future__ import annotations

from reelmake.documents.project import ProjectConfig
from reelmake.documents.script import Script
from reelmake.documents.shotlist import Framing, Move, ShotKind
from reelmake.film.beats import Words
from reelmake.film.draft import Draft, Look
from reelmake.film.pacing import Pacing

_LOOK = Look(ShotKind.CARD, Framing.CARD, Move.STATIC)


def title_draft(script: Script, project: ProjectConfig, pacing: Pacing) -> Draft:
    """Return the card that names the series and the episode."""
    titled = any(field.key.casefold() == "title" and any(field.values) for field in script.title_page)
    names = (project.series.title, script.title if titled else "")
    return Draft(look=_LOOK, frames=pacing.title, card="\n".join(dict.fromkeys(name for name in names if name)))


def words_draft(words: Words, pacing: Pacing) -> Draft:
    """Return a card of centred text, up as long as it takes to read and no less than a title."""
    frames = max(pacing.title, min(pacing.reading_frames(len(words.text)), pacing.longest_action))
    return Draft(look=_LOOK, frames=frames, card=words.text, element_ids=words.element_ids, sounds=words.sounds)
