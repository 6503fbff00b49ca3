"""``reelmake captions``: judge an episode's captions, or a caption file."""

from __future__ import annotations

import click

from reelmake.cli.output import json_option, print_json, print_table, say


@click.group("captions")
def command() -> None:
    """What viewers read: how wide, how long, how fast, and where it breaks."""


@command.command("lint")
@click.argument("what", metavar="EPISODE|FILE")
@click.option("--fps", default="", help="Frame rate by which a FILE's times are read; else the project's, or 24.")
@json_option
def lint(what: str, fps: str, as_json: bool) -> None:
    """Name every rule that a caption of an EPISODE, or of an .srt, .vtt, .ass or .ttml FILE, breaks.

    Ends with status 2 if there is any.
    """
    from reelmake.episode.caption_lint import current_workspace, is_caption_file, lint_episode, lint_file
    from reelmake.workspace.workspace import Workspace

    a_file = is_caption_file(what)
    linted = lint_file(what, fps, current_workspace()) if a_file else lint_episode(Workspace.here(), what)
    found = [
        {"caption": b.number, "frame": b.start, "at": linted.rate.timecode(b.start), "rule": b.rule, "what": b.what}
        for b in linted.breaches
    ]
    if as_json:
        data = {"subject": linted.subject, "captions": linted.captions, "unspoken": linted.unspoken}
        print_json({**data, "fps": str(linted.rate), "breaches": found})
    else:
        if found:
            rows = ((row["caption"], row["at"], row["rule"], row["what"]) for row in found)
            print_table("", ("caption", "at", "rule", "what"), rows, numeric=(0,))
        guessed = f"; {linted.unspoken} lines are not spoken yet, their times are guesses" if linted.unspoken else ""
        many = "no breach" if not found else "1 breach" if len(found) == 1 else f"{len(found)} breaches"
        say(f"{linted.subject}: {linted.captions} captions, {many}{guessed}")
    if found:
        raise SystemExit(2)
