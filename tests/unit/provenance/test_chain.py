"""Chains: tampering is detected, and concurrent writers and kills lose nothing."""

from __future__ import annotations

import json
import multiprocessing
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reelmake.kernel.errors import Internal, InvariantViolated, Unsupported
from reelmake.provenance.chain import SignedChain
from reelmake.provenance.signing_keys import own_public_key
from support.chains import NOTES, OTHER_NOTES, Note, note, notes, verify_all

Lines = list[bytes]


class LaterNote(Note):
    """A note as a later program writes it."""

    version: ClassVar[str] = "1.1.0"

    ink: str = ""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A chain with three notes of one person."""
    path = tmp_path / "notes.jsonl"
    for word in ("one", "two", "three"):
        notes(path).append(note(word))
    return path


def head_of(path: Path) -> Path:
    return path.with_name("notes.head.jsonl")


def as_seen_by_a_stranger(path: Path) -> list[str]:
    """Return the words in a chain, read without the memory of who wrote them."""
    return [entry.word for entry in notes(path, "stranger").read().entries]


def test_a_chain_reads_back_as_it_was_written(path: Path) -> None:
    chain = notes(path).read()
    assert [entry.word for entry in chain.entries] == ["one", "two", "three"]
    assert [entry.number for entry in chain.entries] == [1, 2, 3]
    assert ["", *chain.digests[:2]] == [entry.previous for entry in chain.entries]
    assert {entry.key for entry in chain.entries} == {own_public_key(path.parent / "keys/ada")}


def test_no_file_is_a_chain_without_entries_and_reading_makes_none(tmp_path: Path) -> None:
    assert notes(tmp_path / "book" / "notes.jsonl").read().entries == ()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.spec("G4")
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_one_changed_byte_anywhere_is_detected(path: Path, data: st.DataObject) -> None:
    changed = data.draw(st.sampled_from([path, head_of(path)]))
    whole = changed.read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda value: value != whole[place]))
    changed.write_bytes(whole[:place] + bytes([byte]) + whole[place + 1 :])
    try:
        with pytest.raises(InvariantViolated, match="broken"):
            as_seen_by_a_stranger(path)
    finally:
        changed.write_bytes(whole)


def _reworded(lines: Lines) -> Lines:
    changed = {**json.loads(lines[1]), "word": "too"}
    return [lines[0], json.dumps(changed, sort_keys=True, separators=(",", ":")).encode() + b"\n", lines[2]]


@pytest.mark.spec("G4")
@pytest.mark.parametrize(
    "change",
    [
        lambda lines: lines[:-2],
        lambda lines: [lines[0], lines[2]],
        lambda lines: lines[1:],
        lambda lines: [lines[1], lines[0], lines[2]],
        lambda lines: [lines[0], *lines],
        lambda lines: [*lines, lines[2]],
        lambda lines: [*lines, b"{"],
        lambda lines: [],
        lambda lines: [line.replace(b",", b", ") for line in lines],
        lambda lines: [lines[0], b"[" * 100_000 + b"\n", lines[2]],
        lambda lines: [lines[0], b'{"number":1.5}\n', lines[2]],
        _reworded,
    ],
    ids=[
        "without its last two",
        "one taken out",
        "without its first",
        "reordered",
        "its first doubled",
        "its last doubled",
        "with a part of a line more",
        "emptied",
        "spelled otherwise",
        "nested without end",
        "with a number nothing writes",
        "an entry reworded",
    ],
)
def test_a_cut_reordered_or_edited_chain_is_detected(path: Path, change: Callable[[Lines], Lines]) -> None:
    path.write_bytes(b"".join(change(path.read_bytes().splitlines(keepends=True))))
    with pytest.raises(InvariantViolated) as caught:
        as_seen_by_a_stranger(path)
    assert caught.value.reason == "NOTES_BROKEN"
    assert caught.value.where.startswith(f"{path}:")
    with pytest.raises(InvariantViolated, match="the book of notes is broken"):
        notes(path).append(note("four"), check=verify_all)


@pytest.mark.spec("G4")
def test_a_head_that_is_missing_or_older_is_detected(path: Path) -> None:
    older, older_head = path.read_bytes(), head_of(path).read_bytes()
    notes(path).append(note("four"))
    notes(path).append(note("five"))
    head_of(path).write_bytes(older_head)
    with pytest.raises(InvariantViolated, match="the signed head counts 3 notes, and 5 are here"):
        as_seen_by_a_stranger(path)
    head_of(path).unlink()
    with pytest.raises(InvariantViolated, match="its signed head is missing"):
        as_seen_by_a_stranger(path)
    path.write_bytes(older.splitlines(keepends=True)[0])
    with pytest.raises(InvariantViolated, match="its signed head is missing"):
        as_seen_by_a_stranger(path)


@pytest.mark.spec("G4")
def test_a_stranger_cannot_shorten_a_chain_by_signing_a_new_head(path: Path) -> None:
    forged = path.parent / "forged" / "notes.jsonl"
    forged.parent.mkdir()
    lines = path.read_bytes().splitlines(keepends=True)
    notes(forged, "eve").append(note("four", "eve"))
    head = json.loads(head_of(forged).read_bytes().splitlines()[0])
    head["count"], head["last"] = 2, json.loads(lines[2])["previous"]
    text = json.dumps(head, sort_keys=True, separators=(",", ":")).encode() + b"\n"
    path.write_bytes(b"".join(lines[:2]))
    head_of(path).write_bytes(text + lines[1])
    with pytest.raises(InvariantViolated, match="broken"):
        as_seen_by_a_stranger(path)


@pytest.mark.spec("G4")
def test_a_signature_for_one_kind_of_chain_is_invalid_in_another(path: Path) -> None:
    with pytest.raises(InvariantViolated, match="the signature of the head does not match"):
        notes(path, kind=OTHER_NOTES).read()


@pytest.mark.parametrize("left", [b"", b'{"by":"a'], ids=["nothing of it", "a part of it"])
def test_a_last_entry_missing_in_the_file_is_taken_from_the_head(path: Path, left: bytes) -> None:
    whole = path.read_bytes()
    lines = whole.splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:2]) + left)
    assert as_seen_by_a_stranger(path) == ["one", "two", "three"]
    notes(path).append(note("four"))
    assert path.read_bytes().startswith(whole)
    assert as_seen_by_a_stranger(path) == ["one", "two", "three", "four"]


def test_a_first_entry_without_its_file_is_taken_from_the_head(tmp_path: Path) -> None:
    path = tmp_path / "notes.jsonl"
    notes(path).append(note("one"))
    path.unlink()
    assert as_seen_by_a_stranger(path) == ["one"]
    notes(path).append(note("two"))
    assert as_seen_by_a_stranger(path) == ["one", "two"]


@pytest.mark.spec("G4")
def test_a_rollback_is_detected_by_a_user_who_saw_the_newer_chain(path: Path, tmp_path: Path) -> None:
    older = {file: file.read_bytes() for file in (path, head_of(path))}
    notes(path).append(note("four"))
    for file, content in older.items():
        file.write_bytes(content)
    for look in (notes(path).read, lambda: notes(path).append(note("five"))):
        with pytest.raises(InvariantViolated, match="you have seen 4 notes here before") as caught:
            look()
        assert caught.value.reason == "NOTES_ROLLED_BACK"
        assert "notes --forget" in caught.value.remedy
    for file in older:
        file.unlink()
    with pytest.raises(InvariantViolated, match="you have seen 4 notes here before"):
        notes(path).read()
    notes(path).forget()
    assert notes(path).read().entries == ()


def test_a_reader_who_remembered_a_chain_detects_a_rollback(path: Path) -> None:
    ben = notes(path, "ben")
    ben.remember(ben.read())
    for file in (path, head_of(path)):
        file.unlink()
    assert as_seen_by_a_stranger(path) == []
    with pytest.raises(InvariantViolated, match="you have seen 3 notes here before"):
        ben.read()


def test_an_entry_refused_by_the_check_is_not_added(path: Path) -> None:
    def refuse(chain: object) -> None:
        raise Internal(f"refused: {chain}")

    before = path.read_bytes(), head_of(path).read_bytes()
    with pytest.raises(Internal, match="refused"):
        notes(path).append(note("four"), check=refuse)
    assert (path.read_bytes(), head_of(path).read_bytes()) == before


def _bytes_moved(work: Callable[[], object]) -> int:
    """Return how many bytes this process read and wrote while it did ``work``."""

    def moved() -> int:
        counts = dict(line.split(": ") for line in Path("/proc/self/io").read_text().splitlines())
        return int(counts["rchar"]) + int(counts["wchar"])

    before = moved()
    work()
    return moved() - before


def test_appending_moves_the_same_number_of_bytes_in_a_longer_chain(path: Path) -> None:
    chain = notes(path)
    early = _bytes_moved(lambda: chain.append(note("four")))
    for _ in range(100):
        chain.append(note("more"))
    late = _bytes_moved(lambda: chain.append(note("last")))
    assert late < early + 500
    assert path.stat().st_size > 5 * late


def _append_five(path: Path, who: str) -> None:
    for number in range(5):
        notes(path, who).append(note(str(number), who), check=verify_all if number % 2 else None)


def _read_until_there_are(count: int, path: Path) -> None:
    seen = 0
    while seen < count:
        found = len(notes(path, "reader").read().entries)
        assert found >= seen
        seen = found


@pytest.mark.spec("G4")
def test_writers_at_once_lose_nothing_and_readers_never_see_a_broken_chain(tmp_path: Path) -> None:
    path = tmp_path / "notes.jsonl"
    context = multiprocessing.get_context("fork")
    people = ["ada", "ben", "cleo"]
    processes = [context.Process(target=_append_five, args=(path, who)) for who in people]
    processes += [context.Process(target=_read_until_there_are, args=(15, path)) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * 5
    entries = notes(path).read().entries
    assert [entry.number for entry in entries] == list(range(1, 16))
    assert sorted(entry.by for entry in entries) == sorted(people * 5)


def test_an_entry_of_a_later_minor_version_stays_valid(path: Path) -> None:
    later = SignedChain(path, replace(NOTES, entry=LaterNote), path.parent / "keys" / "ada")
    later.append(
        lambda place: LaterNote(
            trace_id="t", number=place.number, previous=place.previous, key=place.key, by="ada", word="four", ink="red"
        )
    )
    notes(path).append(note("five"))
    assert as_seen_by_a_stranger(path) == ["one", "two", "three", "four", "five"]


def test_an_entry_of_a_later_major_version_asks_for_an_update(path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0].replace(b'"schema_version":"1.0.0"', b'"schema_version":"2.0.0"') + b"".join(lines[1:]))
    with pytest.raises(Unsupported, match="written by a newer program"):
        as_seen_by_a_stranger(path)


def test_a_chain_may_be_copied_elsewhere(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "elsewhere"
    copy.mkdir()
    for file in (path, head_of(path)):
        shutil.copyfile(file, copy / file.name)
    assert as_seen_by_a_stranger(copy / path.name) == ["one", "two", "three"]


def test_a_chain_that_its_user_may_not_write_is_reported(tmp_path: Path) -> None:
    nowhere = SignedChain(Path("/sys/notes.jsonl"), NOTES, tmp_path / "keys")
    with pytest.raises(Internal, match="the book of notes cannot be written") as caught:
        nowhere.append(note("one"))
    assert caught.value.reason == "NOTES_READ_ONLY"
