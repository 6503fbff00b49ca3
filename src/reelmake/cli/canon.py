"""``reelmake canon``: show the canon, or judge an episode against it."""

from __future__ import annotations

import click

from reelmake.cli.output import json_option, print_json, print_table, say
from reelmake.workflow.workspace import Workspace


@click.group("canon")
def command() -> None:
    """The series' truth: who and what there is, and whether an episode keeps to it."""


@command.command("show")
@json_option
def show(as_json: bool) -> None:
    """Show the characters and locations of story/canon.yaml."""
    canon = Workspace.here().canon
    if as_json:
        print_json(canon.model_dump(mode="json"))
        return
    people = ((key, who.name, ", ".join(who.aliases), who.age or "") for key, who in canon.characters.items())
    print_table(f"characters (canon version {canon.version})", ("id", "name", "also", "age"), people, numeric=(3,))
    places = ((key, place.name, ", ".join(place.aliases)) for key, place in canon.locations.items())
    print_table("locations", ("id", "name", "also"), places)


@command.command("check")
@click.argument("episode")
@json_option
def check(episode: str, as_json: bool) -> None:
    """Judge the screenplay of EPISODE against the canon, as the gate will. Ends non-zero on FAIL."""
    import os

    from reelmake.canon.gate import raise_if_failed
    from reelmake.kernel.log import Log
    from reelmake.workflow.predict import Prediction
    from reelmake.workflow.sources import Sources

    workspace = Workspace.here()
    workspace.check_episode(episode)
    with open(os.devnull, "w", encoding="utf-8") as quiet:  # noqa: PTH123
        verdict = Prediction(workspace, Sources(workspace.root), Log(quiet)).verdict(episode)
    path = f"story/{episode}.fountain"
    if as_json:
        print_json(verdict.model_dump(mode="json"))
    else:
        rows = ((f"{path}:{f.line}", f.severity, f.kind, f.what, f.repair) for f in verdict.findings)
        if verdict.findings:
            print_table("", ("where", "severity", "kind", "what", "to do"), rows)
        say(f"{episode}: {verdict.verdict}")
    raise_if_failed(verdict, path)
