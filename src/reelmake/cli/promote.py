"""``reelmake promote``: bring an artifact to another site."""

from __future__ import annotations

import click

from reelmake.cli.output import json_option, print_json, say


@click.command("promote")
@click.argument("artifact")
@click.option("--to", "target", required=True, help="The site it is brought to.")
@click.option("--from", "source", default="", help="The site that has it; local without it.")
@click.option("--with-parts", is_flag=True, help="With all that an episode's film is made of, so that edits are cheap.")
@json_option
def command(artifact: str, target: str, source: str, with_parts: bool, as_json: bool) -> None:
    """Copy ARTIFACT into the cache of another site. It is verified on the way, and the registry keeps a record.

    ARTIFACT is a key, a file of build/, an episode, or a file of episodes/. Nothing else ever moves between sites.
    """
    from reelmake.operations.promote import promote
    from reelmake.workspace.workspace import Workspace

    workspace = Workspace.here()
    done = promote(workspace, artifact, source=source or workspace.site_id, target=target, with_parts=with_parts)
    if as_json:
        print_json({"site": done.site_id, "brought": list(done.brought), "there": list(done.there)})
        return
    say(f"{len(done.brought)} brought to {done.site_id}; {len(done.there)} were there already.")
