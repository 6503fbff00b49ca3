"""Writes a script as Fountain. Reading it gives the same script, except for line numbers."""

from __future__ import annotations

from reelmake.crafts.story.character_cues import cue_text
from reelmake.crafts.story.dialogue import KEPT_BLANK
from reelmake.crafts.story.markup import mask_comments
from reelmake.documents.script import DialoguePart, Element, ElementKind, Scene, Script


def write_fountain(script: Script) -> str:
    """Return the script as Fountain text, one blank line between elements."""
    blocks = [_title_page(script)] if script.title_page else []
    for scene in script.scenes:
        if scene.heading:
            blocks.append(_heading(scene))
        blocks += [_element(element) for element in scene.elements]
    return "\n\n".join(blocks) + "\n"


def _title_page(script: Script) -> str:
    lines = []
    for entry in script.title_page:
        inline = entry.values[0] if entry.inline and entry.values else ""
        lines.append(f"{entry.key}: {inline}".rstrip())
        lines += [f"    {value}" for value in entry.values[1 if inline else 0 :]]
    return "\n".join(lines)


def _heading(scene: Scene) -> str:
    number = f" #{scene.number}#" if scene.number else ""
    return f"{'.' if scene.forced else ''}{scene.heading}{number}"


def _element(element: Element) -> str:  # noqa: PLR0911 - one return per kind
    text = element.text
    match element.kind:
        case ElementKind.DIALOGUE:
            return "\n".join([_cue(element), *(_part(part) for part in element.parts)])
        case ElementKind.ACTION:
            return f"!{text}" if element.forced else text
        case ElementKind.TRANSITION:
            return f"> {text}".rstrip() if element.forced else text
        case ElementKind.CENTERED:
            return f"> {text} <"
        case ElementKind.LYRIC:
            return f"~{text}"
        case ElementKind.PAGE_BREAK:
            return "==="
        case ElementKind.SECTION:
            return f"{'#' * element.level} {text}".rstrip()
        case ElementKind.SYNOPSIS:
            return f"= {text}".rstrip()
        case ElementKind.NOTE:
            return f"[[{text}]]"
        case ElementKind.BONEYARD:
            return f"/*{text}*/"


def _cue(element: Element) -> str:
    name = element.cue or cue_text(element.speaker, element.extensions)
    return f"{'@' if element.forced else ''}{name}{' ^' if element.dual == 'right' else ''}"


def _part(part: DialoguePart) -> str:
    match part.kind:
        case "line":
            return _speech(part.text)
        case "parenthetical":
            return f"({part.text})"
        case "lyric":
            return f"~{part.text}"
        case "note":
            return f"[[{part.text}]]"
        case "boneyard":
            return f"/*{part.text}*/"


def _speech(text: str) -> str:
    """Write empty lines inside a speech as two spaces; empty lines inside a comment stay."""
    if "\n\n" not in text:
        return text
    lines = []
    offset = 0
    for mask in mask_comments(text).split("\n"):
        lines.append(text[offset : offset + len(mask)] or KEPT_BLANK)
        offset += len(mask) + 1
    return "\n".join(lines)
