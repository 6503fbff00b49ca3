"""Make the pictures of the docs from the example series: frames and an excerpt of its film, the graph of its rules."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import av
import pypdfium2
from rule_graph import draw

from reelmake.actions.tools import ffmpeg

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
FILM = "episodes/ep03/render.mp4"
FRAMES = {"frame": 1265, "frame-wide": 560, "frame-insert": 300}
EXCERPT = ((170, 226), (516, 572), (1080, 1290))
"""Stretches of frames that the moving picture in the README shows"""
EXCERPT_STEP, EXCERPT_WIDTH, EXCERPT_MS = 4, 480, 160
BOARD, BOARD_PAGE, BOARD_WIDTH = "episodes/ep03/papers/storyboard.pdf", 5, 1200


def main() -> int:
    snakemake = [sys.executable, "-m", "snakemake", "--profile", str(ROOT / "profiles/site-a")]
    subprocess.run([*snakemake, FILM], cwd=ROOT, check=True)
    IMAGES.mkdir(parents=True, exist_ok=True)
    for name, number in FRAMES.items():
        select = f"select=eq(n\\,{number}),scale=960:-2"
        command = [*ffmpeg().start, "-v", "error", "-nostdin", "-y", "-i", FILM, "-vf", select, "-frames:v", "1"]
        subprocess.run([*command, str(IMAGES / f"{name}.png")], cwd=ROOT, check=True)
    make_excerpt()
    draw_board(snakemake)
    (IMAGES / "dag.svg").write_text(draw(rule_graph(snakemake)), encoding="utf-8")
    return 0


def make_excerpt() -> None:
    """Make the README's moving picture: an animated WebP of a few stretches of the film."""
    wanted = {number for first, last in EXCERPT for number in range(first, last, EXCERPT_STEP)}
    pictures = []
    with av.open(str(ROOT / FILM)) as film:
        for number, frame in enumerate(film.decode(video=0)):
            if number in wanted:
                height = frame.height * EXCERPT_WIDTH // frame.width
                pictures.append(frame.to_image().resize((EXCERPT_WIDTH, height)))
    first, *others = pictures
    options = {"save_all": True, "append_images": others, "duration": EXCERPT_MS, "loop": 0, "quality": 55, "method": 6}
    first.save(IMAGES / "excerpt.webp", **options)


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
