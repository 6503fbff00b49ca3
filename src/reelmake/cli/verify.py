"""``reelmake verify``: hash every file of an episode and compare it with its record."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

import click

from reelmake.cli.output import json_option, print_json, print_line, print_table
from reelmake.kernel.errors import InvariantViolated
from reelmake.workspace.workspace import DEFAULT_PROFILE, Workspace


@click.command("verify")
@click.argument("episode")
@click.option("--profile", default=DEFAULT_PROFILE, show_default=True, help="The render profile.")
@json_option
def command(episode: str, profile: str, as_json: bool) -> None:
    """Hash every file of EPISODE and compare it with its record.

    That is: sources, documents, objects in the cache, their copies in build/, and delivered files. Exits with a
    non-zero status if one differs. Nothing is changed; the next run makes damaged objects again.
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
        print_line(f"{total} files hashed, {total - len(bad)} as recorded, {len(bad)} not.")
    if bad:
        raise InvariantViolated(
            f"{len(bad)} of {total} files of {episode} are not what was recorded", reason="NOT_AS_RECORDED"
        )


def _progress(quiet: bool) -> AbstractContextManager[Callable[[int, int], None]]:
    """Return a context that shows how many files have been hashed, if stderr is a terminal."""
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
