"""``reelmake watch``: show the progress of a run, live."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any

import click

from reelmake.cli.output import console, json_option, print_json, print_line
from reelmake.workspace.workspace import Workspace

if TYPE_CHECKING:
    from reelmake.operations.watch import EpisodeProgress, Progress, RunMonitor


@click.command("watch")
@click.argument("run", required=False, default="last")
@click.option("--once", is_flag=True, help="Show the progress once and exit.")
@click.option(
    "--every", default=2.0, show_default=True, type=click.FloatRange(0.2), help="Seconds between two updates."
)
@json_option
def command(run: str, once: bool, every: float, as_json: bool) -> None:
    """Show the progress of RUN, by default the last one: what is done, cached, running, or waiting and for what.

    Start it in another terminal, or on another host of the site, while Snakemake works. It reads the records that jobs
    leave, does not slow the run down, and ends with it. Without a terminal it prints a line for each change.
    """
    from reelmake.operations.watch import RunMonitor

    workspace = Workspace.here()
    monitor = RunMonitor(workspace, run)
    slots = workspace.job_slots(monitor.site_id)
    if as_json:
        print_json(_data(monitor.progress(), slots))
    elif once:
        console().print(_table(monitor.progress(), slots, all_episodes=True))
    elif sys.stdout.isatty():
        _live(monitor, slots, every)
    else:
        _lines(monitor, slots, every)


def _live(monitor: RunMonitor, slots: int, every: float) -> None:
    from rich.live import Live

    progress = monitor.progress()
    with Live(_table(progress, slots), console=console(), auto_refresh=False) as live:
        while progress.status == "running":
            time.sleep(every)
            progress = monitor.progress()
            live.update(_table(progress, slots), refresh=True)
        live.update(_table(progress, slots, all_episodes=True), refresh=True)


def _lines(monitor: RunMonitor, slots: int, every: float) -> None:
    printed = ""
    while True:
        progress = monitor.progress()
        line = _line(progress, slots)
        if line != printed:
            print_line(f"{time.strftime('%H:%M:%S')} {line}")
            printed = line
        if progress.status != "running":
            return
        time.sleep(every)


def _line(progress: Progress, slots: int) -> str:
    episodes = progress.episodes
    counts = {state: sum(one.state == state for one in episodes) for state in ("done", "running", "waiting", "failed")}
    states = ", ".join(f"{count} {state}" for state, count in counts.items() if count)
    jobs = f"{progress.made} made, {progress.cached} from the cache, {progress.running} running"
    return f"{progress.status}: episodes {states or 'none'}; jobs {jobs}; {_time_left(progress, slots)}"


def _time_left(progress: Progress, slots: int) -> str:
    from reelmake.operations.watch import clock_time_in

    if progress.status != "running":
        return "ended"
    seconds = progress.seconds_left(slots)
    if seconds is None:
        return "time left unknown until the first plan"
    return f"about {seconds / 60:.0f} min left, done at {clock_time_in(seconds)}"


def _table(progress: Progress, slots: int, *, all_episodes: bool = False) -> Any:
    """Return a table of the running and failed episodes, or of all, with a bar and the number in each state."""
    from rich import box
    from rich.console import Group
    from rich.progress_bar import ProgressBar
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
    for column in ("episode", "state", "made", "cached", "left", "running, or waits for"):
        table.add_column(column, justify="right" if column in ("made", "cached", "left") else "left", overflow="fold")
    listed = [one for one in progress.episodes if all_episodes or one.state in ("running", "failed")]
    for one in listed:
        cells = (one.episode, one.state, str(one.done), str(one.cached), str(one.left or ""), _activity(one))
        table.add_row(*(Text(cell) for cell in cells))
    finished, left = progress.made + progress.cached, sum(one.left for one in progress.episodes)
    bar = ProgressBar(total=max(finished + left, 1), completed=finished, width=40)
    return Group(Text(f"run {progress.run_id}"), table, bar, Text("\n" + _line(progress, slots)))


def _activity(one: EpisodeProgress) -> str:
    if one.failed:
        return one.failed
    if one.running:
        first = "; ".join(f"{job.stage} {job.subject}".strip() for job in one.running[:3])
        return first + (f" and {len(one.running) - 3} more" if len(one.running) > 3 else "")
    return one.waits_for


def _data(progress: Progress, slots: int) -> dict[str, Any]:
    seconds = progress.seconds_left(slots)
    return {
        "run": progress.run_id,
        "status": progress.status,
        "seconds_left": None if seconds is None else f"{seconds:.1f}",
        "episodes": [
            {
                "episode": one.episode,
                "state": one.state,
                "made": one.done,
                "cached": one.cached,
                "running": [f"{job.stage} {job.subject}".strip() for job in one.running],
                "left": one.left,
                "waits_for": one.waits_for,
                "why": one.failed,
            }
            for one in progress.episodes
        ],
    }
