"""Make the pictures of the docs from the thing itself: a frame of the example's film, and the graph of its rules."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pypdfium2
from rule_graph import draw

from reelmake.actions.tools import ffmpeg

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
FILM = "episodes/ep03/render.mp4"
FRAMES = {"frame": 1265, "frame-wide": 560, "frame-insert": 300}
BOARD, BOARD_PAGE, BOARD_WIDTH = "episodes/ep03/papers/storyboard.pdf", 5, 1200


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


if __name__ == "__main__":
    sys.exit(main())
