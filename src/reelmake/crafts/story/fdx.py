"""Reads Final Draft. The script equals that of the same screenplay in Fountain, except for line numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from reelmake.crafts.story.assembly import assemble
from reelmake.crafts.story.blocks import read_blocks
from reelmake.crafts.story.character_cues import CharacterCue, read_cue
from reelmake.crafts.story.element_drafts import DraftPart, ElementDraft
from reelmake.crafts.story.fdx_xml import Paragraph, Run, read_pages
from reelmake.crafts.story.headings import Heading, is_heading, read_place
from reelmake.crafts.story.markup import find_comments
from reelmake.crafts.story.source import logical_lines
from reelmake.crafts.story.title_page import title_field
from reelmake.documents.numbering import Numbering
from reelmake.documents.script import ElementKind, Script, SourceLines, TitleField, Unplaced

_SPOKEN = {"Dialogue": "line", "Parenthetical": "parenthetical", "Singing": "lyric", "Lyrics": "lyric"}
_OF_A_SPEECH = {"Character", *_SPOKEN}
_PLAIN = {"Action", "General", "Shot", "Cast List", "More", ""}
_ACTS = {"New Act", "End of Act"}
_OUTLINE = re.compile(r"Outline (\d)|Outline Body")
_LANGUAGE = re.compile(r"(?i)language\s*:\s*(.+)")
_CREDIT = re.compile(r"(?i)(written |story |screenplay |teleplay )?by|(screenplay|story|teleplay)")


def parse_fdx(
    data: bytes,
    *,
    path: str,
    episode: str,
    series: str,
    character_ids: Mapping[str, str] | None = None,
    location_ids: Mapping[str, str] | None = None,
    numbering: Numbering | None = None,
) -> Script:
    """Read a Final Draft screenplay; raise ValidationFailed, with the line, if it cannot be read.

    Arguments are those of ``parse_fountain``. Fountain's notes work in any paragraph: ``[[canon: …]]``.
    """
    pages = read_pages(data, path)
    reader = _ParagraphReader()
    for paragraph in pages.body:
        reader.take(paragraph)
    for note in pages.loose_notes:
        if note.text.strip():
            reader.report(note, "a note attached to a range of characters is not supported; it is not in the script")
    return assemble(
        reader.drafts,
        lines=data.decode("utf-8", "replace").splitlines(),
        title_page=_title_page(pages.title),
        unplaced=reader.unplaced,
        path=path,
        episode=episode,
        series=series,
        character_ids=character_ids or {},
        location_ids=location_ids or {},
        numbering=numbering,
    )


class _ParagraphReader:
    """Turns paragraphs into drafts; a speech collects the paragraphs after its cue."""

    def __init__(self) -> None:
        self.drafts: list[ElementDraft] = []
        self.unplaced: list[Unplaced] = []
        self._speech: ElementDraft | None = None

    def report(self, paragraph: Paragraph, why: str) -> None:
        self.unplaced.append(Unplaced(line=paragraph.first, text=paragraph.text.strip(), why=why))

    def take(self, paragraph: Paragraph) -> None:
        text = _marked(paragraph.runs)
        if paragraph.new_page and self.drafts:
            self._add(ElementDraft(ElementKind.PAGE_BREAK, "", paragraph.first, paragraph.first))
        if paragraph.omitted:
            if text:
                self._add(
                    ElementDraft(ElementKind.BONEYARD, text.replace("*/", "* /"), paragraph.first, paragraph.last)
                )
        elif paragraph.type == "Scene Heading" and text:
            self._add(_heading(paragraph, text))
            self._add_all(_comment(ElementKind.SYNOPSIS, part) for part in paragraph.summary)
        elif paragraph.type == "Character" and (cue := _cue(paragraph, text)):
            self._add(cue)
            self._speech = cue
        elif paragraph.type in _SPOKEN and self._speech is not None:
            if text:
                _say(self._speech, paragraph, text)
        elif text:
            self._add_all(self._outside_speech(paragraph, text))
        self._notes(paragraph)

    def _outside_speech(self, paragraph: Paragraph, text: str) -> Iterator[ElementDraft]:
        """Yield the drafts of a paragraph outside a speech."""
        kind = paragraph.type
        if kind == "Transition":
            draft = ElementDraft(ElementKind.TRANSITION, _one_line(text), paragraph.first, paragraph.last)
            draft.forced = not _same(_as_fountain(draft.text), draft)
            yield draft
        elif kind in _ACTS:
            yield ElementDraft(ElementKind.SECTION, _one_line(text), paragraph.first, paragraph.last, level=1)
        elif outline := _OUTLINE.fullmatch(kind):
            if outline[1]:
                level = min(6, int(outline[1]) or 1)
                yield ElementDraft(ElementKind.SECTION, _one_line(text), paragraph.first, paragraph.last, level=level)
            else:
                yield ElementDraft(ElementKind.SYNOPSIS, _one_line(text), paragraph.first, paragraph.last)
        elif kind in ("Singing", "Lyrics"):
            yield ElementDraft(ElementKind.LYRIC, _one_line(text), paragraph.first, paragraph.last)
        else:
            if kind in _SPOKEN or kind == "Character":
                self.report(paragraph, f"{kind.lower()} without a cue before it; it was read as action")
            elif kind not in _PLAIN:
                self.report(paragraph, f"a paragraph of an unknown type, {kind!r}; it was read as action")
            for block in re.split(r"\n\s*\n", text):
                yield from _action(block, paragraph)

    def _notes(self, paragraph: Paragraph) -> None:
        for note in paragraph.notes:
            text = _note_text(note)
            if not text:
                continue
            if self._speech is not None and paragraph.type in _OF_A_SPEECH:
                self._speech.parts.append(DraftPart("note", text, note.first, note.last))
                self._speech.last = max(self._speech.last, note.last)
            else:
                self._add(ElementDraft(ElementKind.NOTE, text, note.first, note.last))

    def _add(self, draft: ElementDraft) -> None:
        self._speech = None
        self.drafts.append(draft)

    def _add_all(self, drafts: Iterator[ElementDraft]) -> None:
        for draft in drafts:
            self._add(draft)


def _heading(paragraph: Paragraph, text: str) -> ElementDraft:
    line = _one_line(text)
    heading = Heading(line, paragraph.number.replace("#", ""), not is_heading(line), *read_place(line))
    return ElementDraft(ElementKind.ACTION, "", paragraph.first, paragraph.last, heading=heading)


def _cue(paragraph: Paragraph, text: str) -> ElementDraft | None:
    bare = _one_line(text).removesuffix("^").rstrip()
    plain = read_cue(bare)
    cue = plain or read_cue(f"@{bare}")
    if cue is None or not cue.speaker:
        return None
    forced = plain is None or is_heading(bare) or bare[0] in "#=>~!.@"
    side = CharacterCue(cue.speaker, cue.extensions, paragraph.side == "right", forced)
    return ElementDraft(ElementKind.DIALOGUE, "", paragraph.first, paragraph.last, forced, cue=side)


def _say(speech: ElementDraft, paragraph: Paragraph, text: str) -> None:
    kind = _SPOKEN[paragraph.type]
    if kind == "parenthetical":
        text = _one_line(text).removeprefix("(").removesuffix(")").strip()
    speech.last = paragraph.last
    before = speech.parts[-1] if speech.parts else None
    if kind == "line" and before is not None and before.kind == "line":
        before.text, before.last = f"{before.text}\n{text}", paragraph.last
    else:
        part = "lyric" if kind == "lyric" else "parenthetical" if kind == "parenthetical" else "line"
        speech.parts.append(DraftPart(part, text, paragraph.first, paragraph.last))  # type: ignore[arg-type]


def _action(text: str, paragraph: Paragraph) -> Iterator[ElementDraft]:
    """Yield an action, forced if Fountain would read its text as another element; or the comments it consists of."""
    read = _as_fountain(text)
    if all(item.kind in (ElementKind.NOTE, ElementKind.BONEYARD) for item in read):
        for item in read:
            yield ElementDraft(item.kind, item.text, paragraph.first, paragraph.last)
        return
    draft = ElementDraft(ElementKind.ACTION, text, paragraph.first, paragraph.last)
    draft.forced = not _same(read, draft)
    yield draft


def _as_fountain(text: str) -> list[ElementDraft]:
    body, _comments, _starts = logical_lines(text.split("\n"), 1)
    return read_blocks(body)


def _same(read: list[ElementDraft], draft: ElementDraft) -> bool:
    return [(item.kind, item.text, item.heading, item.cue) for item in read] == [(draft.kind, draft.text, None, None)]


def _comment(kind: ElementKind, paragraph: Paragraph) -> ElementDraft:
    return ElementDraft(kind, _one_line(paragraph.text), paragraph.first, paragraph.last)


def _note_text(note: Paragraph) -> str:
    return " ".join(note.text.replace("]]", "] ]").split())


def _one_line(text: str) -> str:
    return " ".join(text.split())


_MARKS = (("Underline", "_"), ("Bold", "**"), ("Italic", "*"))


def _marked(runs: list[Run]) -> str:
    """Return a paragraph's text with Fountain's marks for its styles; a literal * or _ gets a backslash."""
    pieces = []
    for styles, text in _merged(runs):
        inner = text.strip()
        if not inner:
            pieces.append(text)
            continue
        start = text.index(inner)
        before, after = text[:start], text[start + len(inner) :]
        marks = [mark for style, mark in _MARKS if style in styles and "\n" not in inner]
        pieces.append(before + "".join(marks) + _escaped(inner) + "".join(reversed(marks)) + after)
    lines = "".join(pieces).replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def _merged(runs: list[Run]) -> Iterator[tuple[frozenset[str], str]]:
    """Yield the runs with adjacent ones of equal style merged."""
    known = frozenset(style for style, _mark in _MARKS)
    styles, text = frozenset[str](), ""
    for run in runs:
        own = run.styles & known
        if own != styles and text:
            yield styles, text
            text = ""
        styles = own
        text += run.text.upper() if "AllCaps" in run.styles else run.text
    if text:
        yield styles, text


def _escaped(text: str) -> str:
    """Put a backslash before * and _, except inside comments, where they are literal."""
    pieces, position = [], 0
    for comment in find_comments(text).found:
        pieces += [re.sub(r"([*_])", r"\\\1", text[position : comment.start]), text[comment.start : comment.end]]
        position = comment.end
    return "".join([*pieces, re.sub(r"([*_])", r"\\\1", text[position:])])


def _title_page(paragraphs: list[Paragraph]) -> tuple[TitleField, ...]:
    """Return the title page's entries: title, credit and author, language, and everything else as notes."""
    fields: list[TitleField] = []
    key = "Title"
    for paragraph in paragraphs:
        text = _one_line(paragraph.text)
        if not text:
            continue
        source = SourceLines(first=paragraph.first, last=paragraph.last)
        if key != "Title" and (stated := _LANGUAGE.fullmatch(text)):
            fields.append(title_field("Language", [stated[1]], inline=True, source=source))
            continue
        if key == "Notes" and _CREDIT.fullmatch(text):
            key = "Credit"
        if key == "Notes" and fields[-1].key == "Notes":
            joined = SourceLines(first=fields[-1].source.first, last=paragraph.last)
            fields[-1] = title_field(key, [*fields[-1].values, text], inline=False, source=joined)
        else:
            fields.append(title_field(key, [text], inline=key != "Notes", source=source))
        key = "Author" if key == "Credit" else "Notes"
    return tuple(fields)
