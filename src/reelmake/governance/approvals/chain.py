"""The chain of people's decisions in a workspace."""

from __future__ import annotations

from pathlib import Path

from reelmake.documents.approval import Approval, ApprovalHead, shown_digest
from reelmake.governance.approvals.single_file_form import SingleFileForm
from reelmake.provenance.chain import SignedChain
from reelmake.provenance.chain_kind import ChainKind


def _problem_of(entry: Approval) -> str:
    if entry.shown_digest != shown_digest(entry.shown):
        return "its shown_digest is not the digest of what was shown"
    return ""


APPROVALS = ChainKind(
    entry=Approval,
    head=ApprovalHead,
    tag="reelmake approval 1",
    name="the record of approvals",
    plural="decisions",
    reason="APPROVALS",
    forget_command="reelmake approvals verify --forget",
    problem_of=_problem_of,
)


def approvals_chain(path: Path, keys: Path) -> SignedChain[Approval]:
    """Return the chain of decisions in a file, for the user whose key is in the directory ``keys``."""
    return SignedChain(path, APPROVALS, keys, SingleFileForm(path, APPROVALS))
