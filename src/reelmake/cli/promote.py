"""``reelmake promote``: copy an artifact to another site."""

from __future__ import annotations

import click

from reelmake.cli.output import json_option, print_json, print_line


@click.command("promote")
@click.argument("artifact")
@click.option("--to", "target", required=True, help="The site to copy to.")
@click.option("--from", "source", default="", help="The site to copy from; local by default.")
@click.option("--with-parts", is_flag=True, help="Copy everything the film is made from too, so that edits are cheap.")
@json_option
def command(artifact: str, target: str, source: str, with_parts: bool, as_json: bool) -> None:
    """Copy ARTIFACT into the cache of another site, verify it there, and record the copy in the registry.

    ARTIFACT is a key, a file in build/, an episode, or a file in episodes/.
    """
    from reelmake.operations.promote import promote
    from reelmake.workspace.workspace import Workspace

    workspace = Workspace.here()
    done = promote(workspace, artifact, source=source or workspace.site_id, target=target, with_parts=with_parts)
    if as_json:
        print_json({"site": done.site_id, "brought": list(done.copied), "there": list(done.present)})
        return
    print_line(f"{len(done.copied)} copied to {done.site_id}; {len(done.present)} were there already.")
