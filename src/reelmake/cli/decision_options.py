"""What ``reelmake approve`` and ``reelmake reject`` share."""

from __future__ import annotations

import sys

import click

from reelmake.cli.approvals import checkpoint_named, user_name
from reelmake.cli.output import print_line
from reelmake.documents.approval import Decision, shown_digest
from reelmake.workspace.workspace import Workspace


def record(episode: str, checkpoint: str, decision: Decision, *, seen: str, note: str, by: str) -> None:
    """Print what is decided about, ask for confirmation on a terminal, and record the decision."""
    from reelmake.governance.approvals.decisions import decide
    from reelmake.governance.approvals.evidence import evidence_for

    workspace = Workspace.here()
    workspace.check_episode(episode)
    what = checkpoint_named(checkpoint)
    parts = evidence_for(workspace, episode, what)
    for part in parts:
        print_line(f"  {part.digest[:12]}  {part.role}")
    if parts and not seen and sys.stdin.isatty():
        click.confirm(f"{decision} by {by or user_name()}?", abort=True)
        seen = shown_digest(parts)
    entry = decide(workspace, episode, what, decision, by=by or user_name(), note=note, seen=seen)
    decided = f"Decision {entry.number}: {what.value} of {episode} {entry.decision} by {entry.by}"
    print_line(f"{decided} ({entry.shown_digest[:12]}).")
