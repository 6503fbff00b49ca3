"""``reelmake safety``: check for content that must not be filmed or published."""

from __future__ import annotations

import click

from reelmake.cli.output import json_option, print_json, print_line, print_table
from reelmake.workspace.workspace import Workspace


@click.group("safety")
def command() -> None:
    """Check for content that must not be filmed or published."""


@command.command("check")
@click.argument("episode")
@click.option("--prompts", is_flag=True, help="Check the prompts of the shots instead of the screenplay.")
@json_option
def check(episode: str, prompts: bool, as_json: bool) -> None:
    """Check the screenplay of EPISODE as it is now, or with --prompts its shots as they were last built.

    Exits with a non-zero status on FAIL.
    """
    from reelmake.crafts.safety.check import check_script, check_shots, raise_if_unpublishable, raise_if_unsafe
    from reelmake.documents.shotlist import ShotList
    from reelmake.episode.in_memory import InMemoryBuild

    workspace = Workspace.here()
    workspace.check_episode(episode)
    path = workspace.screenplay(episode)
    if prompts:
        shotlist = ShotList.load(f"episodes/{episode}/shotlist.json")
        verdict = check_shots(shotlist, workspace.canon, workspace.project)
    else:
        script = InMemoryBuild.quiet(workspace).script(episode)
        verdict = check_script(script, workspace.canon, workspace.project)
    if as_json:
        print_json(verdict.model_dump(mode="json"))
    else:
        rows = ((f"{path}:{f.line}", f.severity, f.category, f.quote, f.why, f.repair) for f in verdict.findings)
        if verdict.findings:
            print_table("", ("where", "severity", "what", "words", "why", "to do"), rows)
        may = "publishable" if verdict.publishable else "not publishable"
        print_line(f"{episode}: {verdict.verdict}, {verdict.passages} passages, {may}")
    raise_if_unsafe(verdict, path)
    raise_if_unpublishable(verdict, path)
