"""What this user last saw of a chain, kept outside the workspace: a chain cut short by all its means is noticed."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

from reelmake.actions.locks import exclusive
from reelmake.governance.approvals.chain import Chain
from reelmake.kernel.digest import digest
from reelmake.kernel.errors import InvariantViolated
from reelmake.kernel.files import write_if_changed


def check_against_memory(directory: Path, chain_file: Path, chain: Chain) -> None:
    """Raise InvariantViolated when decisions this user has seen are no longer in the chain."""
    count, last = _seen(_memory(directory, chain_file))
    if count == 0 or (count <= len(chain.entries) and chain.entries[count - 1].content_digest == last):
        return
    raise InvariantViolated(
        f"{count} decisions were here when you last looked, and they are not the ones here now ({len(chain.entries)})",
        where=str(chain_file),
        allowed="a chain that goes on from what was seen before",
        remedy="take the file back from version control; if you put an older state there yourself: "
        "reelmake approvals verify --forget",
        reason="APPROVALS_ROLLED_BACK",
    )


def remember(directory: Path, chain_file: Path, chain: Chain) -> None:
    """Note how far the chain reaches now, unless a longer one was seen meanwhile."""
    if not chain.entries:
        return
    path = _memory(directory, chain_file)
    # Where a user's directory cannot be written to, there is no memory; the decision itself stands.
    with contextlib.suppress(OSError):
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        with exclusive(path.with_suffix(".lock")):
            if _seen(path)[0] <= len(chain.entries):
                data = {"count": len(chain.entries), "last": chain.entries[-1].content_digest}
                write_if_changed(path, json.dumps(data).encode() + b"\n")


def forget(directory: Path, chain_file: Path) -> None:
    """Forget what was seen of a chain."""
    _memory(directory, chain_file).unlink(missing_ok=True)


def _memory(directory: Path, chain_file: Path) -> Path:
    return directory / "seen" / f"{digest(('chain', 1, str(chain_file.resolve())))[:24]}.json"


def _seen(path: Path) -> tuple[int, str]:
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        raw = json.loads(path.read_bytes())
        return int(raw["count"]), str(raw["last"])
    return 0, ""
