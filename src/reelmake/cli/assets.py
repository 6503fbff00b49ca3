"""``reelmake assets``: show the library, or what an episode would take from it."""

from __future__ import annotations

import click

from reelmake.cli.output import json_option, print_json, print_table, say
from reelmake.kernel.log import utc_today
from reelmake.workspace.workspace import DEFAULT_PROFILE, Workspace


@click.group("assets")
def command() -> None:
    """The local library: pictures, films and sounds with their licences."""


@command.command("list")
@json_option
def show(as_json: bool) -> None:
    """List what in assets/ can be used, and what is refused and why."""
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
    """Say where each need of EPISODE would be met from, and for which a placeholder stands in."""
    from reelmake.episode.preview import preview_plan

    seen = preview_plan(Workspace.here(), episode, profile)
    shown = [source for source in seen.plan.sources if not source.need_id.startswith("voice_line/")]
    if as_json:
        print_json([source.model_dump(mode="json") for source in shown])
        return
    print_table(episode, ("need", "from", "file", "note"), ((s.need_id, s.status, s.path, s.flag) for s in shown))
    missing = sum(source.status == "placeholder" for source in shown)
    say(f"{len(shown)} needs, {missing} met by a placeholder.")
