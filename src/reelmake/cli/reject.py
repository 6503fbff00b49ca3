"""``reelmake reject``: a person's no, signed and bound to what they saw."""

from __future__ import annotations

import click

from reelmake.cli.approvals import by_option, note_option
from reelmake.cli.decision_options import record


@click.command("reject")
@click.argument("episode")
@click.argument("checkpoint")
@click.option("--shown", "seen", default="", help="The digest of what you looked at, or its beginning; checked.")
@note_option
@by_option
def command(episode: str, checkpoint: str, seen: str, note: str, by: str) -> None:
    """Reject CHECKPOINT of EPISODE as it is now. One changed byte, and the decision no longer holds.

    Checkpoints: canon_diff, character_packs, shotlist_timing_lock, external_spend.
    """
    record(episode, checkpoint, "rejected", seen=seen, note=note, by=by)
