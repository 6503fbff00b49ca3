"""``reelmake sites``: list the sites of a series, and generate their Snakemake profiles."""

from __future__ import annotations

from pathlib import Path

import click

from reelmake.cli.output import json_option, print_json, print_line, print_table
from reelmake.kernel.errors import InvariantViolated, NotFound, with_relative_paths
from reelmake.kernel.installation import build_command
from reelmake.workspace.workspace import Workspace


@click.group("sites")
def command() -> None:
    """Manage the sites where episodes are made: their profiles, measured needs and records."""


@command.command("list")
@json_option
def show(as_json: bool) -> None:
    """List every site with its executor, queues and cache."""
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
@click.option("--check", is_flag=True, help="Write nothing; fail if a profile is out of date.")
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
        print_line("Every profile agrees with config/sites.yaml.")
        return
    changed = write_profiles(workspace.sites, directory)
    for name in changed:
        print_line(f"profiles/{name}")
    print_line(f"{len(changed)} of {len(workspace.sites.sites)} profiles changed.")


@command.command("measure")
@click.option("--write", is_flag=True, help="Record the measurements, for the next `reelmake sites sync`.")
@json_option
def measure(write: bool, as_json: bool) -> None:
    """Show the most memory and time that a job of each rule used in all runs of this workspace.

    Profiles for clusters request 1.5 times that memory and 10 times that time, and more with each attempt.
    """
    from reelmake.operations.usage import measured_usage, save_usage

    measured = measured_usage(Workspace.here().root)
    if not measured:
        raise NotFound(
            "no run of this workspace has measured its jobs",
            where="runs/",
            remedy=f"make something first: {build_command('all')}",
            reason="NOTHING_MEASURED",
        )
    if as_json:
        print_json({rule: used.model_dump() for rule, used in measured.items()})
    else:
        rows = ((rule, u.jobs, u.peak_mib, u.seconds, u.mem_mb, u.minutes) for rule, u in measured.items())
        columns = ("rule", "jobs", "most MiB", "longest s", "request MB", "request min")
        print_table("what rules need", columns, rows, numeric=range(1, 6))
    if write:
        path = save_usage(measured)
        if not as_json:
            print_line(f"written: {path}; now run: reelmake sites sync")


@command.command("where")
@click.argument("episode")
@json_option
def where(episode: str, as_json: bool) -> None:
    """Show which site holds how many of the results that EPISODE needs, to render it where most of them are.

    Caches that this host can read are searched. Other sites are known by the records they exchanged (reelmake sites
    sync-records); what they have evicted since then is not known.
    """
    from reelmake.operations.locate import locate_results

    found = locate_results(Workspace.here(), episode)
    if as_json:
        sites = [{"site": one.site_id, "results": one.results, "bytes": one.bytes} for one in found.sites]
        print_json({"episode": episode, "wanted": found.wanted, "best": found.best, "sites": sites})
        return
    rows = ((one.site_id, f"{one.results} of {found.wanted}", f"{one.bytes / 2**20:.1f}") for one in found.sites)
    print_table(f"{episode}: the results it needs", ("site", "results", "MiB"), rows, numeric=(1, 2))
    if found.best:
        command = build_command(f"episodes/{episode}/render.mp4", site=found.best)
        print_line(f"Render it at {found.best}, which has the most: {command}")
    else:
        print_line("No site that this registry knows of has any of them.")


@command.command("sync-records")
@click.argument("directory", type=click.Path(file_okay=False))
@click.option("--only", type=click.Choice(["receive", "send"]), default=None, help="One direction instead of both.")
@json_option
def sync_records(directory: str, only: str | None, as_json: bool) -> None:
    """Exchange records with DIRECTORY: another site's registry/, or a directory on a disk or share between sites.

    Afterwards each has the records of both. Records never change, so it is safe to repeat, in any order, and during
    runs. Artifacts are not copied; use reelmake promote for that.
    """
    from reelmake.provenance.replication import exchange, gather

    workspace = Workspace.here()
    other = Path(directory)
    if only != "send" and not other.is_dir():
        raise NotFound(
            "there is no such directory",
            where=directory,
            allowed="the registry/ of another workspace, or any directory for the exchange",
            remedy="create it, or name another one; --only send creates it",
            reason="NO_DIRECTORY",
        )
    gathered = gather(workspace.ledger, workspace.store)
    done = exchange(workspace.ledger.root, other, receive=only != "send", send=only != "receive")
    if as_json:
        print_json({"gathered": gathered, "received": done.received, "sent": done.sent, "refused": list(done.refused)})
        return
    print_line(f"{done.received} received, {done.sent} sent; {gathered} were gathered from the cache.")
    for name in done.refused:
        print_line(f"refused, because its content does not match its name: {name}")
