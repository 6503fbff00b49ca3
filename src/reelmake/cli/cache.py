"""``reelmake cache``: measure, trim, verify and pin a site's cache."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reelmake.cli.output import json_option, print_json, print_line, print_table
from reelmake.kernel.errors import InvariantViolated, NotFound, one_line, with_relative_paths
from reelmake.kernel.installation import build_command
from reelmake.kernel.log import utc_today
from reelmake.workspace.workspace import DEFAULT_PROFILE, Workspace

if TYPE_CHECKING:
    from reelmake.actions.eviction import CacheEntry
    from reelmake.actions.store import Store

_KEY = re.compile(r"[0-9a-f]{64}")
site_option = click.option("--site", default="", help="The site whose cache to use; local by default.")


@click.group("cache")
def command() -> None:
    """Manage the content-addressed cache of a site. Whatever is removed from it can be made again."""


@command.command("stats")
@site_option
@json_option
def stats(site: str, as_json: bool) -> None:
    """Show the number and size of objects of each kind, how many are pinned, and the size limit."""
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
    print_table(with_relative_paths(str(store.root)), columns, (tuple(row.values()) for row in rows), numeric=(1, 2, 3))
    print_line(f"{len(entries)} objects, {_size(total)} of {_size(cap)}; {len(store.quarantined())} in quarantine.")


@command.command("gc")
@site_option
@click.option(
    "--to-mib", type=click.IntRange(min=0), default=None, help="The size to trim to, instead of the site's cache_gib."
)
@click.option(
    "--grace", type=click.IntRange(min=0), default=60, show_default=True, help="Keep what was used in the last seconds."
)
@click.option("--dry-run", "-n", is_flag=True, help="Only show what would be removed.")
@json_option
def collect_garbage(site: str, to_mib: int | None, grace: int, dry_run: bool, as_json: bool) -> None:
    """Trim the cache to its size limit: remove what was used least recently, and everything whose licence has ended.

    Pinned objects stay unless their licence has ended. Objects that are being read stay. It is safe during runs.
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
    verb = "would be removed" if dry_run else "removed"
    rest = f"{in_use} were in use; {_size(left)} of {_size(cap)} are left"
    print_line(f"{len(chosen)} objects {verb}, {_size(freed)}; {rest}.")


@command.command("verify")
@site_option
@json_option
def verify(site: str, as_json: bool) -> None:
    """Hash every object and compare it with its record. Damaged ones are moved to quarantine and made again later."""
    from reelmake.actions.eviction import quarantine_damaged

    workspace, site = _at(site)
    store = workspace.store_at(site)
    found = list(quarantine_damaged(store))
    if as_json:
        print_json({"damaged": found, "objects": sum(1 for _ in store.keys())})  # noqa: SIM118
    elif not found:
        print_line("Every object matches its record.")
    if found:
        raise InvariantViolated(
            f"{len(found)} objects did not match their records: {', '.join(key[:12] for key in found[:5])}",
            where=str(store.root / "quarantine"),
            remedy="nothing: they are made again when they are needed; check the disk if it happens again",
            reason="CACHE_DAMAGED",
        )


@command.command("pin")
@click.argument("what")
@site_option
@click.option("--remove", is_flag=True, help="Unpin it.")
@json_option
def pin_objects(what: str, site: str, remove: bool, as_json: bool) -> None:
    """Protect WHAT from eviction: a key, a file in build/, or an episode with everything its film is made from."""
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
    print_line(f"{len(keys)} keys are {'no longer pinned' if remove else 'pinned'}.")


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
    plan = last_plan(workspace, workspace.check_episode(what), DEFAULT_PROFILE)
    if plan is None:
        raise NotFound(
            f"{one_line(what)} has no plan yet",
            remedy=f"render it once: {build_command(f'episodes/{what}/render.mp4')}",
            reason="NO_PLAN",
        )
    parents = (key for action in plan.actions.values() for key in action.parent_keys)
    return sorted({*plan.actions, *parents, *stored_parts(plan.actions.values(), store)})


def _kind_row(kind: str, entries: list[CacheEntry]) -> dict[str, object]:
    pinned = sum(entry.pinned for entry in entries)
    return {"kind": kind, "objects": len(entries), "bytes": sum(entry.bytes for entry in entries), "pinned": pinned}


def _size(count: int) -> str:
    for unit in ("bytes", "KiB", "MiB", "GiB"):
        if count < 1024 or unit == "GiB":
            break
        count //= 1024
    return f"{count} {unit}"
