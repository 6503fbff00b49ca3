"""``reelmake script``: parse a screenplay and list its scenes."""

from __future__ import annotations

from pathlib import Path

import click

from reelmake.cli.output import json_option, print_json, print_line, print_table
from reelmake.kernel.errors import NotFound


@click.command("script")
@click.argument("file", type=click.Path(dir_okay=False))
@json_option
def command(file: str, as_json: bool) -> None:
    """Parse the screenplay FILE (Fountain or Final Draft); list its scenes, speakers and unplaced lines."""
    from reelmake.crafts.story.screenplay import parse_screenplay

    path = Path(file)
    if not path.is_file():
        raise NotFound("there is no such file", where=file, remedy="name a .fountain or .fdx file")
    script = parse_screenplay(path.read_bytes(), path=file, episode=path.stem, series="none")
    if as_json:
        print_json(script.model_dump(mode="json"))
        return
    rows = []
    for scene in script.scenes:
        speakers = sorted({element.speaker for element in scene.elements if element.speaker})
        rows.append(
            (scene.id, scene.heading_words or "(before the first heading)", ", ".join(speakers), len(scene.elements))
        )
    print_table(script.title, ("scene", "heading", "speakers", "elements"), rows, numeric=(3,))
    for line in script.unplaced:
        print_line(f"{file}:{line.line}: {line.why}: {line.text}")
