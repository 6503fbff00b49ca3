"""``reelmake write``: write an episode from its brief."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

import click

from reelmake.cli.output import json_option, print_json, print_line, print_table
from reelmake.kernel.errors import Conflict, NotFound
from reelmake.kernel.installation import build_command
from reelmake.workspace.workspace import BRIEF_SUFFIX, SCREENPLAY_SUFFIXES, Workspace


@click.command("write")
@click.argument("episode")
@click.option("--refresh", is_flag=True, help="Write it again: increments `take` in the brief. Earlier takes are kept.")
@click.option("--print", "show", is_flag=True, help="Print the screenplay and leave story/ as it is.")
@json_option
def command(episode: str, refresh: bool, show: bool, as_json: bool) -> None:
    """Write EPISODE from story/EPISODE.brief.yaml to story/EPISODE.fountain, for you to edit.

    From then on the screenplay is filmed, and the brief is ignored. Without this command, Snakemake writes and films
    the episode in one run, and story/ stays as it is.
    """
    from reelmake.episode.reask_counts import next_take
    from reelmake.episode.write_now import write_episode_now
    from reelmake.kernel.files import write_atomic
    from reelmake.kernel.log import Log

    workspace = Workspace.here()
    brief = f"story/{episode}{BRIEF_SUFFIX}"
    if not (workspace.root / brief).is_file():
        raise NotFound(
            f"there is no brief {brief}",
            allowed=", ".join(sorted(path.name for path in (workspace.root / "story").glob(f"*{BRIEF_SUFFIX}")))
            or "(none)",
            remedy=f"write {brief}; docs/writing.md shows one",
            reason="NO_BRIEF",
        )
    existing = next(
        (path for one in SCREENPLAY_SUFFIXES if (workspace.root / (path := f"story/{episode}{one}")).is_file()), ""
    )
    if existing:
        raise Conflict(
            f"{episode} already has a screenplay, which takes precedence over its brief",
            where=existing,
            allowed="either a screenplay or a brief",
            remedy="move the screenplay out of story/ to write from the brief",
            reason="SCREENPLAY_WINS",
        )
    take = next_take(workspace.root / brief) if refresh else contextlib.nullcontext()
    with Path(os.devnull).open("w") as nowhere, take:
        written = write_episode_now(workspace, episode, Log(nowhere))
    record = written.record
    if as_json:
        print_json({**record.model_dump(mode="json"), "screenplay": written.screenplay})
        return
    if show:
        sys.stdout.write(written.screenplay)
        return
    print_table(
        "",
        ("round", "writer", "objections"),
        ((one.number, one.writer, "; ".join(found.what for found in one.findings) or "none") for one in record.rounds),
    )
    for note in (*((f"not written as asked: {record.fallback}",) if record.fallback else ()), *record.notes):
        print_line(note)
    about = f"about {record.milliseconds // 1000} s"
    if refresh:
        film = build_command(f"episodes/{episode}/render.mp4")
        print_line(f"{episode} is written again, take {record.take}, {about}. Film it: {film}")
        return
    path = f"story/{episode}{SCREENPLAY_SUFFIXES[0]}"
    write_atomic(workspace.root / path, written.screenplay.encode())
    print_line(f"{path}: {about}. From now on it is filmed; remove it to write from the brief again.")
