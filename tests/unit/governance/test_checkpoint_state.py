"""Whose decisions count, about what, and who may not decide."""

from __future__ import annotations

import pytest

from reelmake.documents.approval import Approval, Checkpoint, CheckpointState, Decision
from reelmake.governance.approvals.checkpoint_state import (
    CheckpointStatus,
    Trust,
    checkpoint_status,
    refuse_self_approval,
)
from reelmake.kernel.errors import ModeViolated, ValidationFailed

TIMING = Checkpoint.SHOTLIST_TIMING_LOCK
NOW, BEFORE = "a" * 64, "b" * 64
ADA, BEN = "1" * 64, "2" * 64


def decided(decision: Decision, shown: str = NOW, by: str = "ada", key: str = ADA) -> Approval:
    return Approval(
        trace_id="t",
        number=1,
        episode="ep01",
        checkpoint=TIMING,
        decision=decision,
        shown=(),
        shown_digest=shown,
        by=by,
        key=key,
        at="2030-01-01T00:00:00.000Z",
    )


def where(
    *entries: Approval, trust: Trust | None = None, episode: str = "ep01", required: bool = True
) -> CheckpointStatus:
    return checkpoint_status(entries, trust or Trust({}, ADA), episode, TIMING, shown=NOW, required=required)


@pytest.mark.spec("G4")
@pytest.mark.parametrize(
    ("entries", "state"),
    [
        ([], CheckpointState.WAITING),
        ([decided("asked")], CheckpointState.WAITING),
        ([decided("approved")], CheckpointState.APPROVED),
        ([decided("rejected")], CheckpointState.REJECTED),
        ([decided("approved", BEFORE)], CheckpointState.VOID),
        ([decided("approved"), decided("rejected")], CheckpointState.REJECTED),
        ([decided("rejected"), decided("approved")], CheckpointState.APPROVED),
        ([decided("approved"), decided("rejected", BEFORE)], CheckpointState.APPROVED),
        ([decided("approved", key=BEN)], CheckpointState.WAITING),
    ],
    ids=[
        "nobody",
        "asked",
        "yes",
        "no",
        "yes to something else",
        "yes then no",
        "no then yes",
        "no to other",
        "stranger",
    ],
)
def test_the_last_trusted_decision_about_exactly_this_content_counts(
    entries: list[Approval], state: CheckpointState
) -> None:
    assert where(*entries).state is state


def test_an_approval_of_one_episode_does_not_count_for_another() -> None:
    assert where(decided("approved"), episode="ep02").state is CheckpointState.WAITING


def test_a_checkpoint_that_is_turned_off_requires_no_decision() -> None:
    assert where(required=False).state is CheckpointState.OFF


def test_a_named_approver_counts_only_with_their_own_key() -> None:
    trust = Trust({"ben": BEN})
    assert where(decided("approved", by="ben", key=BEN), trust=trust).state is CheckpointState.APPROVED
    assert where(decided("approved", by="ben", key=ADA), trust=trust).state is CheckpointState.WAITING
    assert where(decided("approved", by="ada", key=BEN), trust=trust).state is CheckpointState.WAITING
    with pytest.raises(ValidationFailed, match="that of ben"):
        trust.require_name("ada", BEN)
    with pytest.raises(ValidationFailed, match="not among the approvers"):
        trust.require_name("ben", ADA)


@pytest.mark.spec("G4")
@pytest.mark.parametrize(
    ("authors", "entries", "by", "key", "reason"),
    [
        (["Ada Byron"], [], "ada byron", ADA, "SELF_APPROVAL"),
        ([], [decided("asked", by="ada")], "ADA", BEN, "SELF_APPROVAL"),
        ([], [decided("asked", by="ada", key=ADA)], "ben", ADA, "SELF_APPROVAL"),
        ([], [], "ben", BEN, "AUTHOR_UNKNOWN"),
        ([], [decided("asked", BEFORE)], "ben", BEN, "AUTHOR_UNKNOWN"),
    ],
    ids=["the title page's author", "who asked", "who asked, by another name", "nobody known", "asked about other"],
)
def test_nobody_may_approve_their_own_work(
    authors: list[str], entries: list[Approval], by: str, key: str, reason: str
) -> None:
    with pytest.raises(ModeViolated) as caught:
        refuse_self_approval(entries, authors, shown=NOW, by=by, key=key, where="ep01")
    assert caught.value.reason == reason


def test_a_second_person_may_decide() -> None:
    refuse_self_approval([decided("asked")], ["Cleo"], shown=NOW, by="ben", key=BEN, where="ep01")
