from __future__ import annotations

from pathlib import Path

import pytest

from reelmake.governance.approvals.chain import append
from reelmake.governance.approvals.keys import own_signer
from support.decisions import entry


@pytest.fixture
def chain_of_three(tmp_path: Path) -> Path:
    """A chain with three decisions of one person."""
    path, signer = tmp_path / "approvals.jsonl", own_signer(tmp_path / "keys")
    for number in range(3):
        append(path, signer, entry(number))
    return path
