"""A chain of notes, for tests of what all chains have in common."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from reelmake.documents.chain import ChainEntry, ChainHead
from reelmake.provenance.chain import SignedChain
from reelmake.provenance.chain_kind import Chain, ChainKind, ChainPosition


class Note(ChainEntry):
    """An entry with one word."""

    kind: ClassVar[str] = "note"

    by: str
    word: str


class NoteHead(ChainHead):
    """The head of a chain of notes."""

    kind: ClassVar[str] = "note_head"


NOTES = ChainKind(
    entry=Note,
    head=NoteHead,
    tag="reelmake test notes 1",
    name="the book of notes",
    plural="notes",
    reason="NOTES",
    forget_command="notes --forget",
)
OTHER_NOTES = replace(NOTES, tag="reelmake test other notes 1")


def note(word: str, by: str = "ada") -> Callable[[ChainPosition], Note]:
    """Return a function that drafts a note."""
    return lambda place: Note(
        trace_id="t", number=place.number, previous=place.previous, key=place.key, by=by, word=word
    )


def verify_all(_chain: Chain[Note]) -> None:
    """Make an append verify the whole chain and refuse nothing."""


def notes(path: Path, who: str = "ada", kind: ChainKind[Note] = NOTES) -> SignedChain[Note]:
    """Return the chain in a file, as seen by a person whose key is in a directory next to it."""
    return SignedChain(path, kind, path.parent / "keys" / who)
