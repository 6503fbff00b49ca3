"""``reelmake watch``: how far a run has come, live."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any

import click

from reelmake.cli.output import console, json_option, print_json, say
from reelmake.workspace.workspace import Workspace

if TYPE_CHECKING:
    from reelmake.operations.watch import EpisodeProgress, Progress


@click.command("watch")
@click.argument("run", required=False, default="last")
@click.option("--once", is_flag=True, help="Look once, and do not wait for the end.")
@click.option("--every", default=2.0, show_default=True, type=click.FloatRange(0.2), help="Seconds between two looks.")
@json_option
def command(run: str, once: bool, every: float, as_json: bool) -> None:
    """Show how far a run has come, the last one or RUN: done, running, from the cache, waiting and for what.

    Start it in another terminal, or on another host of the site, while Snakemake works. It reads the records that jobs
    leave, never slows a run down and ends with it. Where nobody watches a terminal it prints a line for each change.
    """
    from reelmake.operations.watch import Watch

    workspace = Workspace.here()
    watch = Watch(workspace, run)
    slots = workspace.job_slots(watch.site_id)
    if as_json:
        print_json(_data(watch.look(), slots))
    elif once:
        console().print(_table(watch.look(), slots, all_of_them=True))
    elif sys.stdout.isatty():
        _live(watch, slots, every)
    else:
        _lines(watch, slots, every)


def _live(watch: Any, slots: int, every: float) -> None:
    from rich.live import Live

    progress = watch.look()
    with Live(_table(progress, slots), console=console(), auto_refresh=False) as live:
        while progress.status == "running":
            time.sleep(every)
            progress = watch.look()
            live.update(_table(progress, slots), refresh=True)
        live.update(_table(progress, slots, all_of_them=True), refresh=True)


def _lines(watch: Any, slots: int, every: float) -> None:
    said = ""
    while True:
        progress = watch.look()
        line = _line(progress, slots)
        if line != said:
            say(f"{time.strftime('%H:%M:%S')} {line}")
            said = line
        if progress.status != "running":
            return
        time.sleep(every)


def _line(progress: Progress, slots: int) -> str:
    episodes = progress.episodes
    counts = {state: sum(one.state == state for one in episodes) for state in ("done", "running", "waiting", "failed")}
    told = ", ".join(f"{count} {state}" for state, count in counts.items() if count)
    jobs = f"{progress.made} made, {progress.cached} from the cache, {progress.running} running"
    return f"{progress.status}: episodes {told or 'none'}; jobs {jobs}; {_until(progress, slots)}"


def _until(progress: Progress, slots: int) -> str:
    from reelmake.operations.watch import clock_after

    if progress.status != "running":
        return "ended"
    seconds = progress.seconds_left(slots)
    if seconds is None:
        return "how long is not known before the first plan"
    return f"about {seconds / 60:.0f} min left, done at {clock_after(seconds)}"


def _table(progress: Progress, slots: int, *, all_of_them: bool = False) -> Any:
    """Return the episodes at work, and those that failed; of a season that is done or not begun, only how many."""
    from rich import box
    from rich.console import Group
    from rich.progress_bar import ProgressBar
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
    for column in ("episode", "state", "made", "cached", "left", "at work, or waits for"):
        table.add_column(column, justify="right" if column in ("made", "cached", "left") else "left", overflow="fold")
    shown = [one for one in progress.episodes if all_of_them or one.state in ("running", "failed")]
    for one in shown:
        cells = (one.episode, one.state, str(one.done), str(one.cached), str(one.left or ""), _doing(one))
        table.add_row(*(Text(cell) for cell in cells))
    finished, left = progress.made + progress.cached, sum(one.left for one in progress.episodes)
    bar = ProgressBar(total=max(finished + left, 1), completed=finished, width=40)
    return Group(Text(f"run {progress.run_id}"), table, bar, Text("\n" + _line(progress, slots)))


def _doing(one: EpisodeProgress) -> str:
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
