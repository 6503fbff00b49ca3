"""Draw Snakemake's graph of rules, left to right, each rule right of what it reads."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from statistics import mean

Slot = tuple[str, int]
"""A rule, or an edge that passes, in a column."""
Edge = tuple[str, str]
_RULES = Path(__file__).resolve().parents[1] / "rules"
_NODE = re.compile(r'^\s*(\d+)\[label = "([^"\\]+)')
_EDGE = re.compile(r"^\s*(\d+) -> (\d+)")
_WIDE, _TALL, _GAP_X, _GAP_Y, _MARGIN = 112, 36, 26, 34, 16


def draw(graph: str) -> str:
    """Return the drawing, as SVG, of what ``snakemake --rulegraph dot`` printed."""
    names, edges = _read(graph)
    keyed = set(re.findall(r"^rule (\w+):", (_RULES / "actions.smk").read_text(encoding="utf-8"), re.MULTILINE))
    edges = _shortened(edges | _fan_out(names, edges, keyed))
    columns = _columns(names, edges)
    lanes = {edge: _lane(edge, columns) for edge in edges}
    rows = _rows(names, columns, lanes)

    def corner(slot: Slot) -> tuple[int, int]:
        return _MARGIN + slot[1] * (_WIDE + _GAP_X), _MARGIN + rows[slot] * (_TALL + _GAP_Y)

    width = 2 * _MARGIN + (max(columns.values()) + 1) * (_WIDE + _GAP_X) - _GAP_X
    height = 2 * _MARGIN + (max(rows.values()) + 1) * (_TALL + _GAP_Y) - _GAP_Y
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"',
        ' font-family="sans-serif" font-size="15">',
        f'<rect width="{width}" height="{height}" rx="10" fill="#f7f4ee"/>',
    ]
    for lane in sorted(edges):
        path = _path([corner(slot) for slot in lanes[lane]])
        lines.append(f'<path d="{path}" fill="none" stroke="#b0a695" stroke-width="1.5"/>')
    for key, name in names.items():
        x, y = corner((key, columns[key]))
        fill = "#c8553d" if name == "plan" else "#2f4858" if name in keyed else "#5b7f77"
        lines.append(f'<rect x="{x}" y="{y}" width="{_WIDE}" height="{_TALL}" rx="7" fill="{fill}"/>')
        lines.append(f'<text x="{x + _WIDE // 2}" y="{y + 23}" fill="#fff" text-anchor="middle">{name}</text>')
    return "\n".join([*lines, "</svg>", ""])


def _read(graph: str) -> tuple[dict[str, str], set[Edge]]:
    names: dict[str, str] = {}
    edges: set[Edge] = set()
    for line in graph.splitlines():
        if node := _NODE.match(line):
            names[node[1]] = node[2]
        # A rule may read its own: the gate reads earlier episodes' verdicts.
        elif (edge := _EDGE.match(line)) and edge[1] != edge[2]:
            edges.add((edge[1], edge[2]))
    return names, edges


def _fan_out(names: dict[str, str], edges: set[Edge], keyed: set[str]) -> set[Edge]:
    """Return the edges Snakemake does not draw: the plan is what names the first keyed files of each chain."""
    read = {target for _source, target in edges}
    plan = next(key for key, name in names.items() if name == "plan")
    return {(plan, key) for key, name in names.items() if name in keyed and key not in read}


def _shortened(edges: set[Edge]) -> set[Edge]:
    """Return the edges without those that a longer way makes plain."""

    def reached(source: str, without: Edge) -> set[str]:
        found: set[str] = set()
        ends = [source]
        while ends:
            end = ends.pop()
            if end not in found:
                found.add(end)
                ends.extend(target for start, target in edges if start == end and (start, target) != without)
        return found

    return {edge for edge in edges if edge[1] not in reached(edge[0], edge)}


def _columns(names: dict[str, str], edges: set[Edge]) -> dict[str, int]:
    columns = dict.fromkeys(names, 0)
    for _ in names:
        for source, target in edges:
            columns[target] = max(columns[target], columns[source] + 1)
    # What reads nothing stands beside the rule that wants it, so that its line is short.
    for key in names.keys() - {target for _source, target in edges}:
        columns[key] = min((columns[target] for source, target in edges if source == key), default=1) - 1
    return columns


def _lane(edge: Edge, columns: dict[str, int]) -> list[Slot]:
    """Return where an edge runs: its ends, and a place of its own in each column between."""
    source, target = edge
    first, last = columns[source], columns[target]
    return [(source, first), *((f"{source}>{target}", column) for column in range(first + 1, last)), (target, last)]


def _rows(names: dict[str, str], columns: dict[str, int], lanes: dict[Edge, list[Slot]]) -> dict[Slot, int]:
    """Return the row of everything in each column: in the order of what it comes from."""
    before: dict[Slot, list[Slot]] = {(key, columns[key]): [] for key in names}
    for lane in lanes.values():
        for earlier, later in pairwise(lane):
            before.setdefault(later, []).append(earlier)
    rows: dict[Slot, int] = {}
    for column in range(max(columns.values()) + 1):
        here = [slot for slot in before if slot[1] == column]
        wanted = {slot: mean([rows[each] for each in before[slot]] or [len(here)]) for slot in here}
        ordered = sorted(here, key=lambda slot: (wanted[slot], names.get(slot[0], slot[0])))
        rows.update({slot: row for row, slot in enumerate(ordered)})
    return rows


def _path(corners: list[tuple[int, int]]) -> str:
    """Return the line through places: it bends in the gaps between columns and runs straight through what it passes."""
    (x, y), *further = ((x, y + _TALL // 2) for x, y in corners)
    path = f"M{x + _WIDE} {y}"
    for index, (there, level) in enumerate(further):
        path += f" C{there} {y} {there - _GAP_X} {level} {there} {level}"
        path += f" H{there + _WIDE}" if index < len(further) - 1 else ""
        y = level
    return path
