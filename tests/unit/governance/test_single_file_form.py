"""A record of approvals in the earlier form, with its head as the last line, is carried over without loss.

``data/approvals.jsonl`` was written by the program at commit 387cca6: three decisions of two people.
"""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest

from reelmake.documents.approval import Approval, Checkpoint, shown_digest
from reelmake.governance.approvals.chain import APPROVALS, approvals_chain
from reelmake.governance.approvals.single_file_form import SingleFileForm
from reelmake.kernel.errors import InvariantViolated
from reelmake.provenance.chain import SignedChain
from reelmake.provenance.chain_files import ChainFiles, Content
from reelmake.provenance.chain_kind import ChainPosition

KEPT = Path(__file__).parent / "data" / "approvals.jsonl"
LINES = KEPT.read_bytes().splitlines(keepends=True)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "approvals" / "approvals.jsonl"
    path.parent.mkdir()
    shutil.copyfile(KEPT, path)
    return path


def chain(path: Path) -> SignedChain[Approval]:
    return approvals_chain(path, path.parent.parent / "keys")


def files_of(path: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in path.parent.iterdir()}


def draft(place: ChainPosition) -> Approval:
    return Approval(
        trace_id="t",
        number=place.number,
        previous=place.previous,
        key=place.key,
        episode="ep01",
        checkpoint=Checkpoint.CANON_DIFF,
        decision="approved",
        shown=(),
        shown_digest=shown_digest(()),
        by="cleo",
        at="2026-11-29T09:00:00.000Z",
    )


CARRIED_OVER = {"approvals.jsonl": b"".join(LINES[:3]), "approvals.head.jsonl": LINES[3] + LINES[2]}


@pytest.mark.spec("G4")
def test_reading_carries_every_entry_over_with_its_bytes_digest_and_signature(path: Path) -> None:
    read = chain(path).read()
    assert [(one.by, one.decision, one.note) for one in read.entries] == [
        ("ada", "asked", ""),
        ("ben", "rejected", "scene 2 drags — a lot"),
        ("ada", "approved", ""),
    ]
    assert [one.to_bytes() for one in read.entries] == LINES[:3]
    assert list(read.digests) == [one.content_digest for one in read.entries]
    assert files_of(path) == CARRIED_OVER
    assert chain(path).read() == read
    assert files_of(path) == CARRIED_OVER


@pytest.mark.spec("G4")
def test_the_first_new_decision_continues_the_chain(path: Path) -> None:
    entry = chain(path).append(draft)
    assert (entry.number, entry.previous) == (4, chain(path).read().digests[2])
    assert path.read_bytes() == b"".join(LINES[:3]) + entry.to_bytes()


def test_a_killed_conversion_is_finished_by_the_next_read(path: Path) -> None:
    path.with_name("approvals.head.jsonl").write_bytes(CARRIED_OVER["approvals.head.jsonl"])
    assert len(chain(path).read().entries) == 3
    assert files_of(path) == CARRIED_OVER


@pytest.mark.spec("G4")
def test_a_rollback_to_the_earlier_form_is_detected(path: Path) -> None:
    kept = path.read_bytes()
    chain(path).append(draft)
    path.with_name("approvals.head.jsonl").unlink()
    path.write_bytes(kept)
    with pytest.raises(InvariantViolated, match="you have seen 4 decisions here before"):
        chain(path).read()


@pytest.mark.spec("G4")
@pytest.mark.parametrize(
    "lines",
    [[LINES[0], LINES[1], LINES[3]], [LINES[1], LINES[0], *LINES[2:]], [LINES[3]], [*LINES[:3], LINES[3][:-9] + b"\n"]],
    ids=["one taken out", "reordered", "the end alone", "an edited end"],
)
def test_a_broken_record_is_not_carried_over(path: Path, lines: list[bytes]) -> None:
    path.write_bytes(b"".join(lines))
    before = files_of(path)
    with pytest.raises(InvariantViolated, match="the record of approvals is broken"):
        chain(path).read()
    assert files_of(path) == before


@pytest.mark.spec("G4")
def test_an_earlier_record_beside_a_newer_head_is_refused(path: Path) -> None:
    kept = path.read_bytes()
    chain(path).append(draft)
    path.write_bytes(kept)
    with pytest.raises(InvariantViolated, match=r"another one is in approvals\.head\.jsonl"):
        chain(path).read()


def test_what_was_shown_and_its_digest_must_agree(path: Path) -> None:
    with_wrong_digest = draft(ChainPosition(1, "", "0" * 64)).model_copy(update={"shown_digest": "0" * 64})
    chain(path).append(
        lambda place: with_wrong_digest.model_copy(
            update={"number": place.number, "previous": place.previous, "key": place.key}
        )
    )
    with pytest.raises(InvariantViolated, match="its shown_digest is not the digest of what was shown"):
        chain(path).read()


class _ReadOnly(SingleFileForm):
    """The earlier form on a disk nobody may write to."""

    def carry_over(self, content: Content, files: ChainFiles) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))


def test_the_earlier_form_is_read_on_a_read_only_disk(path: Path, tmp_path: Path) -> None:
    read = SignedChain(path, APPROVALS, tmp_path / "keys", _ReadOnly(path, APPROVALS)).read()
    assert len(read.entries) == 3
    assert files_of(path) == {"approvals.jsonl": KEPT.read_bytes()}
