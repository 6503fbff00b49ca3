"""``reelmake approvals``: where decisions stand, what there is to look at, and whether the record is whole."""

from __future__ import annotations

import getpass

import click

from reelmake.cli.output import json_option, print_json, print_table, say
from reelmake.documents.approval import Checkpoint, CheckpointState, shown_digest
from reelmake.kernel.errors import ValidationFailed, did_you_mean, one_line
from reelmake.workspace.workspace import Workspace

by_option = click.option("--by", default="", help="Who decides; else the user's name.")
note_option = click.option("--note", default="", help="What to remember about it.")


def checkpoint_named(name: str) -> Checkpoint:
    """Return the checkpoint a person means: ``shotlist-timing-lock`` and ``approve_shotlist_timing_lock`` are one."""
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
    """Return the name of whoever runs this program."""
    return getpass.getuser()


@click.group("approvals")
def command() -> None:
    """People's decisions: where they stand, and whether their record is whole."""


@command.command("list")
@click.argument("episode", required=False)
@json_option
def list_(episode: str | None, as_json: bool) -> None:
    """Say where every checkpoint stands, of EPISODE or of all."""
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
        say(f"waiting: reelmake approve {name} {one.checkpoint.value}")


@command.command("show")
@click.argument("episode")
@click.argument("checkpoint")
@json_option
def show(episode: str, checkpoint: str, as_json: bool) -> None:
    """Name what there is to look at for CHECKPOINT of EPISODE, and the digest an approval would be bound to."""
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
        columns = ("for", "server", "model", "questions, at most", "tokens an answer, at most")
        print_table("", columns, rows, numeric=(3, 4))
    say(f"Together: {digest}" if parts else "There is nothing to look at yet.")


@command.command("ask")
@click.argument("episode")
@click.argument("checkpoint")
@note_option
@by_option
def ask(episode: str, checkpoint: str, note: str, by: str) -> None:
    """Ask for a decision about CHECKPOINT of EPISODE, as its author; where a second person decides, not this one."""
    from reelmake.governance.approvals.decisions import decide

    workspace = Workspace.here()
    workspace.check_episode(episode)
    entry = decide(workspace, episode, checkpoint_named(checkpoint), "asked", by=by or user_name(), note=note)
    say(f"{entry.by} asks for {entry.checkpoint.value} of {episode}: {entry.shown_digest[:12]}")


@command.command("require")
@click.argument("episode")
@click.argument("checkpoint", required=False)
def require(episode: str, checkpoint: str | None) -> None:
    """End with 0 if CHECKPOINT of EPISODE is approved, or all that a release needs; with 75 while one waits."""
    from reelmake.governance.approvals.decisions import require_approved
    from reelmake.governance.release_gate import require_release

    workspace = Workspace.here()
    workspace.check_episode(episode)
    if checkpoint:
        require_approved(workspace, episode, checkpoint_named(checkpoint))
    else:
        require_release(workspace, episode)
    say(f"{episode}: {checkpoint or 'all that a release needs'}: approved, or not asked for.")


@command.command("verify")
@click.option("--forget", is_flag=True, help="Accept an older state that was put back on purpose.")
@json_option
def verify(forget: bool, as_json: bool) -> None:
    """Check every decision, and every entry of the canon's history: its place, its signature, and that none is gone."""
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
    strangers = sorted({entry.by for entry in decisions.entries if not trust.counts(entry)})
    if as_json:
        counts = {"decisions": len(decisions.entries), "canon_entries": len(changes.entries)}
        print_json({**counts, "whole": True, "do_not_count": strangers})
        return
    say(f"{len(decisions.entries)} decisions, all as they were made.")
    say(f"{len(changes.entries)} entries of the canon's history, all as they were made.")
    for name in strangers:
        say(f"Decisions of {name} do not count: their key is not under approvals.approvers in config/project.yaml.")


@command.command("key")
def key() -> None:
    """Print your public key, for approvals.approvers in config/project.yaml; make the key if there is none."""
    from reelmake.provenance.signing_keys import key_directory, own_signer

    say(f"{user_name()}: {own_signer(key_directory()).public}")
