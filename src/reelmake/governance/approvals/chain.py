"""The chain of decisions on disk: one line each, and a signed line at the end that says how many there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from reelmake.actions.locks import exclusive
from reelmake.documents.approval import Approval, ApprovalHead, shown_digest
from reelmake.documents.base import Document
from reelmake.governance.approvals.keys import Signer, is_signed
from reelmake.kernel.digest import canonical_bytes
from reelmake.kernel.errors import InvariantViolated, ReelmakeError
from reelmake.kernel.files import write_atomic

D = TypeVar("D", bound=Document)
_TAG = b"reelmake approval 1\n"


@dataclass(frozen=True)
class Chain:
    """The decisions of a workspace, checked from the first to the last."""

    entries: tuple[Approval, ...] = ()
    head: ApprovalHead | None = None


def read_chain(path: Path) -> Chain:
    """Return the decisions kept in a file; raise InvariantViolated where a line was edited, moved or taken out."""
    try:
        lines = path.read_bytes().splitlines(keepends=True)
    except FileNotFoundError:
        return Chain()
    if not lines:
        raise _broken(path, 1, "the file is empty: the decisions and their signed end are gone")
    entries: list[Approval] = []
    for number, line in enumerate(lines[:-1], start=1):
        entry = _parsed(Approval, line, path, number)
        previous = entries[-1].content_digest if entries else ""
        if entry.number != number or entry.previous != previous:
            raise _broken(path, number, "this decision does not follow the one before it")
        if entry.shown_digest != shown_digest(entry.shown):
            raise _broken(path, number, "what was shown and its digest do not agree")
        if not is_signed(_signable(entry), entry.signature, entry.key):
            raise _broken(path, number, f"the signature of {entry.by!r} does not fit this decision")
        entries.append(entry)
    head = _parsed(ApprovalHead, lines[-1], path, len(lines))
    if not entries or head.count != len(entries) or head.last != entries[-1].content_digest:
        raise _broken(path, len(lines), f"the signed end speaks of {head.count} decisions; {len(entries)} are here")
    if head.key != entries[-1].key or not is_signed(_signable(head), head.signature, head.key):
        raise _broken(path, len(lines), "the signature of the end does not fit")
    return Chain(tuple(entries), head)


def append(path: Path, signer: Signer, draft: Callable[[Chain], Approval]) -> tuple[Approval, Chain]:
    """Add the decision that ``draft`` makes of the chain so far; return it, signed, and the longer chain.

    Only one writer is in here at a time, and the file is replaced whole: a reader or a kill sees the chain before
    or after.
    """
    with exclusive(path.with_name(f".{path.name}.lock")):
        chain = read_chain(path)
        drafted = draft(chain)
        placed = drafted.model_copy(
            update={
                "number": len(chain.entries) + 1,
                "previous": chain.entries[-1].content_digest if chain.entries else "",
                "shown_digest": shown_digest(drafted.shown),
                "key": signer.public,
                "signature": "",
            }
        )
        entry = placed.model_copy(update={"signature": signer.sign(_signable(placed))})
        entries = (*chain.entries, entry)
        bare = ApprovalHead(
            trace_id=entry.trace_id, count=len(entries), last=entry.content_digest, key=signer.public, signature=""
        )
        head = bare.model_copy(update={"signature": signer.sign(_signable(bare))})
        write_atomic(path, b"".join(document.to_bytes() for document in _documents(entries, head)))
        return entry, Chain(entries, head)


def _documents(entries: Sequence[Approval], head: ApprovalHead) -> tuple[Document, ...]:
    return (*entries, head)


def _signable(document: Approval | ApprovalHead) -> bytes:
    return _TAG + canonical_bytes(document.model_dump(mode="json", exclude={"signature"}))


def _parsed(model: type[D], line: bytes, path: Path, number: int) -> D:
    try:
        document = model.from_bytes(line, f"{path}:{number}")
    except ReelmakeError as error:
        raise _broken(path, number, error.what) from error
    if document.to_bytes() != line:
        raise _broken(path, number, "the line is not spelled as it was written")
    return document


def _broken(path: Path, line: int, what: str) -> InvariantViolated:
    return InvariantViolated(
        f"the record of approvals is broken: {what}",
        where=f"{path}:{line}",
        allowed="decisions as they were made, all of them, in their order; they are only ever added",
        remedy="take the file back from version control or a backup; no decision counts until then",
        reason="APPROVALS_BROKEN",
    )
