"""XML documents, built from plain data so that no text can become markup."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

_LEGAL_RANGES = ((0x20, 0xD7FF), (0xE000, 0xFFFD), (0x10000, 0x10FFFF))


def child(parent: Element, tag: str, text: str | int = "", **attributes: str) -> Element:
    """Add an element with a text to ``parent``, and return it."""
    made = SubElement(parent, tag, {name: legal_xml(value) for name, value in attributes.items()})
    if text != "":
        made.text = legal_xml(str(text))
    return made


def document(root: Element, doctype: str) -> str:
    """Return a complete document with its doctype, indented; the same data gives the same text."""
    indent(root, "  ")
    body = tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE {doctype}>\n{body}\n'


def legal_xml(text: str) -> str:
    """Return a text without the characters that XML does not allow."""
    return "".join(char for char in text if char in "\t\n" or any(a <= ord(char) <= b for a, b in _LEGAL_RANGES))
