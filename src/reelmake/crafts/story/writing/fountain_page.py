"""Writes Fountain so that no text can become structure."""

from __future__ import annotations

import re

from reelmake.crafts.story.headings import is_heading
from reelmake.kernel.ids import slug

_COMMENT = re.compile(r"\[\[|\]\]|/\*|\*/")
_MARKS = ".>~!@#="
_TRANSITION = re.compile(r"(?:TO:|FADE (?:IN|OUT|TO BLACK)[.:]?|THE END)$")


def one_line(text: str) -> str:
    """Return text on one line, without comment marks and unprintable characters."""
    bare = _COMMENT.sub("", " ".join(text.split()))
    return "".join(char for char in bare if char.isprintable()).strip()


def line_digest(line: str) -> str:
    """Return a digest by which a spoken line is recognised, whatever its case and punctuation."""
    from reelmake.kernel.digest import digest

    folded = " ".join(re.findall(r"\w+", line.casefold()))
    return digest(("line", 1, folded))[:20]


class FountainPage:
    """A screenplay while it is written."""

    def __init__(self, title: str, episode: str) -> None:
        self._blocks = [f"Title: {one_line(title)}\nEpisode: {slug(episode)}"]
        self._cue = ""

    def heading(self, setting: str, place: str, time: str, synopsis: str = "") -> None:
        """Begin a scene."""
        self._cue = ""
        self._blocks.append(f"{setting}. {one_line(place)} - {one_line(time)}")
        if synopsis:
            self._blocks.append(f"= {one_line(synopsis)}")

    def action(self, text: str) -> None:
        """Write an action, forced where Fountain would read it as another element."""
        text = one_line(text)
        if not text:
            return
        self._cue = ""
        forced = text[0] in _MARKS or is_heading(text) or text.isupper() or _TRANSITION.search(text)
        self._blocks.append(f"!{text}" if forced and text[0] != "!" else text)

    def note(self, text: str) -> None:
        """Write a note, such as a statement to the canon gate."""
        self._blocks.append(f"[[{one_line(text)}]]")

    def transition(self, text: str) -> None:
        """Write a transition."""
        self._blocks.append(f"> {one_line(text)}")

    def speech(self, name: str, parts: list[tuple[str, str]], extension: str = "") -> None:
        """Write a speech of ``(how, words)`` pairs. A speaker who continues gets a beat instead of a second cue."""
        lines = []
        for how, words in parts:
            if how:
                lines.append(f"({one_line(how).strip('()')})")
            if said := one_line(words).lstrip("~(").rstrip():
                lines.append(said if said[0] != ")" else said[1:])
        if not any(words for _how, words in parts):
            return
        cue = one_line(name)
        plain = cue.isascii() and cue.isupper() and not is_heading(cue) and cue[0] not in _MARKS
        cue = (cue if plain else f"@{cue}") + (f" ({extension})" if extension else "")
        if cue == self._cue:
            pause = [] if lines[0].startswith("(") else ["(beat)"]
            self._blocks[-1] = "\n".join([self._blocks[-1], *pause, *lines])
        else:
            self._blocks.append("\n".join([cue, *lines]))
        self._cue = cue

    def text(self) -> str:
        """Return the whole screenplay."""
        return "\n\n".join(self._blocks) + "\n"
