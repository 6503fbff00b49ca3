"""Keep the map of rooms in docs/architecture.md: ``python -m tools.make_code_map [--check]``.

Rooms and their order come from the layers that import-linter enforces, what a room holds from its docstring. Sizes are
counted, but a map is current as long as no size is far off: otherwise every commit would make it out of date.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reelmake.kernel.files import write_if_changed

ROOT = Path(__file__).resolve().parents[1]
PAGE = "docs/architecture.md"
BEGIN = "<!-- The map below is made by tools/make_code_map.py: do not edit it, run make regen. -->"
END = "<!-- End of the map. -->"
TOLERANCE = 0.25
"""How far a size may be off, as a share; small rooms may be off by ``SLACK``."""
SLACK = {"files": 3, "lines": 400}
_ROW = re.compile(r"^\| (\d+) \| `([\w/]+)` \| ([\d,]+) \| ([\d,]+) \| (.+) \|$", re.MULTILINE)


@dataclass(frozen=True)
class Room:
    """One package: how far up it is, how large, and what it holds."""

    floor: int
    name: str
    files: int
    lines: int
    holds: str

    def row(self) -> str:
        """Return its row of the map, the lines rounded: nobody needs the last digits."""
        return f"| {self.floor} | `{self.name}` | {self.files} | {round(self.lines, -2):,} | {self.holds} |"


def rooms() -> list[Room]:
    """Return every room from the top floor down; those of ``crafts`` follow it."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = {contract["containers"][0]: contract["layers"] for contract in contracts if contract["type"] == "layers"}
    floors = layers["reelmake"]
    found = []
    for index, floor in enumerate(floors):
        for name in _names(floor):
            found.append(_room(len(floors) - index, name))
            inside = layers.get(f"reelmake.{name}", ())
            found += [_room(len(floors) - index, f"{name}/{one}") for layer in inside for one in _names(layer)]
    return found


def drawn(found: list[Room]) -> str:
    """Return the map."""
    head = ["| floor | room | files | lines | what it holds |", "| --- | --- | --- | --- | --- |"]
    return "\n".join([BEGIN, "", *head, *(room.row() for room in found), "", END])


def complaints(page: str, found: list[Room]) -> list[str]:
    """Return what the map on a page says wrong of the rooms there are."""
    stated = [
        Room(int(floor), name, _number(files), _number(lines), holds)
        for floor, name, files, lines, holds in _ROW.findall(page)
    ]
    if [_fixed(room) for room in stated] != [_fixed(room) for room in found]:
        return ["the rooms, their order or what they hold changed"]
    return [said for was, now in zip(stated, found, strict=True) for said in _far_off(was, now)]


def main() -> int:
    """Write the map, or check it."""
    parser = argparse.ArgumentParser(prog="python -m tools.make_code_map")
    parser.add_argument("--check", action="store_true", help="write nothing; fail when the map is out of date")
    page = (ROOT / PAGE).read_text(encoding="utf-8")
    found = rooms()
    if parser.parse_args().check:
        wrong = complaints(page, found)
        for said in wrong:
            print(f"{PAGE} is out of date ({said}): run make regen", file=sys.stderr)
        return 1 if wrong else 0
    before, _, rest = page.partition(BEGIN)
    after = rest.partition(END)[2]
    if write_if_changed(ROOT / PAGE, (before + drawn(found) + after).encode()):
        print(f"wrote the map in {PAGE}")
    return 0


def _names(layer: str) -> list[str]:
    return [name.strip() for name in layer.split("|")]


def _room(floor: int, name: str) -> Room:
    directory = ROOT / "src" / "reelmake" / name
    files = sorted(directory.rglob("*.py"))
    lines = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in files)
    holds = ast.get_docstring(ast.parse((directory / "__init__.py").read_text(encoding="utf-8"))) or ""
    if not holds:
        raise ValueError(f"src/reelmake/{name}/__init__.py needs a docstring: one line that says what it holds")
    return Room(floor, name, len(files), lines, " ".join(holds.split()).replace("``", "`"))


def _fixed(room: Room) -> tuple[int, str, str]:
    return room.floor, room.name, room.holds


def _far_off(was: Room, now: Room) -> Iterator[str]:
    for what in ("files", "lines"):
        stated, counted = getattr(was, what), getattr(now, what)
        if abs(stated - counted) > max(TOLERANCE * counted, SLACK[what]):
            yield f"{now.name} has {counted} {what}, not {stated}"


def _number(text: str) -> int:
    return int(text.replace(",", ""))


if __name__ == "__main__":
    sys.exit(main())
