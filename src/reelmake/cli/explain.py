"""``reelmake explain``: which field of which action changed."""

from __future__ import annotations

from collections import Counter
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
from reelmake.kernel.installation import build_command
from reelmake.workspace.workspace import DEFAULT_PROFILE, Workspace

if TYPE_CHECKING:
    from reelmake.episode.diff import Change

_FIELDS = 5
"""Fields printed of one change before the rest is only counted: a film's last step reads thousands of clips."""


@click.command("explain")
@click.argument("episode")
@click.argument("subject", required=False, default="")
@click.option("--profile", default=DEFAULT_PROFILE, show_default=True, help="The render profile.")
@click.option("--previous", is_flag=True, help="Compare the last two plans, instead of the last one with what is now.")
@all_option
@json_option
def command(episode: str, subject: str, *, profile: str, previous: bool, everything: bool, as_json: bool) -> None:
    """Say which field of which action of EPISODE changed, as the walk that makes the keys sees it.

    SUBJECT narrows it to one thing, for instance "shot 3-2". Without --previous, the last plan is compared with what
    the files say now; with it, the last plan with the one before. Many changes are summed up by kind, and the first are
    printed; --all prints every one with every field. --json has all of them either way.
    """
    from reelmake.episode.diff import compare_plans
    from reelmake.episode.preview import last_plan, preview_plan, previous_plan

    workspace = Workspace.here()
    workspace.check_episode(episode)
    if previous:
        new, old = last_plan(workspace, episode, profile), previous_plan(workspace, episode, profile)
    else:
        seen = preview_plan(workspace, episode, profile)
        new, old = seen.plan, seen.last
    if new is None:
        command = build_command(f"episodes/{episode}/render.mp4")
        print_line(f"{episode} was never planned, so everything is new. Plan it: {command}")
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
        print_line(f"Nothing differs from the last plan of {episode}" + (f" for {subject!r}." if subject else "."))
        return
    if len(changes) > MAX_LINES:
        print_table(f"{episode}: summary", ("what", *_STATUSES), _by_kind(changes), numeric=(1, 2, 3))
    rows = [
        row for change in first_lines(changes, everything=everything) for row in _rows(change, everything=everything)
    ]
    print_table("", ("", "what", "for", "field", "before", "now"), rows)
    print_omitted(changes, "changes", everything=everything)


_STATUSES = ("changed", "new", "gone")


def _by_kind(changes: Sequence[Change]) -> Iterator[tuple[object, ...]]:
    """Yield how many of each kind changed, are new and are gone."""
    counts = Counter((change.kind, change.status) for change in changes)
    for kind in dict.fromkeys(change.kind for change in changes):
        yield (kind, *(f"{counts[kind, status]:,}" for status in _STATUSES))


def _rows(change: Change, *, everything: bool) -> Iterator[tuple[str, ...]]:
    """Yield a row for each field in which a thing differs."""
    head: tuple[str, ...] = (change.status, change.kind, change.subject)
    if not change.differences:
        yield (*head, "", "", "")
    differences = change.differences if everything else change.differences[:_FIELDS]
    for item in differences:
        yield (*head, item.field, item.before, item.after)
        head = ("", "", "")
    if left := len(change.differences) - len(differences):
        yield (*head, f"… and {left:,} more fields", "", "")
