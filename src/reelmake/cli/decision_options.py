"""What approving and rejecting have in common."""

from __future__ import annotations

import sys

import click

from reelmake.cli.approvals import checkpoint_named, user_name
from reelmake.cli.output import say
from reelmake.documents.approval import Decision, shown_digest
from reelmake.workspace.workspace import Workspace


def record(episode: str, checkpoint: str, decision: Decision, *, seen: str, note: str, by: str) -> None:
    """Show what is decided about, ask where somebody is there to answer, and record the decision."""
    from reelmake.governance.approvals.decisions import decide
    from reelmake.governance.approvals.evidence import evidence_for

    workspace = Workspace.here()
    workspace.check_episode(episode)
    what = checkpoint_named(checkpoint)
    parts = evidence_for(workspace, episode, what)
    for part in parts:
        say(f"  {part.digest[:12]}  {part.role}")
    if parts and not seen and sys.stdin.isatty():
        click.confirm(f"{decision} by {by or user_name()}?", abort=True)
        seen = shown_digest(parts)
    entry = decide(workspace, episode, what, decision, by=by or user_name(), note=note, seen=seen)
    said = f"Decision {entry.number}: {what.value} of {episode} {entry.decision} by {entry.by}"
    say(f"{said} ({entry.shown_digest[:12]}).")
