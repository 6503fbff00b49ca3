"""A signed, append-only chain of entries in a file: what was added cannot be changed or taken out unnoticed."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Generic, Protocol

from reelmake.actions.locks import exclusive
from reelmake.documents.base import Document
from reelmake.kernel.digest import digest_bytes
from reelmake.kernel.disk_errors import disk_errors
from reelmake.kernel.errors import Internal
from reelmake.provenance.chain_files import ChainFiles, Content
from reelmake.provenance.chain_kind import Chain, ChainKind, ChainPosition, E
from reelmake.provenance.chain_verification import ChainEnd, committed_lines, verified, verified_end
from reelmake.provenance.rollback_guard import RollbackGuard
from reelmake.provenance.signing_keys import Signer, own_signer

_READ_ONLY = (errno.EACCES, errno.EPERM, errno.EROFS)


class EarlierForm(Protocol):
    """The files of a chain as an earlier release wrote them."""

    def is_there(self) -> bool:
        """Say whether such files are there; asked before every read and append, so it has to be cheap."""

    def content(self, files: ChainFiles) -> Content:
        """Return the chain they hold, as the current form has it; ``files`` may have it already, or a part."""

    def carry_over(self, content: Content, files: ChainFiles) -> None:
        """Write the current form and remove the earlier one; a call that was killed can be repeated."""


class SignedChain(Generic[E]):
    """One chain: its file and head, the user's key that signs new entries, and how far this user has seen it reach.

    Any number of processes may append and read at once. Appending costs the same however long the chain is.
    """

    def __init__(self, path: Path, kind: ChainKind[E], keys: Path, earlier_form: EarlierForm | None = None) -> None:
        self.path = path
        self._kind = kind
        self._keys = keys
        self._files = ChainFiles(path)
        self._guard = RollbackGuard(keys, path)
        self._earlier_form = earlier_form

    def read(self) -> Chain[E]:
        """Return all entries; raise InvariantViolated when any was edited, moved, removed or rolled back."""
        # Asked first: an entry that is added and remembered while this reads is not one that has gone.
        seen = self._guard.seen()
        earlier = self._earlier_form
        if earlier is not None and earlier.is_there():
            try:
                with self._locked():
                    pass
            except OSError as error:
                if error.errno not in _READ_ONLY:
                    raise
                return self._verified(earlier.content(self._files), seen)
        return self._verified(self._files.read(), seen)

    def append(self, draft: Callable[[ChainPosition], E], *, check: Callable[[Chain[E]], None] | None = None) -> E:
        """Add the entry that ``draft`` makes for its place; return it, signed by the user's key.

        With ``check`` the whole chain is verified first and handed to it; it may raise to refuse the entry. Without
        it only the end of the chain is verified; the next read verifies the rest.
        """
        signer = own_signer(self._keys)
        with self._writable(), self._locked():
            count, last = self._checked_end(check)
            entry = draft(ChainPosition(count + 1, last, signer.public))
            signed = entry.model_copy(update={"signature": self._signature(entry, signer)})
            line = signed.to_bytes()
            self._files.write_head(self._head(signed, line, signer) + line)
            # The entry counts from here on: while the disk refuses this second copy, readers use the one in the head.
            with contextlib.suppress(OSError):
                self._files.append(line)
            self._guard.remember(signed.number, digest_bytes(line))
        return signed

    def remember(self, chain: Chain[E]) -> None:
        """Record that this user has seen a chain, so that a rollback is detected later."""
        if chain.digests:
            self._guard.remember(len(chain.digests), chain.digests[-1])

    def forget(self) -> None:
        """Accept the chain as it is now, although this user has seen a longer one."""
        self._guard.forget()

    @contextlib.contextmanager
    def _writable(self) -> Iterator[None]:
        """Report a full or failing disk, and files that this user may not write."""
        with disk_errors(self.path.parent):
            try:
                yield
            except OSError as error:
                if error.errno not in _READ_ONLY:
                    raise
                raise Internal(
                    f"{self._kind.name} cannot be written: {error.strerror}",
                    where=str(self.path),
                    remedy="make the file and its directory writable for yourself",
                    reason=f"{self._kind.reason}_READ_ONLY",
                ) from error

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        """Hold the chain as its only writer, in its current form."""
        with exclusive(self.path.with_name(f".{self.path.name}.lock")):
            earlier = self._earlier_form
            if earlier is not None and earlier.is_there():
                content = earlier.content(self._files)
                verified(content, self._kind, self._files)
                earlier.carry_over(content, self._files)
            yield

    def _verified(self, content: Content, seen: tuple[int, str]) -> Chain[E]:
        chain = verified(content, self._kind, self._files)
        count, last = seen
        if count > 0 and (count > len(chain.digests) or chain.digests[count - 1] != last):
            raise self._kind.rolled_back(self.path, count, len(chain.digests))
        return chain

    def _checked_end(self, check: Callable[[Chain[E]], None] | None) -> tuple[int, str]:
        """Return how many entries there are and the digest of the last, after the checks an append asks for."""
        seen = self._guard.seen()
        head = self._files.read_head()
        end = verified_end(head, self._kind, self._files.head_path) if head is not None else None
        if check is None and end is not None and self._files.ends_with(end.line):
            count, last = end.head.count, end.head.last
            if seen[0] > count or (seen[0] == count and seen[1] != last):
                raise self._kind.rolled_back(self.path, seen[0], count)
            return count, last
        content = self._files.read()
        chain = self._verified(content, seen)
        if end is not None:
            self._complete(content, end)
        if check is not None:
            check(chain)
        return len(chain.digests), chain.digests[-1] if chain.digests else ""

    def _complete(self, content: Content, end: ChainEnd[E]) -> None:
        """Append the last entry to the others where a kill came before that."""
        if not self._files.ends_with(end.line):
            lines = committed_lines(content, end, self._kind, self.path)
            self._files.cut_to(sum(map(len, lines)))
            self._files.append(end.line)

    def _head(self, entry: E, line: bytes, signer: Signer) -> bytes:
        bare = self._kind.head(trace_id=entry.trace_id, count=entry.number, last=digest_bytes(line), key=signer.public)
        return bare.model_copy(update={"signature": self._signature(bare, signer)}).to_bytes()

    def _signature(self, document: Document, signer: Signer) -> str:
        return signer.sign(self._kind.signed_bytes(document.model_dump(mode="json")))
