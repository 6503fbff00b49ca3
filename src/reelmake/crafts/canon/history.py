"""The canon's history: every version, every proposal, and a signed chain of decisions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from reelmake.actions.locks import exclusive
from reelmake.crafts.canon.diffs import apply_diff, canon_digest, compare, diff_of, raise_if_moved
from reelmake.crafts.canon.entry_files_form import EntryFilesForm
from reelmake.crafts.canon.store import load_canon
from reelmake.crafts.canon.yaml_edit import canon_yaml_with
from reelmake.documents.canon import Canon
from reelmake.documents.canon_diff import CanonDiff, CanonLogEntry, CanonLogHead, Decision
from reelmake.kernel.errors import Conflict, NotFound, ValidationFailed
from reelmake.kernel.files import write_atomic
from reelmake.kernel.log import utc_now
from reelmake.provenance.chain import SignedChain
from reelmake.provenance.chain_kind import ChainKind

CANON_LOG = ChainKind(
    entry=CanonLogEntry,
    head=CanonLogHead,
    tag="reelmake canon log 1",
    name="the canon's history",
    plural="entries",
    reason="CANON_LOG",
    forget_command="reelmake approvals verify --forget",
    unsigned_start=True,
)


@dataclass(frozen=True)
class CanonStore:
    """``story/canon.yaml``, and its history in ``story/canon/``."""

    path: Path
    keys: Path
    """The directory of the user's key, which signs new entries."""

    @property
    def root(self) -> Path:
        return self.path.with_suffix("")

    def current(self) -> Canon:
        """Return the canon in the file."""
        return load_canon(self.path)

    @property
    def chain(self) -> SignedChain[CanonLogEntry]:
        """Return the chain of the history's entries."""
        return SignedChain(self.root / "log.jsonl", CANON_LOG, self.keys, EntryFilesForm(self.root / "log", CANON_LOG))

    def log(self) -> list[CanonLogEntry]:
        """Return every entry of the history, oldest first; raise InvariantViolated if the chain is broken."""
        return list(self.chain.read().entries)

    def pending(self) -> list[CanonDiff]:
        """Return the open proposals, oldest first."""
        entries = self.log()
        decided = {entry.diff for entry in entries if entry.decision in ("approved", "rejected")}
        waiting = [entry.diff for entry in entries if entry.decision == "proposed" and entry.diff not in decided]
        return [CanonDiff.load(self._proposal(digest)) for digest in waiting]

    def has(self, name: str) -> bool:
        """Say whether an open proposal's id begins with ``name``."""
        return bool(self._named(name))

    def find(self, name: str) -> CanonDiff:
        """Return the one open proposal whose id begins with ``name``."""
        found = self._named(name)
        if len(found) != 1:
            raise NotFound(
                f"{len(found) or 'no'} proposals begin with {name!r}",
                where=str(self.root),
                allowed=", ".join(diff.content_digest[:12] for diff in self.pending()) or "(none is open)",
                remedy="use an id from `reelmake canon log`",
                reason="NO_SUCH_PROPOSAL",
            )
        return CanonDiff.load(found[0])

    def version(self, number: int) -> Canon:
        """Return an earlier version of the canon."""
        paths = [self._version(entry) for entry in self.log() if entry.canon_version == number]
        if paths:
            return load_canon(paths[-1])
        current = self.current()
        if current.version == number:
            return current
        kept = sorted({entry.canon_version for entry in self.log()} | {current.version})
        raise NotFound(
            f"no version {number} of the canon is kept",
            where=str(self.root),
            allowed=", ".join(map(str, kept)),
            remedy="use one of these",
            reason="NO_SUCH_VERSION",
        )

    def accepted(self) -> CanonLogEntry | None:
        """Return the entry of the current version; None without a history."""
        settled = [entry for entry in self.log() if entry.decision in ("first", "approved")]
        return settled[-1] if settled else None

    def edited(self) -> bool:
        """Say whether the file differs from the last accepted version."""
        accepted = self.accepted()
        return accepted is not None and accepted.canon != canon_digest(self.current())

    def approved_by_a_person(self, diff: CanonDiff) -> bool:
        """Say whether a person approved a proposal, not only the gate."""
        digest = diff.content_digest
        return any(entry.diff == digest and entry.decision == "approved" and entry.by for entry in self.log())

    def take_edit(self, *, because: str, by: str) -> CanonDiff:
        """Turn edits of the file into a proposal, and restore the last accepted version of the file."""
        with self._held():
            accepted = self.accepted()
            current = self.current()
            if accepted is None or accepted.canon == canon_digest(current):
                raise Conflict(
                    "the canon equals its last accepted version"
                    if accepted
                    else "no version of the canon is kept yet, so edits cannot be found",
                    where=str(self.path),
                    allowed="a file that was edited after a version was kept",
                    remedy="edit story/canon.yaml first"
                    if accepted
                    else "make a proposal, which keeps one: reelmake canon propose EPISODE, or --set PATH=VALUE",
                    reason="NOTHING_EDITED",
                )
            kept = self._version(accepted)
            base = load_canon(kept)
            diff = diff_of(base, compare(base, current), because=because, source="edited by hand", by=by)
            self._save(diff)
            write_atomic(self.path, kept.read_bytes())
            self._note("proposed", base, diff, by, because)
            return diff

    def propose(self, diff: CanonDiff) -> None:
        """Keep a proposal until it is decided; raise Conflict if the canon has changed since then."""
        if not diff.changes:
            raise ValidationFailed(
                f"{diff.source} declares nothing that is new to the canon"
                if diff.source
                else "the proposal changes nothing",
                allowed="at least one fact that is different",
                remedy="compare it with: reelmake canon show --json",
                reason="EMPTY_DIFF",
            )
        with self._held():
            current = self._adopted()
            raise_if_moved(current, diff)
            self._save(diff)
            self._note("proposed", current, diff, diff.by, diff.because)

    def approve(self, diff: CanonDiff, *, by: str, note: str = "") -> Canon:
        """Apply a proposal to the file and keep the version; raise Conflict if the canon has changed since then."""
        with self._held():
            self.require_undecided(diff)
            current = self._adopted()
            after = apply_diff(current, diff)
            written = canon_yaml_with(self.path, diff.changes, after)
            # The version is kept before the file is changed: a kill between the two loses nothing.
            write_atomic(self._version_path(after), written)
            write_atomic(self.path, written)
            self._note("approved", after, diff, by, note)
            return after

    def reject(self, diff: CanonDiff, *, by: str, note: str = "") -> None:
        """Reject a proposal; it stays in the history."""
        with self._held():
            self.require_undecided(diff)
            self._note("rejected", self._adopted(), diff, by, note)

    def require_open(self, diff: CanonDiff) -> None:
        """Raise Conflict if a proposal is decided, or the canon has changed since it was made."""
        self.require_undecided(diff)
        raise_if_moved(self.current(), diff)

    def require_undecided(self, diff: CanonDiff) -> None:
        """Raise Conflict if a proposal is decided."""
        for entry in self.log():
            if entry.diff == diff.content_digest and entry.decision in ("approved", "rejected"):
                raise Conflict(
                    f"this proposal was {entry.decision} by {entry.by or 'the gate'} at {entry.when}",
                    where=f"canon diff {diff.content_digest[:12]}",
                    allowed="an open proposal",
                    remedy="propose it again if it is still wanted",
                    reason="ALREADY_DECIDED",
                )

    @contextmanager
    def _held(self) -> Iterator[None]:
        with exclusive(self.root / ".lock"):
            yield

    def _adopted(self) -> Canon:
        """Return the canon in the file, after keeping it as a version."""
        current = self.current()
        entries = self.log()
        if not entries or entries[-1].canon != canon_digest(current):
            write_atomic(self._version_path(current), self.path.read_bytes())
            self._note("edited" if entries else "first", current, None, "", "")
        return current

    def _note(self, decision: Decision, canon: Canon, diff: CanonDiff | None, by: str, note: str) -> None:
        self.chain.append(
            lambda place: CanonLogEntry(
                trace_id="canon",
                number=place.number,
                previous=place.previous,
                key=place.key,
                decision=decision,
                diff=diff.content_digest if diff else "",
                canon_version=canon.version,
                canon=canon_digest(canon),
                by=by,
                note=note,
                when=utc_now(),
            )
        )

    def _named(self, name: str) -> list[Path]:
        return sorted((self.root / "proposals").glob(f"{name}*.json")) if name.isalnum() else []

    def _save(self, diff: CanonDiff) -> None:
        diff.save(self._proposal(diff.content_digest))

    def _proposal(self, digest: str) -> Path:
        return self.root / "proposals" / f"{digest}.json"

    def _version(self, entry: CanonLogEntry) -> Path:
        return self.root / "versions" / f"{entry.canon_version:06}-{entry.canon[:12]}.yaml"

    def _version_path(self, canon: Canon) -> Path:
        return self.root / "versions" / f"{canon.version:06}-{canon_digest(canon)[:12]}.yaml"
