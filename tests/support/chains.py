"""A chain of notes, for tests of what every chain does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from reelmake.documents.chain import ChainEntry, ChainHead
from reelmake.provenance.chain import SignedChain
from reelmake.provenance.chain_kind import Chain, ChainKind, ChainPosition


class Note(ChainEntry):
    """A word that somebody wrote."""

    kind: ClassVar[str] = "note"

    by: str
    word: str


class NoteHead(ChainHead):
    """The end of the notes."""

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
    """Return what drafts a note."""
    return lambda place: Note(
        trace_id="t", number=place.number, previous=place.previous, key=place.key, by=by, word=word
    )


def verify_all(_chain: Chain[Note]) -> None:
    """Have an append verify the whole chain, and refuse nothing."""


def notes(path: Path, who: str = "ada", kind: ChainKind[Note] = NOTES) -> SignedChain[Note]:
    """Return the notes in a file, for somebody whose key lies beside it."""
    return SignedChain(path, kind, path.parent / "keys" / who)
