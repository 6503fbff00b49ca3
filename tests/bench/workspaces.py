"""The workspaces that are measured: a 10-minute episode of 34 shots, and seasons of trivial shots."""

from __future__ import annotations

from pathlib import Path

PROJECT = """
series: {{id: bench, title: Bench}}
fps: 24
voice: {{engine: {engine}}}
pacing:
  longest_action_ms: 60000
  action_ms_per_word: {per_word}
  shortest_shot_ms: 200
  scene_head_ms: 0
  scene_tail_ms: 0
profiles:
  preview_local: {{width: {width}, height: {height}, crf: 23, preset: veryfast}}
"""
SITES = "sites:\n  local: {}\n  site-a: {}\n  ci: {}\n"
CANON = """
version: 1
characters:
  ada: {name: ADA}
  ben: {name: BEN}
locations:
  kitchen: {name: KITCHEN}
  roof: {name: ROOF}
  street: {name: STREET}
"""
PLACES = ("INT. KITCHEN - NIGHT", "EXT. ROOF - DAY", "EXT. STREET - DUSK")
TEXT = "the kettle hums while rain runs down the glass and nobody at the table looks up from the letter"


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def ten_minutes(root: Path) -> None:
    """Write an episode of about 10 minutes whose shots are few and long; its lines are spoken."""
    scenes = []
    for number in range(10):
        scenes.append(f"{PLACES[number % 3]}\n\n{_paragraph(number * 2)}\n")
        scenes.append(f"{('ADA', 'BEN')[number % 2]}\nThis is what we said on the night of number {number}.\n")
        scenes.append(_paragraph(number * 2 + 1) + "\n")
    write(
        root,
        {
            "config/project.yaml": PROJECT.format(engine="piper", per_word=360, width=1280, height=720),
            "config/sites.yaml": SITES,
            "story/canon.yaml": CANON,
            "story/ep01.fountain": "\n".join(scenes),
        },
    )


def season(root: Path, shots: int, per_episode: int = 100) -> list[str]:
    """Write a season of short action shots; return its episodes."""
    files = {
        "config/project.yaml": PROJECT.format(engine="none", per_word=50, width=160, height=160),
        "config/sites.yaml": SITES,
        "story/canon.yaml": CANON,
    }
    episodes = [f"ep{number + 1:03d}" for number in range(shots // per_episode)]
    for index, episode in enumerate(episodes):
        text = f"{PLACES[index % 3]}\n\n" + "\n\n".join(
            f"Beat {index * per_episode + number} passes." for number in range(per_episode)
        )
        files[f"story/{episode}.fountain"] = text + "\n"
    write(root, files)
    return episodes


def _paragraph(number: int) -> str:
    heard = TEXT.split()
    words = [*heard, *reversed(heard), *heard, *reversed(heard)]
    return f"Passage {number}: " + " ".join(words[number % 7 : number % 7 + 72]) + "."
