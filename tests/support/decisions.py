"""Decisions for tests of the chain."""

from __future__ import annotations

from collections.abc import Callable

from reelmake.documents.approval import Approval, Checkpoint, Decision
from reelmake.documents.base import Parent
from reelmake.governance.approvals.chain import Chain
from reelmake.kernel.digest import digest


def entry(
    number: int, by: str = "ada", decision: Decision = "approved", shown: str = ""
) -> Callable[[Chain], Approval]:
    """Return what drafts a decision about something."""
    content = digest(("shown", shown or number))
    return lambda _chain: Approval(
        trace_id="t",
        number=1,
        episode="ep01",
        checkpoint=Checkpoint.SHOTLIST_TIMING_LOCK,
        decision=decision,
        shown=(Parent(role="shotlist", digest=content),),
        shown_digest=content,
        by=by,
        key="0" * 64,
        at="2030-01-01T00:00:00.000Z",
    )
