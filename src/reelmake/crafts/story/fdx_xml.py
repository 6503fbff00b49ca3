"""Reads the XML of Final Draft: its paragraphs in order, with their source lines. Entities are refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from reelmake.crafts.story.source import LARGEST_FILE, LONGEST_LINE, MOST_LINES
from reelmake.kernel.errors import ValidationFailed

_REMEDY = "export it again as Final Draft (.fdx), or as Fountain"
_DEEPEST = 64


@dataclass
class Run:
    """A run of text in one style."""

    text: str
    styles: frozenset[str]


@dataclass
class Paragraph:
    """One paragraph, with its type as Final Draft names it and the notes and summary attached to it."""

    type: str
    first: int
    last: int = 0
    number: str = ""
    new_page: bool = False
    side: str = ""
    """left or right in a dual dialogue"""
    omitted: bool = False
    runs: list[Run] = field(default_factory=list)
    notes: list[Paragraph] = field(default_factory=list)
    summary: list[Paragraph] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return the text without its styles."""
        return "".join(run.text for run in self.runs)


@dataclass
class Pages:
    """The paragraphs of a Final Draft file, without its settings."""

    body: list[Paragraph] = field(default_factory=list)
    title: list[Paragraph] = field(default_factory=list)
    loose_notes: list[Paragraph] = field(default_factory=list)


def read_pages(data: bytes, path: str) -> Pages:
    """Return the paragraphs of a Final Draft file; raise ValidationFailed, with the line, if it cannot be read."""
    if len(data) > LARGEST_FILE:
        raise _refused(
            f"the script has {len(data):,} bytes", path, f"at most {LARGEST_FILE:,} bytes", "split it into episodes"
        )
    if not data.strip():
        raise _refused("the script is empty", path, "a Final Draft document (XML)", _REMEDY)
    reader = _Reader(path)
    try:
        reader.parser.Parse(data, True)
    except expat.ExpatError as error:
        where = f"{path}:{error.lineno}"
        what = f"this is not well-formed XML ({expat.ErrorString(error.code)})"
        raise _refused(what, where, "a Final Draft 8 or later document", _REMEDY) from error
    except ValueError as error:  # an unknown encoding
        raise _refused(f"this XML cannot be read ({error})", path, "UTF-8 or UTF-16", _REMEDY) from error
    return reader.pages


class _Reader:
    """Collects paragraphs while expat reads the file."""

    def __init__(self, path: str) -> None:
        self.pages = Pages()
        self._path = path
        self._open: list[str] = []
        self._paragraphs: list[Paragraph] = []
        self._styles: frozenset[str] | None = None
        self._duals = 0
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.EntityDeclHandler = self._entity

    def _entity(self, name: str, *_rest: object) -> NoReturn:
        line = self.parser.CurrentLineNumber
        raise _refused(f"it declares an entity ({name!r})", f"{self._path}:{line}", "plain text", _REMEDY)

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        line = self.parser.CurrentLineNumber
        if not self._open and name != "FinalDraft":
            raise _refused(f"its outermost element is <{name}>", f"{self._path}:{line}", "<FinalDraft>", _REMEDY)
        self._open.append(name)
        if len(self._open) > _DEEPEST:
            raise _refused(
                f"its elements are nested {_DEEPEST} deep",
                f"{self._path}:{line}",
                "a Final Draft document",
                _REMEDY,
            )
        if name == "Paragraph":
            self._begin(attributes, line)
        elif name == "Text":
            self._styles = frozenset(style for style in attributes.get("Style", "").split("+") if style)
        elif name == "DualDialogue":
            self._duals = 0

    def _begin(self, attributes: Mapping[str, str], line: int) -> None:
        paragraph = Paragraph(
            type=attributes.get("Type", ""),
            first=line,
            number=attributes.get("Number", "").strip(),
            new_page=attributes.get("StartsNewPage") == "Yes",
            omitted="OmittedScene" in self._open,
        )
        if "DualDialogue" in self._open:
            self._duals += paragraph.type == "Character"
            paragraph.side = "right" if self._duals > 1 else "left"
        self._paragraphs.append(paragraph)

    def _end(self, name: str) -> None:
        self._open.pop()
        if name == "Text":
            self._styles = None
        elif name == "Paragraph":
            paragraph = self._paragraphs.pop()
            paragraph.last = self.parser.CurrentLineNumber
            if len(paragraph.text) > LONGEST_LINE:
                raise _refused(
                    f"the paragraph has {len(paragraph.text):,} characters",
                    f"{self._path}:{paragraph.first}",
                    f"at most {LONGEST_LINE:,} characters",
                    "break it into several",
                )
            self._place(paragraph)

    def _place(self, paragraph: Paragraph) -> None:
        if "ScriptNote" in self._open:
            owner = self._paragraphs[-1].notes if self._paragraphs else self.pages.loose_notes
            owner.append(paragraph)
        elif "Summary" in self._open:
            if self._paragraphs:
                self._paragraphs[-1].summary.append(paragraph)
        elif "TitlePage" in self._open:
            self.pages.title.append(paragraph)
        elif self._open[1:2] == ["Content"]:
            self._body(paragraph)

    def _body(self, paragraph: Paragraph) -> None:
        if self._paragraphs and not paragraph.omitted and not paragraph.side:
            # An inner paragraph that is no note, summary or omitted scene: its text belongs to the outer one.
            self._paragraphs[-1].runs += paragraph.runs
            return
        if len(self.pages.body) >= MOST_LINES:
            raise _refused(
                f"the script has more than {MOST_LINES:,} paragraphs",
                f"{self._path}:{paragraph.first}",
                f"at most {MOST_LINES:,}",
                "split it into episodes",
            )
        self.pages.body.append(paragraph)

    def _characters(self, text: str) -> None:
        if self._styles is not None and self._paragraphs:
            self._paragraphs[-1].runs.append(Run(text, self._styles))


def _refused(what: str, where: str, allowed: str, remedy: str) -> ValidationFailed:
    return ValidationFailed(what, where=where, allowed=allowed, remedy=remedy, reason="FDX_UNREADABLE")
