"""``reelmake plan``: what a run would make, why, and how long it takes."""

from __future__ import annotations

import click

from reelmake.cli.output import json_option, print_json, print_table, say
from reelmake.workspace.workspace import DEFAULT_PROFILE, Workspace


@click.command("plan")
@click.argument("episode")
@click.option("--profile", default=DEFAULT_PROFILE, show_default=True, help="The render profile.")
@json_option
def command(episode: str, profile: str, as_json: bool) -> None:
    """Say what would be made for EPISODE, why, and how long it would take. Nothing is made or written."""
    from reelmake.episode.estimate import seconds_of, tasks, usual_seconds
    from reelmake.episode.preview import foresee

    workspace = Workspace.here()
    seen = foresee(workspace, episode, profile)
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
    for action in seen.unspoken:
        say(f"speak   {action.subject}")
    if wanted:
        print_table(
            f"{episode}, {profile}",
            ("how", "what", "for", "why", "seconds"),
            ((t.how, t.kind, t.subject, t.why, f"{t.seconds:.1f}") for t in wanted),
            numeric=(4,),
        )
    kept = len(seen.plan.actions) - len(wanted)
    say(f"{len(wanted)} to make or fetch, {kept} in place; about {wall:.0f} s on {cores} cores.")
    if seen.unspoken:
        say(f"{len(seen.unspoken)} lines were never spoken: their lengths are estimates, so timing may still shift.")


def _cores() -> int:
    import os

    return len(os.sched_getaffinity(0))
