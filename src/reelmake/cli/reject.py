"""``reelmake reject``: record a signed rejection, bound to the content that was rejected."""

from __future__ import annotations

import click

from reelmake.cli.approvals import by_option, note_option
from reelmake.cli.decision_options import record


@click.command("reject")
@click.argument("episode")
@click.argument("checkpoint")
@click.option(
    "--shown",
    "seen",
    default="",
    help="The digest you reviewed, or its first digits; the decision is refused if it differs.",
)
@note_option
@by_option
def command(episode: str, checkpoint: str, seen: str, note: str, by: str) -> None:
    """Reject CHECKPOINT of EPISODE as it is now. If the content changes later, the rejection no longer counts.

    Checkpoints: canon_diff, character_packs, shotlist_timing_lock, external_spend.
    """
    record(episode, checkpoint, "rejected", seen=seen, note=note, by=by)
