"""Changing the canon: only by a diff that passed, every version kept, and nothing lost between writers."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings

from reelmake.crafts.canon.change_gate import judge_change
from reelmake.crafts.canon.diffs import apply_diff, assigned, compare, diff_of
from reelmake.crafts.canon.history import CanonStore
from reelmake.documents.canon_diff import CanonDiff
from reelmake.kernel.errors import Conflict, InvariantViolated, NotFound, ValidationFailed
from support.canons import canons

TEXT = """\
# Who is who.
version: 3
characters:
  ada:  # the eldest
    name: ADA
    age: 41
    locked: [look]
    look: {hair: red}
  ben: {name: BEN}   # her friend
"""


@pytest.fixture
def store(tmp_path):
    path = tmp_path / "story" / "canon.yaml"
    path.parent.mkdir()
    path.write_text(TEXT)
    return CanonStore(path, tmp_path / "keys")


def change(store: CanonStore, *settings, removed=()) -> CanonDiff:
    canon = store.current()
    return diff_of(canon, assigned(canon, settings, removed), by="ada")


@pytest.mark.spec("C1")
def test_an_approved_diff_changes_the_file_keeps_its_comments_and_every_version(store):
    diff = change(store, ("characters.cleo", {"name": "yes", "age": 7}), ("characters.ben.died", "ep01/2"))
    store.propose(diff)
    after = store.approve(diff, by="eva", note="read it")
    assert after == store.current()
    assert (after.version, after.characters["cleo"].name, after.characters["ben"].died) == (4, "yes", "ep01/2")
    text = store.path.read_text()
    assert "# Who is who." in text
    assert "ada:  # the eldest" in text
    assert "# her friend" in text
    assert 'name: "yes"' in text
    assert (store.version(3).version, set(store.version(3).characters)) == (3, {"ada", "ben"})
    assert store.version(4) == after
    assert [(one.decision, one.canon_version, one.by) for one in store.log()] == [
        ("first", 3, ""),
        ("proposed", 3, "ada"),
        ("approved", 4, "eva"),
    ]


@pytest.mark.spec("C1")
@settings(max_examples=40, deadline=None)
@given(before=canons(), after=canons())
def test_applying_what_differs_gives_the_other_canon(before, after):
    diff = diff_of(before, compare(before, after))
    assert CanonDiff.from_bytes(diff.to_bytes(), "") == diff
    expected = after.model_copy(update={"version": before.version + 1})
    assert apply_diff(before, diff) == expected


def test_a_diff_against_an_old_version_is_a_conflict_and_changes_nothing(store):
    first, second = change(store, ("characters.ada.age", 42)), change(store, ("characters.ben.age", 9))
    store.propose(first)
    store.propose(second)
    store.approve(first, by="eva")
    text = store.path.read_bytes()
    with pytest.raises(Conflict, match="made for version 3 of the canon, which is now at 4") as caught:
        store.approve(second, by="eva")
    assert caught.value.reason == "CANON_MOVED_ON"
    assert store.path.read_bytes() == text
    assert store.pending() == [second]
    with pytest.raises(Conflict, match="was approved by eva"):
        store.approve(first, by="eva")


def test_writers_at_the_same_time_lose_nothing(store):
    def write(number: int) -> int:
        for attempt in range(200):
            try:
                diff = change(store, (f"characters.p{number}", {"name": f"P{number}"}))
                store.propose(diff)
                store.approve(diff, by=f"writer {number}")
            except Conflict:
                continue
            return attempt
        raise AssertionError("never got through")

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(write, range(6)))
    canon = store.current()
    assert canon.version == 9
    assert {f"p{number}" for number in range(6)} <= set(canon.characters)
    assert [entry.number for entry in store.log()] == list(range(1, len(store.log()) + 1))
    assert {store.version(number).version for number in range(3, 10)} == set(range(3, 10))


def test_an_edit_by_hand_is_kept_or_becomes_a_proposal(store):
    store.propose(change(store, ("characters.ada.age", 42)))
    store.path.write_text(TEXT.replace("41", "43"))
    assert store.edited()
    diff = store.take_edit(because="she had a birthday", by="ada")
    assert [(one.path, one.before, one.after) for one in diff.changes] == [("characters.ada.age", "41", "43")]
    assert store.path.read_text() == TEXT
    assert store.approve(diff, by="eva").characters["ada"].age == 43
    store.path.write_text(store.path.read_text().replace("43", "44"))
    store.propose(change(store, ("characters.ben.age", 5)))
    assert store.log()[-2].decision == "edited"
    assert store.version(4).characters["ada"].age == 44


def test_a_rejected_proposal_is_kept_and_decided(store):
    diff = change(store, ("characters.ada.age", 42))
    store.propose(diff)
    store.reject(diff, by="eva", note="no")
    assert store.pending() == []
    assert store.find(diff.content_digest[:8]) == diff
    with pytest.raises(NotFound, match="no proposals begin with"):
        store.find("ffffffffffff")


def test_a_history_that_was_shortened_is_found_out(store):
    for age in (42, 43):
        diff = change(store, ("characters.ada.age", age))
        store.propose(diff)
        store.approve(diff, by="eva")
    log = store.root / "log.jsonl"
    lines = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(b"".join([lines[0], *lines[2:]]))
    with pytest.raises(InvariantViolated, match="does not follow the one before"):
        store.log()


@pytest.mark.parametrize(
    ("settings", "removed", "says"),
    [
        ([("characters.ben.of", 3)], (), "Extra inputs"),
        ([("people.ben.age", 3)], (), "is not the path of a fact"),
        ([("characters", {})], (), "is not the path of a fact"),
        ([("relationships.x", {"who": "ben", "kind": "parent", "of": "zoe"})], (), 'characters has no "zoe"'),
        ([], ("characters.bne",), 'did you mean "ben"'),
    ],
)
def test_a_proposal_that_makes_no_canon_is_refused(store, settings, removed, says):
    with pytest.raises(ValidationFailed, match=says):
        change(store, *settings, removed=removed)
    assert store.path.read_text() == TEXT


@pytest.mark.spec("C3")
def test_the_gate_for_changes_knows_locks_and_hard_facts(store):
    def word(*settings):
        verdict = judge_change(store.current(), change(store, *settings), lambda _canon: ())
        return verdict.verdict, [finding.kind for finding in verdict.findings]

    assert word(("characters.ben.description", "Tall.")) == ("PASS", [])
    assert word(("characters.ada.look", {"hair": "grey"})) == ("FAIL", ["lock_changed"])
    assert word(("characters.ada.age", 42)) == ("PARTIAL", ["hard_fact_changed"])


def test_a_diff_that_would_make_the_canon_contradict_itself_fails(store):
    diff = change(store, ("relationships.r", {"who": "ben", "kind": "friend", "of": "ada"}))
    broken = diff.changes[0].model_copy(update={"after": '{"kind":"friend","of":"nobody","who":"ben"}'})
    verdict = judge_change(store.current(), diff.model_copy(update={"changes": (broken,)}), lambda _canon: ())
    assert (verdict.verdict, verdict.findings[0].kind) == ("FAIL", "canon_contradiction")


@pytest.mark.spec("C1")
def test_a_fact_of_a_misspelt_id_names_the_one_that_was_meant(store):
    with pytest.raises(
        ValidationFailed, match="characters has no 'adda'; a new one needs 'name'; did you mean \"ada\""
    ) as told:
        change(store, ("characters.adda.age", 42))
    assert told.value.allowed == "ada, ben"


@pytest.mark.spec("C1")
def test_an_edit_before_any_version_was_kept_is_told_as_that(store):
    with pytest.raises(Conflict, match="no version of the canon is kept yet"):
        store.take_edit(because="", by="ada")
