"""``reelmake season``: where the episodes of a season stand."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import click

from reelmake.cli.output import json_option, print_json, print_table, say
from reelmake.kernel.errors import ValidationFailed, one_line
from reelmake.kernel.installation import build_command
from reelmake.workspace.workspace import Workspace

if TYPE_CHECKING:
    from reelmake.operations.season import EpisodeState


@click.command("season")
@click.argument("number", required=False, default="")
@click.option("--site", default="local", show_default=True, help="The site whose capacity the estimate is for.")
@click.option("--batch", default="", metavar="I/N", help="Only print the targets of part I of N, for Snakemake.")
@json_option
def command(number: str, site: str, batch: str, as_json: bool) -> None:
    """Say for every episode of season NUMBER, or of all, whether it is done, and why not. Nothing is made.

    Make what is missing with: snakemake --profile site-a season/NUMBER

    Or a part of it, in the order of the story: snakemake --profile site-a $(reelmake season NUMBER --batch 1/3)
    """
    from reelmake.operations.season import part_of, season_states, seconds_left

    workspace = Workspace.here()
    if batch:
        part, parts = _batch(batch)
        named = {number: workspace.seasons()[workspace.check_season(number)]} if number else workspace.seasons()
        for episodes in named.values():
            for episode in part_of(episodes, part, parts):
                say(f"episodes/{episode}/render.mp4")
        return
    seasons = [workspace.check_season(number)] if number else list(workspace.seasons())
    states = [state for season in seasons for state in season_states(workspace, season)]
    slots = workspace.job_slots(site)
    seconds = seconds_left(states, slots)
    if as_json:
        print_json({"episodes": [_data(state) for state in states], "seconds_left": f"{seconds:.1f}", "slots": slots})
        return
    if not states:
        say(f"story/ holds no screenplay yet. Write story/ep01.fountain, then: {build_command('season')}")
        return
    print_table(
        workspace.project.series.title,
        ("season", "episode", "state", "made", "cached", "left", "waits for", "why"),
        ((s.season, s.episode, s.state, s.done, s.cached, s.left, s.waits_for, s.why) for s in states),
        numeric=(3, 4, 5),
    )
    counts = {state: sum(s.state == state for s in states) for state in sorted({s.state for s in states})}
    say(", ".join(f"{count} {state}" for state, count in counts.items()))
    if seconds:
        finish = time.strftime("%H:%M", time.localtime(time.time() + seconds))
        say(f"What is left takes about {seconds:.0f} s with {slots} jobs at once: done at {finish}.")


def _batch(text: str) -> tuple[int, int]:
    first, _slash, last = text.partition("/")
    if first.isdecimal() and last.isdecimal() and 1 <= int(first) <= int(last):
        return int(first), int(last)
    raise ValidationFailed(
        f"{one_line(text)!r} is no part of a season",
        allowed="1/3, 2/3, 3/3 …",
        remedy="name a part and how many",
        reason="BAD_BATCH",
    )


def _data(state: EpisodeState) -> dict[str, Any]:
    return {
        "season": state.season,
        "episode": state.episode,
        "state": str(state.state),
        "why": state.why,
        "waits_for": state.waits_for,
        "made": state.done,
        "cached": state.cached,
        "left": state.left,
        "seconds": f"{state.seconds:.1f}",
    }
