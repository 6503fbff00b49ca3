"""``reelmake lineage``: show what a file was made from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reelmake.cli.output import console, json_option, print_json
from reelmake.kernel.digest import digest_file
from reelmake.kernel.errors import NotFound
from reelmake.kernel.installation import build_command
from reelmake.workspace.workspace import Workspace

if TYPE_CHECKING:
    from rich.tree import Tree

    from reelmake.provenance.lineage import Ancestor


@click.command("lineage")
@click.argument("file", type=click.Path(dir_okay=False))
@click.option("--depth", default=4, show_default=True, help="How many generations to show; 0 shows all.")
@json_option
def command(file: str, depth: int, as_json: bool) -> None:
    """Show what FILE was made from. The file is found by its content; its name and directory do not matter."""
    from reelmake.provenance.lineage import Lineage

    workspace = Workspace.here()
    path = Path(file)
    if not path.is_file():
        raise NotFound("there is no such file", where=file, remedy="name a file in episodes/ or build/")
    lineage = Lineage(workspace.ledger, workspace.store)
    found = lineage.of(digest_file(path), path.name)
    if found.record is None:
        raise NotFound(
            "the registry has no record of a file with this content",
            where=file,
            remedy=f"it was made elsewhere, or changed since it was made. Build it here: {build_command(file)}",
            reason="NO_RECORD",
        )
    if as_json:
        print_json(_data(found))
        return
    from rich.text import Text
    from rich.tree import Tree

    tree = Tree(Text(_label(found)))
    _grow(tree, found, depth or 10_000)
    console().print(tree)


def _label(node: Ancestor) -> str:
    text = f"{node.role}  {node.digest[:12]}"
    if node.record is not None:
        made = f"  {node.record.artifact_kind}" if node.record.artifact_kind != node.role else ""
        text += f"{made}  {node.record.bytes:,} bytes  {node.record.ended}  {node.record.host} ({node.record.site_id})"
    return text + ("  (see above)" if node.repeated and node.record and node.record.parents else "")


def _grow(tree: Tree, node: Ancestor, depth: int) -> None:
    from rich.text import Text

    for parent in node.parents:
        branch = tree.add(Text(_label(parent)))
        if depth > 1:
            _grow(branch, parent, depth - 1)
        elif parent.parents:
            branch.add(Text(f"… {len(parent.parents)} more (--depth)"))


def _data(node: Ancestor) -> dict[str, Any]:
    return {
        "role": node.role,
        "digest": node.digest,
        "record": node.record.model_dump(mode="json") if node.record else None,
        "repeated": node.repeated,
        "parents": [_data(parent) for parent in node.parents],
    }
