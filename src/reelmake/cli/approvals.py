"""``reelmake approvals``: the state of decisions, what they are about, and whether their record is intact."""

from __future__ import annotations

import getpass

import click

from reelmake.cli.output import json_option, print_json, print_line, print_table
from reelmake.documents.approval import Checkpoint, CheckpointState, shown_digest
from reelmake.kernel.errors import ValidationFailed, did_you_mean, one_line
from reelmake.workspace.workspace import Workspace

by_option = click.option("--by", default="", help="Who decides; by default the user's name.")
note_option = click.option("--note", default="", help="A note that is kept with the decision.")


def checkpoint_named(name: str) -> Checkpoint:
    """Return a checkpoint by its name; also written ``shotlist-timing-lock`` or ``approve_shotlist_timing_lock``."""
    plain = name.strip().lower().replace("-", "_").removeprefix("approve_")
    known = [checkpoint.value for checkpoint in Checkpoint]
    if plain not in known:
        raise ValidationFailed(
            f"there is no checkpoint {name!r}{did_you_mean(plain, known)}",
            allowed=", ".join(known),
            remedy="name one of these",
            reason="UNKNOWN_CHECKPOINT",
        )
    return Checkpoint(plain)


def user_name() -> str:
    """Return the name of the user who runs this program."""
    return getpass.getuser()


@click.group("approvals")
def command() -> None:
    """Show people's decisions and check their record."""


@command.command("list")
@click.argument("episode", required=False)
@json_option
def list_(episode: str | None, as_json: bool) -> None:
    """List the state of every checkpoint of EPISODE, or of all episodes."""
    from reelmake.governance.approvals.decisions import checkpoint_statuses

    workspace = Workspace.here()
    episodes = [workspace.check_episode(episode)] if episode else workspace.episodes()
    found = [(name, one) for name in episodes for one in checkpoint_statuses(workspace, name)]
    if as_json:
        print_json(
            [
                {
                    "episode": name,
                    "checkpoint": one.checkpoint.value,
                    "state": one.state.value,
                    "shown": one.shown,
                    "decision": one.entry.model_dump(mode="json") if one.entry else None,
                }
                for name, one in found
            ]
        )
        return
    rows = (
        (
            name,
            one.checkpoint.value,
            one.state.value.replace("_", " "),
            one.shown[:12],
            f"{one.entry.by} {one.entry.at}" if one.entry else "",
            one_line(one.entry.note, 60) if one.entry else "",
        )
        for name, one in found
    )
    print_table("", ("episode", "checkpoint", "state", "shown", "decided", "note"), rows)
    waiting = [(name, one) for name, one in found if one.state in (CheckpointState.WAITING, CheckpointState.VOID)]
    for name, one in waiting:
        print_line(f"waiting: reelmake approve {name} {one.checkpoint.value}")


@command.command("show")
@click.argument("episode")
@click.argument("checkpoint")
@json_option
def show(episode: str, checkpoint: str, as_json: bool) -> None:
    """List what CHECKPOINT of EPISODE is about, with the digest that an approval is bound to."""
    from reelmake.governance.approvals.evidence import evidence_for
    from reelmake.governance.approvals.spend_permission import read_estimate

    workspace = Workspace.here()
    workspace.check_episode(episode)
    what = checkpoint_named(checkpoint)
    parts = evidence_for(workspace, episode, what)
    digest = shown_digest(parts) if parts else ""
    if as_json:
        print_json({"shown": digest, "parts": [part.model_dump(mode="json") for part in parts]})
        return
    if parts:
        print_table(f"{episode}, {what.value}", ("what", "content"), ((part.role, part.digest) for part in parts))
    if parts and what is Checkpoint.EXTERNAL_SPEND:
        rows = ((a.purpose, a.server, a.model, a.questions, a.tokens) for a in read_estimate(workspace, episode))
        columns = ("for", "server", "model", "max. questions", "max. tokens per answer")
        print_table("", columns, rows, numeric=(3, 4))
    print_line(f"Together: {digest}" if parts else "There is nothing to decide about yet.")


@command.command("ask")
@click.argument("episode")
@click.argument("checkpoint")
@note_option
@by_option
def ask(episode: str, checkpoint: str, note: str, by: str) -> None:
    """Ask for a decision about CHECKPOINT of EPISODE.

    If the project requires a second person, whoever asks cannot approve.
    """
    from reelmake.governance.approvals.decisions import decide

    workspace = Workspace.here()
    workspace.check_episode(episode)
    entry = decide(workspace, episode, checkpoint_named(checkpoint), "asked", by=by or user_name(), note=note)
    print_line(f"{entry.by} asks for {entry.checkpoint.value} of {episode}: {entry.shown_digest[:12]}")


@command.command("require")
@click.argument("episode")
@click.argument("checkpoint", required=False)
def require(episode: str, checkpoint: str | None) -> None:
    """Exit with 0 if CHECKPOINT of EPISODE, or everything a release needs, is approved, and with 75 if not yet."""
    from reelmake.governance.approvals.decisions import require_approved
    from reelmake.governance.release_gate import require_release

    workspace = Workspace.here()
    workspace.check_episode(episode)
    if checkpoint:
        require_approved(workspace, episode, checkpoint_named(checkpoint))
    else:
        require_release(workspace, episode)
    print_line(f"{episode}: {checkpoint or 'everything a release needs'}: approved, or not required.")


@command.command("verify")
@click.option("--forget", is_flag=True, help="Accept an older state of the record that was restored on purpose.")
@json_option
def verify(forget: bool, as_json: bool) -> None:
    """Check all decisions and the canon's history: order and signatures are right, and no entry is missing."""
    from reelmake.governance.approvals.decisions import chain_of, trust_of
    from reelmake.governance.canon_changes import store_of

    workspace = Workspace.here()
    approvals, history = chain_of(workspace), store_of(workspace).chain
    if forget:
        approvals.forget()
        history.forget()
    decisions, changes = approvals.read(), history.read()
    approvals.remember(decisions)
    history.remember(changes)
    trust = trust_of(workspace)
    unknown_people = sorted({entry.by for entry in decisions.entries if not trust.counts(entry)})
    if as_json:
        counts = {"decisions": len(decisions.entries), "canon_entries": len(changes.entries)}
        print_json({**counts, "whole": True, "do_not_count": unknown_people})
        return
    print_line(f"{len(decisions.entries)} decisions, all intact.")
    print_line(f"{len(changes.entries)} entries of the canon's history, all intact.")
    for name in unknown_people:
        print_line(
            f"Decisions of {name} do not count: their key is not under approvals.approvers in config/project.yaml."
        )


@command.command("key")
def key() -> None:
    """Print your public key, for approvals.approvers in config/project.yaml. It is created if you have none."""
    from reelmake.provenance.signing_keys import key_directory, own_signer

    print_line(f"{user_name()}: {own_signer(key_directory()).public}")
