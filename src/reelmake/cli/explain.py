"""``reelmake explain``: which field of which action changed."""

from __future__ import annotations

import click

from reelmake.cli.output import json_option, print_json, print_table, say
from reelmake.workspace.workspace import DEFAULT_PROFILE, Workspace


@click.command("explain")
@click.argument("episode")
@click.argument("subject", required=False, default="")
@click.option("--profile", default=DEFAULT_PROFILE, show_default=True, help="The render profile.")
@click.option("--previous", is_flag=True, help="Compare the last two plans, instead of the last one with what is now.")
@json_option
def command(episode: str, subject: str, profile: str, previous: bool, as_json: bool) -> None:
    """Say which field of which action of EPISODE changed, as the walk that makes the keys sees it.

    SUBJECT narrows it to one thing, for instance "shot 3-2". Without --previous, the last plan is compared with what
    the files say now; with it, the last plan with the one before.
    """
    from reelmake.episode.diff import compare_plans
    from reelmake.episode.preview import foresee, last_plan, plan_before

    workspace = Workspace.here()
    workspace.check_episode(episode)
    if previous:
        new, old = last_plan(workspace, episode, profile), plan_before(workspace, episode, profile)
    else:
        seen = foresee(workspace, episode, profile)
        new, old = seen.plan, seen.last
    if new is None:
        say(
            f"{episode} was never planned, so everything is new. Plan it: "
            f"snakemake --profile site-a episodes/{episode}/render.mp4"
        )
        return
    changes = [change for change in compare_plans(old, new) if change.status != "same"]
    changes = [change for change in changes if subject.lower() in f"{change.kind} {change.subject}".lower()]
    if as_json:
        print_json(
            [
                {
                    "kind": c.kind,
                    "for": c.subject,
                    "key": c.key,
                    "status": c.status,
                    "differences": [{"field": d.field, "before": d.before, "after": d.after} for d in c.differences],
                }
                for c in changes
            ]
        )
        return
    if not changes:
        say(f"Nothing differs from the last plan of {episode}" + (f" for {subject!r}." if subject else "."))
        return
    rows: list[tuple[str, ...]] = []
    for change in changes:
        head = (change.status, change.kind, change.subject)
        if not change.differences:
            rows.append((*head, "", "", ""))
        for index, item in enumerate(change.differences):
            rows.append((*(head if index == 0 else ("", "", "")), item.field, item.before, item.after))
    print_table("", ("", "what", "for", "field", "before", "now"), rows)
