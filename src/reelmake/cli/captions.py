"""``reelmake captions``: check an episode's captions, or a caption file."""

from __future__ import annotations

import click

from reelmake.cli.output import json_option, print_json, print_line, print_table


@click.group("captions")
def command() -> None:
    """Check captions: width, duration, reading speed and line breaks."""


@command.command("lint")
@click.argument("what", metavar="EPISODE|FILE")
@click.option("--fps", default="", help="Frame rate for the times in a FILE; by default the project's, or 24.")
@json_option
def lint(what: str, fps: str, as_json: bool) -> None:
    """List the caption rules that an EPISODE, or an .srt, .vtt, .ass or .ttml FILE, breaks.

    Exits with status 2 if a rule is broken.
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
        unspoken = f"; {linted.unspoken} lines are not spoken yet, so their times are estimates"
        many = "no breach" if not found else "1 breach" if len(found) == 1 else f"{len(found)} breaches"
        print_line(f"{linted.subject}: {linted.captions} captions, {many}{unspoken if linted.unspoken else ''}")
    if found:
        raise SystemExit(2)
