"""``reelmake cache``: how large a site's cache is, what goes from it, and whether it is sound."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reelmake.cli.output import json_option, print_json, print_table, say
from reelmake.kernel.errors import InvariantViolated, NotFound, as_typed, one_line
from reelmake.kernel.log import utc_today
from reelmake.workspace.workspace import PROFILE, Workspace

if TYPE_CHECKING:
    from reelmake.actions.eviction import Entry
    from reelmake.actions.store import Store

_KEY = re.compile(r"[0-9a-f]{64}")
site_option = click.option("--site", default="", help="The site whose cache it is; local without it.")


@click.group("cache")
def command() -> None:
    """The content-addressed cache of a site. Whatever goes from it can be made anew."""


@command.command("stats")
@site_option
@json_option
def stats(site: str, as_json: bool) -> None:
    """Say how much of what there is, how much of it is pinned, and how large the cache may grow."""
    from reelmake.actions.eviction import survey

    workspace, site = _at(site)
    store, cap = workspace.store_at(site), workspace.check_site(site).cache_gib << 30
    entries = survey(store)
    kinds = sorted({entry.kind for entry in entries})
    rows = [_kind_row(kind, [entry for entry in entries if entry.kind == kind]) for kind in kinds]
    total = sum(entry.bytes for entry in entries)
    if as_json:
        data = {"site": site, "root": str(store.root), "bytes": total, "cap": cap, "objects": len(entries)}
        print_json({**data, "quarantined": len(store.quarantined()), "kinds": rows})
        return
    columns = ("kind", "objects", "bytes", "pinned")
    print_table(as_typed(str(store.root)), columns, (tuple(row.values()) for row in rows), numeric=(1, 2, 3))
    say(f"{len(entries)} objects, {_size(total)} of {_size(cap)}; {len(store.quarantined())} in quarantine.")


@command.command("gc")
@site_option
@click.option("--to-mib", type=click.IntRange(min=0), default=None, help="Another size than the site's cache_gib.")
@click.option(
    "--grace", type=click.IntRange(min=0), default=60, show_default=True, help="Spare what was used lately (s)."
)
@click.option("--dry-run", "-n", is_flag=True, help="Only say what would go.")
@json_option
def collect_garbage(site: str, to_mib: int | None, grace: int, dry_run: bool, as_json: bool) -> None:
    """Bring the cache under its size: what was used least lately goes first, and what its licence ended for.

    What is pinned stays, unless its licence ended; what somebody reads just now stays. Runs may go on meanwhile.
    """
    from reelmake.actions.eviction import choose, collect, survey

    workspace, site = _at(site)
    store = workspace.store_at(site)
    cap = workspace.check_site(site).cache_gib << 30 if to_mib is None else to_mib << 20
    if dry_run:
        before = time.time_ns() - grace * 10**9
        chosen = choose(survey(store), cap, today=utc_today(), used_before_ns=before)
        in_use, left = 0, sum(entry.bytes for entry in survey(store)) - sum(entry.bytes for entry in chosen)
    else:
        done = collect(store, cap, today=utc_today(), grace=grace)
        chosen, in_use, left = list(done.removed), len(done.in_use), done.bytes_left
    freed = sum(entry.bytes for entry in chosen)
    if as_json:
        print_json({"removed": [entry.key for entry in chosen], "freed": freed, "in_use": in_use, "bytes": left})
        return
    verb = "would go" if dry_run else "went"
    say(f"{len(chosen)} objects {verb}, {_size(freed)}; {in_use} were in use; {_size(left)} of {_size(cap)} are left.")


@command.command("verify")
@site_option
@json_option
def verify(site: str, as_json: bool) -> None:
    """Hash every object and compare it with its record. What differs goes to quarantine, to be made anew."""
    from reelmake.actions.eviction import damaged

    workspace, site = _at(site)
    store = workspace.store_at(site)
    found = list(damaged(store))
    if as_json:
        print_json({"damaged": found, "objects": sum(1 for _ in store.keys())})  # noqa: SIM118
    elif not found:
        say("Every object is what was recorded.")
    if found:
        raise InvariantViolated(
            f"{len(found)} objects were not what was recorded: {', '.join(key[:12] for key in found[:5])}",
            where=str(store.root / "quarantine"),
            remedy="nothing: they are made anew when they are needed; look at the disk if it happens again",
            reason="CACHE_DAMAGED",
        )


@command.command("pin")
@click.argument("what")
@site_option
@click.option("--remove", is_flag=True, help="Let it go again.")
@json_option
def pin_objects(what: str, site: str, remove: bool, as_json: bool) -> None:
    """Keep WHAT from being evicted: a key, a file of build/, or an episode with all that its film is made of."""
    from reelmake.actions.eviction import pin, unpin

    workspace, site = _at(site)
    store = workspace.store_at(site)
    keys = _keys(workspace, store, what)
    if remove:
        unpin(store, keys)
    else:
        pin(store, keys, what)
    if as_json:
        print_json({"keys": keys, "pinned": not remove})
        return
    say(f"{len(keys)} keys are {'no longer pinned' if remove else 'pinned'}.")


def _at(site: str) -> tuple[Workspace, str]:
    workspace = Workspace.here()
    site = site or workspace.site_id
    workspace.check_site(site)
    return workspace, site


def _keys(workspace: Workspace, store: Store, what: str) -> list[str]:
    from reelmake.actions.parts import stored_parts
    from reelmake.episode.preview import last_plan

    named = _KEY.search(Path(what).name)
    if named:
        return [named[0]]
    plan = last_plan(workspace, workspace.check_episode(what), PROFILE)
    if plan is None:
        raise NotFound(
            f"{one_line(what)} has no plan yet",
            remedy=f"render it once: snakemake --profile site-a episodes/{what}/render.mp4",
            reason="NO_PLAN",
        )
    parents = (key for action in plan.actions.values() for key in action.parent_keys)
    return sorted({*plan.actions, *parents, *stored_parts(plan.actions.values(), store)})


def _kind_row(kind: str, entries: list[Entry]) -> dict[str, object]:
    pinned = sum(entry.pinned for entry in entries)
    return {"kind": kind, "objects": len(entries), "bytes": sum(entry.bytes for entry in entries), "pinned": pinned}


def _size(count: int) -> str:
    for unit in ("bytes", "KiB", "MiB", "GiB"):
        if count < 1024 or unit == "GiB":
            break
        count //= 1024
    return f"{count} {unit}"
