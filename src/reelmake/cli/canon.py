"""``reelmake canon``: show and change the canon, the facts of a series, and judge episodes by it."""

from __future__ import annotations

import getpass
from typing import Any

import click

from reelmake.cli.output import json_option, print_json, print_line, print_table
from reelmake.documents.canon_diff import FactChange
from reelmake.kernel.errors import one_line
from reelmake.workspace.workspace import Workspace

by_option = click.option("--by", default="", help="Who does this; by default the user's name.")


@click.group("canon")
def command() -> None:
    """Show and change the canon (the facts of the series), and judge episodes by it."""


@command.command("show")
@json_option
def show(as_json: bool) -> None:
    """Show the facts in story/canon.yaml."""
    canon = Workspace.here().canon
    if as_json:
        print_json(canon.model_dump(mode="json"))
        return
    people = (
        (key, who.name, ", ".join(who.aliases), "" if who.age is None else who.age, who.died)
        for key, who in canon.characters.items()
    )
    print_table(
        f"characters (canon version {canon.version})", ("id", "name", "also", "age", "died"), people, numeric=(3,)
    )
    places = ((key, place.name, ", ".join(place.aliases), place.inside or "") for key, place in canon.locations.items())
    print_table("locations", ("id", "name", "also", "inside"), places)
    rest = [
        (kind, key, one_line(_fact_text(kind, entry), 90))
        for kind in ("props", "rules", "relationships", "events", "states", "secrets", "journeys")
        for key, entry in getattr(canon, kind).items()
    ]
    if rest:
        print_table("facts", ("part", "id", "says"), rest)


@command.command("check")
@click.argument("name", metavar="EPISODE|PROPOSAL")
@json_option
def check(name: str, as_json: bool) -> None:
    """Judge an episode by the canon, as the gate does, or a proposal by the canon and all episodes.

    Exits with a non-zero status on FAIL.
    """
    from reelmake.crafts.canon.gate import raise_if_failed
    from reelmake.episode.canon_checks import judge_all
    from reelmake.episode.in_memory import InMemoryBuild
    from reelmake.governance.canon_changes import raise_if_blocked, store_of, verdict_on

    workspace = Workspace.here()
    if name not in workspace.episodes() and store_of(workspace).has(name):
        diff = store_of(workspace).find(name)
        judged = verdict_on(workspace, diff, judge_all)
        _print_verdict(judged, name, "", as_json)
        raise_if_blocked(diff, judged)
        return
    workspace.check_episode(name)
    verdict = InMemoryBuild.quiet(workspace).verdict(name)
    path = workspace.screenplay(name)
    _print_verdict(verdict, name, path, as_json)
    raise_if_failed(verdict, path)


@command.command("propose")
@click.argument("episode", required=False)
@click.option("--set", "settings", multiple=True, metavar="PATH=VALUE", help="A fact to set: characters.ines.age=23")
@click.option("--remove", "removed", multiple=True, metavar="PATH", help="A fact to remove.")
@click.option("--edited", is_flag=True, help="Propose the edits in story/canon.yaml since its last version.")
@click.option("--because", default="", help="The reason for the change.")
@by_option
@json_option
def propose(
    *,
    episode: str | None,
    settings: tuple[str, ...],
    removed: tuple[str, ...],
    edited: bool,
    because: str,
    by: str,
    as_json: bool,
) -> None:
    """Propose a change of the canon: the given facts, those that EPISODE declares, or edits in story/canon.yaml.

    If the project requires no approval and the gate passes it, the change is made at once. Otherwise it waits for one.
    """
    from reelmake.crafts.canon.diffs import assigned, diff_of
    from reelmake.episode.canon_checks import declared_changes, judge_all
    from reelmake.governance.canon_changes import ProposalOutcome, raise_if_blocked, store_of, submit, verdict_on

    if sum((bool(episode), bool(settings or removed), edited)) != 1:
        raise click.UsageError("name an episode, or give --set and --remove, or --edited")
    workspace, who = Workspace.here(), by or getpass.getuser()
    store = store_of(workspace)
    if edited:
        diff = store.take_edit(because=because, by=who)
        done = ProposalOutcome(diff, verdict_on(workspace, diff, judge_all), None)
    else:
        canon = store.current()
        if episode:
            workspace.check_episode(episode)
            changes, source = declared_changes(workspace, episode), workspace.screenplay(episode)
        else:
            changes, source = assigned(canon, [_setting(text) for text in settings], removed), ""
        done = submit(workspace, diff_of(canon, changes, because=because, source=source, by=who), judge_all)
    name = done.diff.content_digest[:12]
    if as_json:
        data = {"proposal": done.diff.content_digest, "version": done.canon.version if done.canon else None}
        print_json({**data, "diff": done.diff.model_dump(mode="json"), "verdict": done.verdict.model_dump(mode="json")})
    else:
        _print_changes(f"proposal {name}", done.diff.changes)
        if done.canon:
            print_line(f"{done.verdict.verdict}; the canon is at version {done.canon.version} now.")
        elif done.verdict.verdict == "FAIL":
            print_line(f"FAIL; it is kept and cannot be approved. Close it: reelmake canon reject {name}")
        else:
            decide = f"reelmake canon approve {name}, or reject {name}"
            print_line(f"{done.verdict.verdict}; it waits for a decision: {decide}")
    raise_if_blocked(done.diff, done.verdict)


@command.command("approve")
@click.argument("proposal")
@click.option("--note", default="", help="A note that is kept with the decision.")
@by_option
def approve(proposal: str, note: str, by: str) -> None:
    """Approve PROPOSAL and change the canon, if the gate passes it and the canon has not changed since.

    Your approval is signed and kept in the record of approvals: reelmake approvals verify.
    """
    from reelmake.episode.canon_checks import judge_all
    from reelmake.governance import canon_changes

    workspace = Workspace.here()
    diff = canon_changes.store_of(workspace).find(proposal)
    canon = canon_changes.approve(workspace, diff, judge_all, by=by or getpass.getuser(), note=note)
    print_line(f"The canon is at version {canon.version} now.")


@command.command("reject")
@click.argument("proposal")
@click.option("--note", default="", help="The reason; it is kept with the decision.")
@by_option
def reject(proposal: str, note: str, by: str) -> None:
    """Reject PROPOSAL. It stays in the log."""
    from reelmake.governance import canon_changes

    workspace = Workspace.here()
    canon_changes.reject(
        workspace, canon_changes.store_of(workspace).find(proposal), by=by or getpass.getuser(), note=note
    )
    print_line(f"Rejected: {proposal}.")


@command.command("log")
@json_option
def log(as_json: bool) -> None:
    """List every version, proposal and decision, oldest first."""
    from reelmake.governance.canon_changes import store_of

    store = store_of(Workspace.here())
    entries = store.log()
    if as_json:
        print_json([entry.model_dump(mode="json") for entry in entries])
        return
    rows = ((one.when, one.decision, one.diff[:12], one.canon_version, one.by, one.note) for one in entries)
    print_table("", ("when", "what", "proposal", "version", "by", "note"), rows, numeric=(3,))
    if store.edited():
        print_line("story/canon.yaml was edited since its last version: reelmake canon propose --edited")
    for diff in store.pending():
        print_line(f"waiting: {diff.content_digest[:12]} ({len(diff.changes)} facts)")


@command.command("at")
@click.argument("episode")
@json_option
def at(episode: str, as_json: bool) -> None:
    """Show the world in EPISODE: what each scene changes, the facts at its end, and the open threads."""
    from reelmake.episode.canon_checks import episode_world

    workspace = Workspace.here()
    workspace.check_episode(episode)
    world, walked = episode_world(workspace, episode)
    if as_json:
        print_json(world.model_dump(mode="json"))
        return
    rows = (
        (scene.scene_id, scene.time or scene.mode, ", ".join(scene.in_person), "; ".join(map(_changed, scene.changes)))
        for scene in world.scenes
    )
    print_table(f"{episode}, scene by scene", ("scene", "when", "in person", "changes"), rows)
    facts = ((fact.kind.value, fact.subject, fact.object, fact.detail, fact.where) for fact in world.standing)
    print_table("at its end", ("what", "of", "to", "detail", "source"), facts)
    if world.threads:
        print_line("open: " + "; ".join(f"{thread.subject}: {thread.detail}" for thread in world.threads))
    if walked.findings:
        print_line(f"The gate has findings on this episode: reelmake canon check {episode}")


@command.command("diff")
@click.argument("first", type=int)
@click.argument("second", type=int, required=False)
@json_option
def diff(first: int, second: int | None, as_json: bool) -> None:
    """Show what changed from version FIRST to version SECOND, or to the canon as it is now."""
    from reelmake.crafts.canon.diffs import compare
    from reelmake.governance.canon_changes import store_of

    store = store_of(Workspace.here())
    changes = compare(store.version(first), store.version(second) if second else store.current())
    if as_json:
        print_json([change.model_dump(mode="json") for change in changes])
    else:
        _print_changes(f"version {first} to {second or 'now'}", changes)


def _print_verdict(verdict: Any, name: str, path: str, as_json: bool) -> None:
    if as_json:
        print_json(verdict.model_dump(mode="json"))
        return
    rows = [(f"{path}:{f.line}".lstrip(":"), f.severity, f.kind, f.what, f.fact, f.repair) for f in verdict.findings]
    if rows:
        print_table("", ("where", "severity", "kind", "what", "canon", "to do"), rows)
    for hint in getattr(verdict, "suggestions", ()):
        print_line(f"{path}:{hint.line}: hint: {hint.what}; {hint.repair}")
    print_line(f"{name}: {verdict.verdict}")


def _print_changes(title: str, changes: tuple[FactChange, ...]) -> None:
    rows = ((one.change, one.path, one_line(one.before, 60), one_line(one.after, 60)) for one in changes)
    print_table(title, ("", "fact", "was", "is"), rows)


def _setting(text: str) -> tuple[str, object]:
    """Parse ``PATH=VALUE``. The value is a number, true, false, YAML in brackets or quotes, or else plain text."""
    from reelmake.documents.yaml.tree import read_tree

    path, equals, value = (part.strip() for part in text.partition("="))
    if not equals:
        raise click.UsageError(f"--set takes PATH=VALUE, not {one_line(text)!r}")
    if not (value.lstrip("-").isdecimal() or value in ("true", "false") or value[:1] in tuple("[{\"'")):
        return path, value
    return path, read_tree(f"value: {value}\n", f"--set {one_line(path, 40)}").value["value"]


def _changed(change: Any) -> str:
    fact = change.fact
    words = [fact.kind.value, fact.subject, fact.object, fact.detail]
    return ("no longer " if change.change == "ends" else "") + " ".join(word for word in words if word)


def _fact_text(kind: str, entry: Any) -> str:
    if kind == "relationships":
        return f"{entry.who} is {entry.kind} of {entry.of}"
    if kind == "journeys":
        return f"{' – '.join(entry.between)}: {entry.minutes} minutes"
    if kind == "props":
        return f"{entry.name} {entry.held_by or entry.kept_at or ''}"
    return str(getattr(entry, "says", "") or getattr(entry, "what", ""))
