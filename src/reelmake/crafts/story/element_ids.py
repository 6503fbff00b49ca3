"""Ids of elements, made from their content: inserted lines and notes do not change the ids of others."""

from __future__ import annotations

from collections import Counter

from reelmake.crafts.story.element_drafts import ElementDraft
from reelmake.crafts.story.markup import without_comments
from reelmake.documents.script import ElementKind
from reelmake.kernel.digest import digest

_LETTERS = {
    ElementKind.ACTION: "a",
    ElementKind.DIALOGUE: "d",
    ElementKind.TRANSITION: "t",
    ElementKind.CENTERED: "c",
    ElementKind.LYRIC: "l",
    ElementKind.PAGE_BREAK: "p",
    ElementKind.SECTION: "s",
    ElementKind.SYNOPSIS: "y",
    ElementKind.NOTE: "n",
    ElementKind.BONEYARD: "b",
}
_COMMENTS = ("note", "boneyard")


class ElementIds:
    """Gives each element of one script its id. Equal elements are numbered in their order."""

    def __init__(self) -> None:
        self._met: Counter[tuple[str, ...]] = Counter()
        self._given: set[str] = set()

    def next_for(self, draft: ElementDraft) -> str:
        """Return the id of the next element, in the script's order."""
        speaker = draft.cue.speaker if draft.cue else ""
        content = [draft.kind.value, str(draft.level), without_comments(draft.text), speaker]
        for part in draft.parts:
            if part.kind not in _COMMENTS:
                content += [part.kind, without_comments(part.text)]
        occurrence = self._met[tuple(content)]
        self._met[tuple(content)] += 1
        again = 0
        while True:
            mark = digest(("element", 1, occurrence, again, content))[:10]
            found = f"{_LETTERS[draft.kind]}-{mark}"
            if found not in self._given:
                self._given.add(found)
                return found
            again += 1
