"""The record of decisions shows when it was cut, moved or edited, and loses none to two writers."""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reelmake.governance.approvals.chain import append, read_chain
from reelmake.governance.approvals.keys import own_signer
from reelmake.governance.approvals.rollback_guard import check_against_memory, forget, remember
from reelmake.kernel.errors import InvariantViolated
from support.decisions import entry

Lines = list[bytes]


def test_a_chain_reads_back_as_it_was_written(chain_of_three: Path) -> None:
    chain = read_chain(chain_of_three)
    assert [one.number for one in chain.entries] == [1, 2, 3]
    assert chain.entries[2].previous == chain.entries[1].content_digest
    assert chain.head is not None
    assert chain.head.count == 3


def test_no_file_is_a_chain_of_no_decisions(tmp_path: Path) -> None:
    assert read_chain(tmp_path / "none.jsonl").entries == ()


@pytest.mark.spec("G4")
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_one_changed_byte_anywhere_is_detected(chain_of_three: Path, data: st.DataObject) -> None:
    whole = chain_of_three.read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda value: value != whole[place]))
    copy = chain_of_three.with_name("changed.jsonl")
    copy.write_bytes(whole[:place] + bytes([byte]) + whole[place + 1 :])
    with pytest.raises(InvariantViolated, match="broken"):
        read_chain(copy)


def _note(lines: Lines) -> Lines:
    changed = {**json.loads(lines[1]), "decision": "rejected"}
    return [lines[0], json.dumps(changed, sort_keys=True, separators=(",", ":")).encode() + b"\n", *lines[2:]]


@pytest.mark.spec("G4")
@pytest.mark.parametrize(
    "change",
    [
        lambda lines: lines[:-1],
        lambda lines: lines[:-2],
        lambda lines: [*lines[:2], lines[-1]],
        lambda lines: lines[1:],
        lambda lines: [lines[1], lines[0], *lines[2:]],
        lambda lines: [lines[0], *lines],
        lambda lines: [lines[0], lines[2], lines[3]],
        lambda lines: [lines[-1]],
        lambda lines: [],
        lambda lines: [line.replace(b",", b", ") for line in lines],
        _note,
    ],
    ids=[
        "without its end",
        "without its last decision and end",
        "without its last decision",
        "without its first",
        "reordered",
        "doubled",
        "one taken out",
        "the end alone",
        "emptied",
        "spelled otherwise",
        "a decision turned round",
    ],
)
def test_a_cut_reordered_or_edited_chain_is_detected(chain_of_three: Path, change: Callable[[Lines], Lines]) -> None:
    lines = chain_of_three.read_bytes().splitlines(keepends=True)
    chain_of_three.write_bytes(b"".join(change(lines)))
    with pytest.raises(InvariantViolated) as caught:
        read_chain(chain_of_three)
    assert caught.value.reason == "APPROVALS_BROKEN"
    with pytest.raises(InvariantViolated):
        append(chain_of_three, own_signer(chain_of_three.parent / "keys"), entry(9))


@pytest.mark.spec("G4")
def test_an_older_whole_chain_put_back_is_noticed_by_who_saw_the_newer(chain_of_three: Path, tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    older = chain_of_three.read_bytes()
    _entry, newer = append(chain_of_three, own_signer(keys), entry(4))
    remember(keys, chain_of_three, newer)
    check_against_memory(keys, chain_of_three, newer)
    chain_of_three.write_bytes(older)
    with pytest.raises(InvariantViolated, match="4 decisions were here"):
        check_against_memory(keys, chain_of_three, read_chain(chain_of_three))
    chain_of_three.unlink()
    with pytest.raises(InvariantViolated, match="4 decisions were here"):
        check_against_memory(keys, chain_of_three, read_chain(chain_of_three))
    forget(keys, chain_of_three)
    check_against_memory(keys, chain_of_three, read_chain(chain_of_three))


def _approve_five(path: Path, keys: Path, who: str) -> None:
    for number in range(5):
        append(path, own_signer(keys / who), entry(number, who))


@pytest.mark.spec("G4")
def test_approvers_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "approvals.jsonl"
    context = multiprocessing.get_context("fork")
    people = ["ada", "ben", "cleo"]
    writers = [context.Process(target=_approve_five, args=(path, tmp_path, who)) for who in people]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    entries = read_chain(path).entries
    assert [one.number for one in entries] == list(range(1, 16))
    assert sorted(one.by for one in entries) == sorted(people * 5)
