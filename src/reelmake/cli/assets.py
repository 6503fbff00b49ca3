"""``reelmake assets``: list the library, or the source of everything an episode needs."""

from __future__ import annotations

import click

from reelmake.cli.output import json_option, print_json, print_line, print_table
from reelmake.kernel.log import utc_today
from reelmake.workspace.workspace import DEFAULT_PROFILE, Workspace


@click.group("assets")
def command() -> None:
    """Show the local library: pictures, films and sounds with their licences."""


@command.command("list")
@json_option
def show(as_json: bool) -> None:
    """List the usable files in assets/, and the refused ones with reasons."""
    from reelmake.crafts.assets.library import index_library
    from reelmake.workspace.file_digests import FileDigests

    workspace = Workspace.here()
    file_digests = FileDigests(workspace.root)
    library = index_library(workspace.root, digest_of=file_digests.digest_of, today=utc_today())
    file_digests.save()
    if as_json:
        print_json(library.model_dump(mode="json"))
        return
    rows = ((a.kind, a.subject_id, a.path, a.format, a.licence.license_type) for a in library.assets)
    print_table("assets", ("kind", "shows", "file", "format", "licence"), rows)
    if library.refused:
        print_table("refused", ("file", "why", "to do"), ((r.path, r.why, r.remedy) for r in library.refused))


@command.command("resolve")
@click.argument("episode")
@click.option("--profile", default=DEFAULT_PROFILE, show_default=True, help="The render profile.")
@json_option
def resolve(episode: str, profile: str, as_json: bool) -> None:
    """List the source of everything EPISODE needs, and what would be a placeholder."""
    from reelmake.episode.preview import preview_plan

    plan = preview_plan(Workspace.here(), episode, profile).plan
    sources = [source for source in plan.sources if not source.need_id.startswith("voice_line/")]
    if as_json:
        print_json([source.model_dump(mode="json") for source in sources])
        return
    print_table(episode, ("need", "from", "file", "note"), ((s.need_id, s.status, s.path, s.flag) for s in sources))
    missing = sum(source.status == "placeholder" for source in sources)
    print_line(f"{len(sources)} needs, {missing} met by a placeholder.")
