"""``reelmake season``: show the state of each episode of a season."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import click

from reelmake.cli.output import json_option, print_json, print_line, print_table
from reelmake.kernel.errors import ValidationFailed, one_line
from reelmake.kernel.installation import build_command
from reelmake.workspace.workspace import Workspace

if TYPE_CHECKING:
    from reelmake.operations.season import EpisodeState


@click.command("season")
@click.argument("number", required=False, default="")
@click.option("--site", default="local", show_default=True, help="The site whose capacity the estimate assumes.")
@click.option("--batch", default="", metavar="I/N", help="Only print the targets of batch I of N, for Snakemake.")
@json_option
def command(number: str, site: str, batch: str, as_json: bool) -> None:
    """Show for every episode of season NUMBER, or of all seasons, whether it is done, and why not. Nothing is made.

    Make what is missing with: snakemake --profile site-a season/NUMBER

    Or only a batch of consecutive episodes: snakemake --profile site-a $(reelmake season NUMBER --batch 1/3)
    """
    from reelmake.operations.season import batch_of, season_states, seconds_left

    workspace = Workspace.here()
    if batch:
        index, count = _parse_batch(batch)
        chosen = {number: workspace.seasons()[workspace.check_season(number)]} if number else workspace.seasons()
        for episodes in chosen.values():
            for episode in batch_of(episodes, index, count):
                print_line(f"episodes/{episode}/render.mp4")
        return
    seasons = [workspace.check_season(number)] if number else list(workspace.seasons())
    states = [state for season in seasons for state in season_states(workspace, season)]
    slots = workspace.job_slots(site)
    seconds = seconds_left(states, slots)
    if as_json:
        print_json({"episodes": [_data(state) for state in states], "seconds_left": f"{seconds:.1f}", "slots": slots})
        return
    if not states:
        print_line(f"story/ holds no screenplay yet. Write story/ep01.fountain, then: {build_command('season')}")
        return
    print_table(
        workspace.project.series.title,
        ("season", "episode", "state", "made", "cached", "left", "waits for", "why"),
        ((s.season, s.episode, s.state, s.done, s.cached, s.left, s.waits_for, s.why) for s in states),
        numeric=(3, 4, 5),
    )
    counts = {state: sum(s.state == state for s in states) for state in sorted({s.state for s in states})}
    print_line(", ".join(f"{count} {state}" for state, count in counts.items()))
    if seconds:
        finish = time.strftime("%H:%M", time.localtime(time.time() + seconds))
        print_line(f"The rest takes about {seconds:.0f} s with {slots} jobs at once: done at {finish}.")


def _parse_batch(text: str) -> tuple[int, int]:
    first, _slash, last = text.partition("/")
    if first.isdecimal() and last.isdecimal() and 1 <= int(first) <= int(last):
        return int(first), int(last)
    raise ValidationFailed(
        f"{one_line(text)!r} is not a batch of a season",
        where="--batch",
        allowed="1/3, 2/3, 3/3 …",
        remedy="name the number of the batch and how many there are",
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
