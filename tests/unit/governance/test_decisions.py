"""Decisions in a workspace: bound to exact content, recorded, and void after one changed byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from reelmake.documents.approval import Checkpoint, CheckpointState
from reelmake.documents.safety import SafetyVerdict
from reelmake.governance.approvals.decisions import checkpoint_statuses, decide, require_approved
from reelmake.governance.approvals.evidence import evidence_for
from reelmake.governance.release_gate import require_release
from reelmake.kernel.errors import Conflict, InvariantViolated, ModeViolated, NotFound, Waiting
from reelmake.workspace.workspace import Workspace
from support.world import World

TIMING = Checkpoint.SHOTLIST_TIMING_LOCK
SHOTLIST = "episodes/ep01/shotlist.json"


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setenv("REELMAKE_KEYS", str(tmp_path / "ada"))
    world = World(tmp_path / "world")
    world.write(SHOTLIST, b'{"shots": []}\n')
    return world


def here(world: World) -> Workspace:
    return Workspace.at(world.root)


@pytest.mark.spec("G4")
def test_waiting_has_its_own_exit_status_and_an_approval_ends_it(world: World) -> None:
    with pytest.raises(Waiting) as caught:
        require_approved(here(world), "ep01", TIMING)
    assert caught.value.exit_status == 75
    assert "reelmake approve ep01 shotlist_timing_lock" in str(caught.value)
    entry = decide(here(world), "ep01", TIMING, "approved", by="ada", note="the third cut")
    found = require_approved(here(world), "ep01", TIMING)
    assert found.entry == entry
    assert (entry.by, entry.note, entry.number) == ("ada", "the third cut", 1)
    assert entry.at.endswith("Z")


@pytest.mark.spec("G4")
def test_one_changed_byte_voids_an_approval_and_restoring_it_revives_it(world: World) -> None:
    decide(here(world), "ep01", TIMING, "approved", by="ada")
    world.write(SHOTLIST, b'{"shots":  []}\n')
    with pytest.raises(Waiting, match="changed since"):
        require_approved(here(world), "ep01", TIMING)
    world.write(SHOTLIST, b'{"shots": []}\n')
    assert require_approved(here(world), "ep01", TIMING).state is CheckpointState.APPROVED


@pytest.mark.spec("G4")
def test_a_release_needs_every_checkpoint_the_project_requires(world: World) -> None:
    world.write("episodes/ep01/canon_verdict.json", b"{}")
    decide(here(world), "ep01", TIMING, "approved", by="ada")
    with pytest.raises(Waiting, match="ep01, canon_diff"):
        require_release(here(world), "ep01")
    decide(here(world), "ep01", Checkpoint.CANON_DIFF, "approved", by="ada")
    with pytest.raises(NotFound, match="safety_verdict"):
        require_release(here(world), "ep01")
    seen = SafetyVerdict(
        trace_id="t",
        episode="ep01",
        point="script",
        verdict="FAIL",
        policy="warn_only",
        stops_film=False,
        publishable=False,
        classifiers=("words",),
        passages=1,
    )
    seen.save(world.root / "episodes/ep01/safety_verdict.json")
    with pytest.raises(InvariantViolated, match="may not be published"):
        require_release(here(world), "ep01")
    safe = seen.model_copy(update={"verdict": "PASS", "publishable": True})
    safe.save(world.root / "episodes/ep01/safety_verdict.json")
    assert len(require_release(here(world), "ep01")) == 3, "nothing is to be spent"
    world.write("episodes/ep01/spend_estimate.json", b"{}")
    with pytest.raises(Waiting, match="external_spend"):
        require_release(here(world), "ep01")


def test_a_rejection_stops_with_its_note(world: World) -> None:
    decide(here(world), "ep01", TIMING, "rejected", by="ada", note="scene 2 drags")
    with pytest.raises(ModeViolated, match="scene 2 drags") as caught:
        require_approved(here(world), "ep01", TIMING)
    assert caught.value.exit_status == 6


def test_content_that_changed_since_it_was_looked_at_is_not_approved(world: World) -> None:
    with pytest.raises(Conflict, match="and you looked at"):
        decide(here(world), "ep01", TIMING, "approved", by="ada", seen="0000")
    assert not (world.root / "approvals").exists()


def test_nothing_that_does_not_exist_can_be_approved(world: World) -> None:
    with pytest.raises(NotFound, match="nothing to look at"):
        decide(here(world), "ep01", Checkpoint.EXTERNAL_SPEND, "approved", by="ada")


@pytest.mark.spec("G4")
def test_the_author_may_ask_and_another_decides(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world.replace("config/project.yaml", "fps: 24", "fps: 24\napprovals: {second_person: true}")
    with pytest.raises(ModeViolated, match="the author is unknown"):
        decide(here(world), "ep01", TIMING, "approved", by="ben")
    decide(here(world), "ep01", TIMING, "asked", by="ada")
    with pytest.raises(ModeViolated, match="may not decide"):
        decide(here(world), "ep01", TIMING, "approved", by="somebody else")
    monkeypatch.setenv("REELMAKE_KEYS", str(tmp_path / "ben"))
    decide(here(world), "ep01", TIMING, "approved", by="ben")
    assert require_approved(here(world), "ep01", TIMING).state is CheckpointState.APPROVED


def test_a_strangers_valid_signature_does_not_count(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide(here(world), "ep01", TIMING, "approved", by="ada")
    monkeypatch.setenv("REELMAKE_KEYS", str(tmp_path / "ben"))
    with pytest.raises(Waiting):
        require_approved(here(world), "ep01", TIMING)


@pytest.mark.spec("G4")
def test_no_approval_counts_once_the_record_was_tampered_with(world: World) -> None:
    decide(here(world), "ep01", TIMING, "approved", by="ada")
    world.replace("approvals/approvals.jsonl", '"by":"ada"', '"by":"eve"')
    with pytest.raises(InvariantViolated, match="broken"):
        require_approved(here(world), "ep01", TIMING)


def test_every_checkpoint_can_be_turned_off_and_the_registry_keeps_the_audit(world: World) -> None:
    world.replace("config/project.yaml", "fps: 24", "fps: 24\nhuman_checkpoints: {approve_canon_diff: false}")
    states = {one.checkpoint: one.state for one in checkpoint_statuses(here(world), "ep01")}
    assert states == {
        Checkpoint.CANON_DIFF: CheckpointState.OFF,
        Checkpoint.CHARACTER_PACKS: CheckpointState.OFF,
        TIMING: CheckpointState.WAITING,
        Checkpoint.EXTERNAL_SPEND: CheckpointState.NOTHING_TO_SHOW,
    }
    entry = decide(here(world), "ep01", TIMING, "approved", by="ada")
    (record,) = here(world).ledger.records_of(entry.content_digest)
    assert record.parameters["approver_id"] == "ada"
    assert record.parents == evidence_for(here(world), "ep01", TIMING)
