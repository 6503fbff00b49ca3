"""Decisions about changes of the canon are in the chain of approvals, and a release checks both."""

from __future__ import annotations

from pathlib import Path

import pytest

from reelmake.crafts.canon.diffs import assigned, diff_of
from reelmake.documents.approval import Checkpoint
from reelmake.documents.canon_diff import CanonDiff
from reelmake.episode.canon_checks import judge_all
from reelmake.governance.approvals.decisions import CHAIN, checked_chain
from reelmake.governance.canon_changes import approve, reject, store_of, submit
from reelmake.governance.release_gate import require_accepted_canon
from reelmake.kernel.errors import Conflict, InvariantViolated, ModeViolated
from reelmake.workspace.workspace import Workspace
from support.world import World


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setenv("REELMAKE_KEYS", str(tmp_path / "eva"))
    world = World(tmp_path / "world")
    (world.root / "story/ep01.fountain").unlink()
    world.write("story/canon.yaml", "version: 1\ncharacters:\n  ada: {name: ADA, age: 41}\n")
    return world


def here(world: World) -> Workspace:
    return Workspace.at(world.root)


def propose(world: World, fact: str, value: object, by: str = "ada") -> CanonDiff:
    canon = store_of(here(world)).current()
    diff = diff_of(canon, assigned(canon, [(fact, value)], ()), by=by)
    submit(here(world), diff, judge_all)
    return diff


@pytest.mark.spec("C1", "G4")
def test_an_approved_change_is_signed_and_bound_to_the_proposal(world: World) -> None:
    diff = propose(world, "characters.ada.age", 42)
    approve(here(world), diff, judge_all, by="eva", note="her birthday")
    (entry,) = checked_chain(here(world)).entries
    assert (entry.checkpoint, entry.decision, entry.by, entry.note) == (
        Checkpoint.CANON_DIFF,
        "approved",
        "eva",
        "her birthday",
    )
    assert [part.digest for part in entry.shown] == [diff.content_digest]
    require_accepted_canon(here(world))


@pytest.mark.spec("G4")
def test_a_rejection_is_signed_too_and_the_canon_stays(world: World) -> None:
    before = (world.root / "story/canon.yaml").read_bytes()
    reject(here(world), propose(world, "characters.ada.age", 12), by="eva", note="she is not")
    (entry,) = checked_chain(here(world)).entries
    assert (entry.decision, entry.note) == ("rejected", "she is not")
    assert (world.root / "story/canon.yaml").read_bytes() == before


@pytest.mark.spec("G4")
def test_what_may_not_be_approved_is_not_signed_either(world: World) -> None:
    world.replace("config/project.yaml", "series:", "canon: {ask: true, second_person: true}\nseries:")
    diff = propose(world, "characters.ada.age", 42)
    with pytest.raises(ModeViolated, match="may not decide") as caught:
        approve(here(world), diff, judge_all, by="Ada", note="")
    assert caught.value.reason == "SELF_APPROVAL"
    other = propose(world, "characters.ada.age", 43)
    approve(here(world), other, judge_all, by="eva", note="")
    with pytest.raises(Conflict):
        approve(here(world), diff, judge_all, by="eva", note="")
    assert [entry.shown[0].digest for entry in checked_chain(here(world)).entries] == [other.content_digest]


@pytest.mark.spec("G4", "C1")
def test_a_release_refuses_a_canon_that_was_edited_by_hand(world: World) -> None:
    propose(world, "characters.ada.description", "Tall.")
    require_accepted_canon(here(world))
    world.replace("story/canon.yaml", "age: 41", "age: 61")
    with pytest.raises(InvariantViolated, match="edited by hand") as caught:
        require_accepted_canon(here(world))
    assert caught.value.reason == "CANON_EDITED"
    # A later proposal takes the edit in as a version; it is not accepted for that.
    propose(world, "characters.ada.age", 62)
    with pytest.raises(InvariantViolated, match="edited by hand"):
        require_accepted_canon(here(world))
    diff = store_of(here(world)).take_edit(because="a slip of the bible", by="ada")
    assert [change.path for change in diff.changes] == ["characters.ada.age"]
    approve(here(world), diff, judge_all, by="eva", note="")
    require_accepted_canon(here(world))
    assert store_of(here(world)).current().characters["ada"].age == 61


@pytest.mark.spec("G4")
def test_an_unsigned_approval_blocks_a_release_until_it_is_signed(world: World) -> None:
    diff = propose(world, "characters.ada.age", 42)
    store_of(here(world)).approve(diff, by="eva", note="by an older program")
    with pytest.raises(InvariantViolated, match="without a signature") as caught:
        require_accepted_canon(here(world))
    assert caught.value.reason == "CANON_UNSIGNED"
    approve(here(world), diff, judge_all, by="eva", note="")
    require_accepted_canon(here(world))
    assert (world.root / CHAIN).is_file()
    with pytest.raises(Conflict, match="was approved by eva"):
        approve(here(world), diff, judge_all, by="eva", note="once more")
    assert len(checked_chain(here(world)).entries) == 1
