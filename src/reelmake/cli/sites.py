"""``reelmake sites``: the sites of a series, and the Snakemake profiles made from them."""

from __future__ import annotations

from pathlib import Path

import click

from reelmake.cli.output import json_option, print_json, print_table, say
from reelmake.kernel.errors import InvariantViolated, NotFound, with_relative_paths
from reelmake.kernel.installation import build_command
from reelmake.workspace.workspace import Workspace


@click.group("sites")
def command() -> None:
    """Where episodes are made: config/sites.yaml, and the profiles and records that go with it."""


@command.command("list")
@json_option
def show(as_json: bool) -> None:
    """Show every site with its executor, queues and cache."""
    workspace = Workspace.here()
    sites = workspace.sites.sites
    if as_json:
        print_json({name: site.model_dump(mode="json") for name, site in sites.items()})
        return
    rows = (
        (
            name,
            site.executor,
            ", ".join(f"{queue} {at.capacity}" for queue, at in site.queues.items()),
            with_relative_paths(str(workspace.store_at(name).root)),
            f"{site.cache_gib} GiB",
        )
        for name, site in sites.items()
    )
    print_table("sites", ("site", "executor", "queues, jobs at once", "cache", "at most"), rows, numeric=(4,))


@command.command("sync")
@click.option("--check", is_flag=True, help="Write nothing; fail when a profile is out of date.")
def sync(check: bool) -> None:
    """Write profiles/<site>/config.yaml for every site of config/sites.yaml."""
    from reelmake.operations.profiles import out_of_date, write_profiles

    workspace = Workspace.here()
    directory = workspace.root / "profiles"
    if check:
        stale = out_of_date(workspace.sites, directory)
        if stale:
            raise InvariantViolated(
                f"profiles are out of date: {', '.join(stale)}",
                where=str(directory),
                remedy="run: reelmake sites sync",
                reason="OUT_OF_DATE",
            )
        say("Every profile says what config/sites.yaml says.")
        return
    changed = write_profiles(workspace.sites, directory)
    for name in changed:
        say(f"profiles/{name}")
    say(f"{len(changed)} of {len(workspace.sites.sites)} profiles changed.")


@command.command("measure")
@click.option("--write", is_flag=True, help="Keep what was measured; `reelmake sites sync` then asks for that much.")
@json_option
def measure(write: bool, as_json: bool) -> None:
    """Say how much memory and time the jobs of each rule took at most, in all runs of this workspace.

    What is asked for on a cluster is half as much memory again, ten times the time, and more with each attempt.
    """
    from reelmake.operations.usage import measured_usage, save_usage

    measured = measured_usage(Workspace.here().root)
    if not measured:
        raise NotFound(
            "no run of this workspace has measured anything",
            where="runs/",
            remedy=f"make something first: {build_command('all')}",
            reason="NOTHING_MEASURED",
        )
    if as_json:
        print_json({rule: used.model_dump() for rule, used in measured.items()})
    else:
        rows = ((rule, u.jobs, u.peak_mib, u.seconds, u.mem_mb, u.minutes) for rule, u in measured.items())
        columns = ("rule", "jobs", "most MiB", "longest s", "asked MB", "asked min")
        print_table("what rules take", columns, rows, numeric=range(1, 6))
    if write:
        path = save_usage(measured)
        if not as_json:
            say(f"written: {path}; now run: reelmake sites sync")


@command.command("where")
@click.argument("episode")
@json_option
def where(episode: str, as_json: bool) -> None:
    """Say at which site the results EPISODE is made of lie, so that it is made where most of them are.

    Caches in reach are looked into. What other sites made is known from the records they exchanged (reelmake sites
    sync-records); what they evicted since is not.
    """
    from reelmake.operations.locate import whereabouts

    found = whereabouts(Workspace.here(), episode)
    if as_json:
        sites = [{"site": held.site_id, "results": held.results, "bytes": held.bytes} for held in found.sites]
        print_json({"episode": episode, "wanted": found.wanted, "best": found.best, "sites": sites})
        return
    rows = ((one.site_id, f"{one.results} of {found.wanted}", f"{one.bytes / 2**20:.1f}") for one in found.sites)
    print_table(f"{episode}: what it is made of", ("site", "results", "MiB"), rows, numeric=(1, 2))
    if found.best:
        command = build_command(f"episodes/{episode}/render.mp4", site=found.best)
        say(f"Most of it is there already: {command}")
    else:
        say("Nothing of it was made yet at any site this registry knows of.")


@command.command("sync-records")
@click.argument("directory", type=click.Path(file_okay=False))
@click.option("--only", type=click.Choice(["receive", "send"]), default=None, help="One direction instead of both.")
@json_option
def sync_records(directory: str, only: str | None, as_json: bool) -> None:
    """Exchange records with DIRECTORY: another site's registry/, or one on a disk or share that travels between them.

    Both have afterwards what either had. Records are never changed, so this is safe to repeat, in any order, and while
    runs go on. The artifacts themselves stay where they are: reelmake promote moves one.
    """
    from reelmake.provenance.replication import exchange, gather

    workspace = Workspace.here()
    theirs = Path(directory)
    if only != "send" and not theirs.is_dir():
        raise NotFound(
            "there is no such directory",
            where=directory,
            allowed="a registry/ of another workspace, or any directory to exchange by",
            remedy="make it, or name another one; --only send makes it",
            reason="NO_DIRECTORY",
        )
    gathered = gather(workspace.ledger, workspace.store)
    done = exchange(workspace.ledger.root, theirs, receive=only != "send", send=only != "receive")
    if as_json:
        print_json({"gathered": gathered, "received": done.received, "sent": done.sent, "refused": list(done.refused)})
        return
    say(f"{done.received} received, {done.sent} sent; {gathered} were gathered from the cache.")
    for name in done.refused:
        say(f"refused, for it is not what its name says: {name}")
