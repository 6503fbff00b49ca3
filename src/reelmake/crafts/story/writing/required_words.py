"""Places the words a brief requires: who says them, and in which scene."""

from __future__ import annotations

from reelmake.crafts.story.writing.episode_plan import names_of
from reelmake.crafts.story.writing.wording import sentence
from reelmake.documents.brief import has_words
from reelmake.documents.canon import folded
from reelmake.documents.context_pack import ContextPack
from reelmake.documents.writing import EpisodePlan


def required_lines(pack: ContextPack, plan: EpisodePlan, present: str) -> dict[int, list[tuple[str, str]]]:
    """Return the required lines that ``present`` does not contain, as (who, words) by scene; an action has no who."""
    names = names_of(pack.canon)
    placed: dict[int, list[tuple[str, str]]] = {}
    for must in pack.brief.must:
        head, colon, words = must.partition(":")
        who = names.get(folded(head), "") if colon else ""
        words = words.strip().strip('“”"') if who else must
        if has_words(present, words):
            continue
        scenes = [scene for scene in plan.scenes if not who or who in (scene.wants, scene.holds, *scene.others)]
        scene = (scenes or list(plan.scenes))[len(scenes) // 2 if scenes else 0]
        placed.setdefault(scene.number, []).append((who, words if who else sentence(words)))
    return placed
