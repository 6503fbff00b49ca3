"""``reelmake plan``: what a run would make, why, and how long it takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from reelmake.cli.output import (
    MAX_LINES,
    all_option,
    first_lines,
    json_option,
    print_json,
    print_line,
    print_omitted,
    print_table,
)
from reelmake.workspace.workspace import DEFAULT_PROFILE, Workspace

if TYPE_CHECKING:
    from reelmake.episode.estimate import Task


@click.command("plan")
@click.argument("episode")
@click.option("--profile", default=DEFAULT_PROFILE, show_default=True, help="The render profile.")
@all_option
@json_option
def command(episode: str, profile: str, everything: bool, as_json: bool) -> None:
    """Say what would be made for EPISODE, why, and how long it would take. Nothing is made or written.

    A long plan is summed up by kind, and its first lines are printed; --all prints every line. --json has all of it
    either way.
    """
    from reelmake.episode.estimate import seconds_of, tasks, usual_seconds
    from reelmake.episode.preview import preview_plan

    workspace = Workspace.here()
    seen = preview_plan(workspace, episode, profile)
    usual = usual_seconds(workspace.root)
    wanted = tasks(seen.plan, seen.last, workspace.root, workspace.store, usual)
    each = seconds_of("voice", usual) if seen.unspoken else 0.0
    seconds = sum(task.seconds for task in wanted) + each
    cores = _cores()
    wall = seconds / cores
    if as_json:
        print_json(
            {
                "episode": episode,
                "profile": profile,
                "frames": seen.plan.total_frames,
                "shots": len(seen.plan.shots),
                "to_speak": [action.subject for action in seen.unspoken],
                "tasks": [
                    {
                        "kind": t.kind,
                        "for": t.subject,
                        "key": t.key,
                        "how": t.how,
                        "why": t.why,
                        "ms": round(t.seconds * 1000),
                    }
                    for t in wanted
                ],
                "estimated_seconds": f"{wall:.1f}",
                "cores": cores,
            }
        )
        return
    for action in first_lines(seen.unspoken, everything=everything):
        print_line(f"speak   {action.subject}")
    print_omitted(seen.unspoken, "lines to speak", everything=everything)
    if len(wanted) > MAX_LINES:
        print_table(
            f"{episode}, {profile}: summary", ("what", "make", "fetch", "seconds"), _by_kind(wanted), numeric=(1, 2, 3)
        )
    if wanted:
        print_table(
            f"{episode}, {profile}",
            ("how", "what", "for", "why", "seconds"),
            ((t.how, t.kind, t.subject, t.why, f"{t.seconds:.1f}") for t in first_lines(wanted, everything=everything)),
            numeric=(4,),
        )
    print_omitted(wanted, "to make or fetch", everything=everything)
    kept = len(seen.plan.actions) - len(wanted)
    print_line(f"{len(wanted):,} to make or fetch, {kept:,} in place; about {wall:.0f} s on {cores} cores.")
    if seen.unspoken:
        print_line(
            f"{len(seen.unspoken):,} lines were never spoken: their lengths are estimates, so timing may still shift."
        )


def _by_kind(tasks: Sequence[Task]) -> Iterator[tuple[object, ...]]:
    """Yield how many of each kind are made and fetched, and how long they take, in the order they begin."""
    for kind in dict.fromkeys(task.kind for task in tasks):
        own = [task for task in tasks if task.kind == kind]
        made = sum(task.how == "make" for task in own)
        yield kind, f"{made:,}", f"{len(own) - made:,}", f"{sum(task.seconds for task in own):.1f}"


def _cores() -> int:
    import os

    return len(os.sched_getaffinity(0))
