"""Make the pictures of the docs from the thing itself: a frame of the example's film, and the graph of its rules."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pypdfium2

from reelmake.actions.tools import ffmpeg

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
FILM = "episodes/ep03/render.mp4"
FRAMES = {"frame": 1265, "frame-wide": 560, "frame-insert": 300}
BOARD, BOARD_PAGE, BOARD_WIDTH = "episodes/ep03/papers/storyboard.pdf", 5, 1200
_NODE = re.compile(r'^\s*(\d+)\[label = "([^"\\]+)')
_EDGE = re.compile(r"^\s*(\d+) -> (\d+)")
WIDE, TALL, GAP_X, GAP_Y = 112, 36, 26, 34


def main() -> int:
    snakemake = [sys.executable, "-m", "snakemake", "--profile", str(ROOT / "profiles/site-a")]
    subprocess.run([*snakemake, FILM], cwd=ROOT, check=True)
    IMAGES.mkdir(parents=True, exist_ok=True)
    for name, number in FRAMES.items():
        select = f"select=eq(n\\,{number}),scale=960:-2"
        command = [*ffmpeg().start, "-v", "error", "-nostdin", "-y", "-i", FILM, "-vf", select, "-frames:v", "1"]
        subprocess.run([*command, str(IMAGES / f"{name}.png")], cwd=ROOT, check=True)
    draw_board(snakemake)
    (IMAGES / "dag.svg").write_text(draw(rule_graph(snakemake)), encoding="utf-8")
    return 0


def draw_board(snakemake: list[str]) -> None:
    """Draw a page of the example's storyboard, in as many colours as a small file has."""
    subprocess.run([*snakemake, BOARD], cwd=ROOT, check=True)
    with pypdfium2.PdfDocument(ROOT / BOARD) as board:
        page = board[BOARD_PAGE].render(scale=BOARD_WIDTH / board[BOARD_PAGE].get_width()).to_pil()
    page.quantize(256).save(IMAGES / "board.png", optimize=True)


def rule_graph(snakemake: list[str]) -> str:
    """Return Snakemake's graph of an episode that is planned and not yet filmed, when all its rules are in it."""
    with tempfile.TemporaryDirectory() as scratch:
        for part in ("config", "story", "assets"):
            shutil.copytree(ROOT / part, Path(scratch) / part)
        there = [*snakemake, "--snakefile", str(ROOT / "Snakefile"), "--directory", scratch]
        plan = FILM.replace("render.mp4", "render_plan.preview_local.json")
        subprocess.run([*there, plan, "--quiet", "all"], cwd=ROOT, check=True)
        drawn = subprocess.run(
            [*there, "--rulegraph", "dot", FILM], cwd=ROOT, check=True, capture_output=True, text=True
        )
    return drawn.stdout


def draw(graph: str) -> str:
    """Return a drawing of Snakemake's rule graph, left to right, each rule right of what it reads."""
    names: dict[str, str] = {}
    edges: set[tuple[str, str]] = set()
    for line in graph.splitlines():
        if node := _NODE.match(line):
            names[node[1]] = node[2]
        elif edge := _EDGE.match(line):
            edges.add((edge[1], edge[2]))
    edges = _shortened(edges | _fan_out(names, edges))
    fed = {target for _source, target in edges}
    columns = _columns(names, edges)
    places: dict[str, tuple[int, int]] = {}
    rows: dict[int, int] = {}
    for key in sorted(names, key=lambda key: (columns[key], key not in fed, names[key])):
        column = columns[key]
        places[key] = (16 + column * (WIDE + GAP_X), 16 + rows.get(column, 0) * (TALL + GAP_Y))
        rows[column] = rows.get(column, 0) + 1
    width = 32 + (max(columns.values()) + 1) * (WIDE + GAP_X) - GAP_X
    height = 32 + max(rows.values()) * (TALL + GAP_Y) - GAP_Y
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"',
        ' font-family="sans-serif" font-size="15">',
        f'<rect width="{width}" height="{height}" rx="10" fill="#f7f4ee"/>',
    ]
    for source, target in sorted(edges):
        (x1, y1), (x2, y2) = places[source], places[target]
        x1, y1, y2 = x1 + WIDE, y1 + TALL // 2, y2 + TALL // 2
        bend = max(GAP_X, (x2 - x1) // 2)
        path = f"M{x1} {y1} C{x1 + bend} {y1} {x2 - bend} {y2} {x2} {y2}"
        lines.append(f'<path d="{path}" fill="none" stroke="#b0a695" stroke-width="1.5"/>')
    for key, (x, y) in places.items():
        fill = "#c8553d" if names[key] == "plan" else "#2f4858" if names[key] in _KEYED else "#5b7f77"
        lines.append(f'<rect x="{x}" y="{y}" width="{WIDE}" height="{TALL}" rx="7" fill="{fill}"/>')
        lines.append(f'<text x="{x + WIDE // 2}" y="{y + 23}" fill="#fff" text-anchor="middle">{names[key]}</text>')
    return "\n".join([*lines, "</svg>", ""])


def _fan_out(names: dict[str, str], edges: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return the edges Snakemake does not draw: the plan is what names the first keyed files of each chain."""
    read = {target for _source, target in edges}
    plan = next(key for key, name in names.items() if name == "plan")
    return {(plan, key) for key, name in names.items() if name in _KEYED and key not in read}


def _shortened(edges: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return the edges without those that a longer way makes plain."""

    def reached(source: str, without: tuple[str, str]) -> set[str]:
        found: set[str] = set()
        ends = [source]
        while ends:
            end = ends.pop()
            ends.extend(target for start, target in edges if start == end and (start, target) != without)
            found.add(end)
        return found

    return {edge for edge in edges if edge[1] not in reached(edge[0], edge)}


_KEYED = ("art", "clip", "mix", "sound", "mux")


def _columns(names: dict[str, str], edges: set[tuple[str, str]]) -> dict[str, int]:
    columns = dict.fromkeys(names, 0)
    for _ in names:
        for source, target in edges:
            columns[target] = max(columns[target], columns[source] + 1)
    # What reads nothing stands beside the rule that wants it, so that its line crosses no other rule.
    for key in names.keys() - {target for _source, target in edges}:
        columns[key] = min((columns[target] for source, target in edges if source == key), default=1) - 1
    return columns


if __name__ == "__main__":
    sys.exit(main())
