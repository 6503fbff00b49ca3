"""``kill -9``, or a full disk, at every system call of an append to a chain and of carrying one over."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from reelmake.crafts.canon.history import CanonStore
from reelmake.governance.approvals.chain import approvals_chain
from reelmake.provenance.signing_keys import own_signer
from support.chains import note, notes
from support.system_calls import Call, calls_of, run_undisturbed, run_with_fault, why_unavailable

pytestmark = pytest.mark.skipif(bool(why_unavailable()), reason=f"no system calls can be counted: {why_unavailable()}")

UNIT = Path(__file__).resolve().parents[1] / "unit"
Build = Callable[[Path], Path]


def a_new_chain(root: Path) -> Path:
    """Make a directory for a chain; return where the chain will be."""
    own_signer(root / "keys" / "ada")
    return root / "notes.jsonl"


def a_chain_of_two(root: Path) -> Path:
    path = root / "notes.jsonl"
    notes(path).append(note("one"))
    notes(path).append(note("two"))
    return path


def append(path: Path) -> None:
    notes(path).append(note("new"))


def words(path: Path) -> list[str]:
    return [entry.word for entry in notes(path, "stranger").read().entries]


def a_record_of_approvals(root: Path) -> Path:
    root.mkdir()
    shutil.copyfile(UNIT / "governance/data/approvals.jsonl", root / "approvals.jsonl")
    return root / "approvals.jsonl"


def read_approvals(path: Path) -> None:
    assert len(approvals_chain(path, path.parent / "keys").read().entries) == 3


def a_history_of_the_canon(root: Path) -> Path:
    shutil.copytree(UNIT / "crafts/canon/data/story", root)
    return root / "canon.yaml"


def read_history(path: Path) -> None:
    assert len(CanonStore(path, path.parent / "keys").log()) == 7


def points(work: Callable[[], object]) -> list[Call]:
    """Return the system calls of some work that change something on the disk."""
    return [call for call in calls_of(work) if call.changes]


@pytest.mark.spec("E4")
@pytest.mark.parametrize("build", [a_new_chain, a_chain_of_two])
def test_killed_at_any_call_an_append_loses_nothing_and_the_next_one_goes_on(build: Build, tmp_path: Path) -> None:
    warm, counted = build(tmp_path / "warm"), build(tmp_path / "counted")
    append(warm)
    before = words(counted)
    calls = points(lambda: append(counted))
    assert len(calls) >= 10
    outcomes = set()
    for number, call in enumerate(calls):
        path = build(tmp_path / str(number))
        assert run_with_fault(lambda path=path: append(path), call.fault("signal=KILL")).status == -9, call
        found = words(path)
        assert found in (before, [*before, "new"]), call
        assert run_undisturbed(lambda path=path: append(path)).status == 0, call
        assert words(path) == [*found, "new"], call
        assert path.read_bytes().count(b"\n") == len(found) + 1, call
        outcomes.add(len(found) - len(before))
    assert outcomes == {0, 1}, "kills fell before and after the entry counted"


@pytest.mark.spec("E4")
@pytest.mark.parametrize("build", [a_new_chain, a_chain_of_two])
def test_on_a_full_disk_an_append_succeeds_or_reports_it_and_the_chain_is_intact(build: Build, tmp_path: Path) -> None:
    counted = build(tmp_path / "counted")
    before = words(counted)
    calls = [call for call in points(lambda: append(counted)) if call.name in ("write", "fsync", "openat")]
    for number, call in enumerate(calls):
        path = build(tmp_path / str(number))
        ended = run_with_fault(lambda path=path: append(path), call.fault("error=ENOSPC"))
        found = words(path)
        if ended.status == 0:
            assert found == [*before, "new"], call
        else:
            assert "the disk is full" in ended.output, f"{call}: {ended.output}"
            assert found in (before, [*before, "new"]), call
        append(path)
        assert words(path) == [*found, "new"], call


@pytest.mark.spec("E4")
@pytest.mark.parametrize(
    ("build", "read"), [(a_record_of_approvals, read_approvals), (a_history_of_the_canon, read_history)]
)
def test_killed_at_any_call_carrying_a_chain_over_loses_nothing_and_is_finished_by_the_next_read(
    build: Build, read: Callable[[Path], None], tmp_path: Path
) -> None:
    def content(path: Path) -> dict[str, bytes]:
        return {str(file.relative_to(path.parent)): file.read_bytes() for file in _files(path.parent)}

    reference = build(tmp_path / "reference")
    read(reference)
    counted = build(tmp_path / "counted")
    calls = points(lambda: read(counted))
    assert len(calls) >= 8
    for number, call in enumerate(calls):
        path = build(tmp_path / str(number))
        assert run_with_fault(lambda path=path: read(path), call.fault("signal=KILL")).status == -9, call
        assert run_undisturbed(lambda path=path: read(path)).status == 0, call
        assert content(path) == content(reference), call


def _files(root: Path) -> list[Path]:
    """Return the files below a directory, apart from locks and temporary files that a kill left."""
    found = [Path(directory) / name for directory, _below, names in os.walk(root) for name in names]
    return sorted(file for file in found if not file.name.startswith("."))
