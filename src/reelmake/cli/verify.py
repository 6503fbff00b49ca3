"""``reelmake verify``: hash everything that made an episode again."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

import click

from reelmake.cli.output import json_option, print_json, print_table, say
from reelmake.kernel.errors import InvariantViolated
from reelmake.workspace.workspace import DEFAULT_PROFILE, Workspace


@click.command("verify")
@click.argument("episode")
@click.option("--profile", default=DEFAULT_PROFILE, show_default=True, help="The render profile.")
@json_option
def command(episode: str, profile: str, as_json: bool) -> None:
    """Hash everything that made EPISODE again: sources, documents, cache objects, their copies here, deliveries.

    Ends with a non-zero status when anything is not what was recorded. Nothing is changed; the next run makes anew
    what the cache holds damaged.
    """
    from reelmake.operations.verify import findings

    workspace = Workspace.here()
    workspace.check_episode(episode)
    total, bad = 0, []
    rows = []
    with _progress(as_json) as advance:
        for finding in findings(workspace, episode, profile, advance):
            total += 1
            rows.append(finding)
            if finding.problem:
                bad.append(finding)
    if as_json:
        print_json(
            {
                "episode": episode,
                "checked": total,
                "problems": [{"path": f.path, "problem": f.problem, "remedy": f.remedy} for f in bad],
            }
        )
    else:
        if bad:
            print_table("not as recorded", ("what", "problem", "to do"), ((f.path, f.problem, f.remedy) for f in bad))
        say(f"{total} files hashed, {total - len(bad)} as recorded, {len(bad)} not.")
    if bad:
        raise InvariantViolated(
            f"{len(bad)} of {total} files of {episode} are not what was recorded", reason="NOT_AS_RECORDED"
        )


def _progress(quiet: bool) -> AbstractContextManager[Callable[[int, int], None]]:
    """Return a context that shows how many files are hashed, on a terminal only."""
    if quiet or not sys.stderr.isatty():
        return nullcontext(lambda _done, _total: None)
    return _bar()


@contextmanager
def _bar() -> Iterator[Callable[[int, int], None]]:
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("hashing", total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
