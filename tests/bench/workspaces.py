"""The workspaces that are measured: a 10-minute episode of 34 shots, a feature film, and seasons of trivial shots."""

from __future__ import annotations

from dataclasses import dataclass
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
  preview_local: {{width: {width}, height: {height}}}
"""
FEATURE_PROJECT = """
series: {{id: feature, title: Feature}}
fps: 24
voice: {{engine: {engine}}}
profiles:
  preview_local: {{width: {width}, height: {height}}}
"""
SITES = "sites:\n  local: {}\n  site-a: {}\n  ci: {}\n"
CANON = """
version: 1
characters:
  ada: {{name: ADA}}
  ben: {{name: BEN}}
locations:
{locations}"""
PLACES = (
    "INT. KITCHEN - NIGHT",
    "EXT. ROOF - DAY",
    "EXT. STREET - DUSK",
    "INT. CELLAR - NIGHT",
    "EXT. PIER - DAY",
    "INT. OFFICE - DAY",
    "EXT. GARDEN - DAWN",
    "INT. STATION - NIGHT",
    "INT. ATTIC - DAY",
)
"""Each long scene has a place of its own: shots of one length in one place would share a clip."""
TEXT = "the kettle hums while rain runs down the glass and nobody at the table looks up from the letter"


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@dataclass(frozen=True)
class Episode:
    """How much of an episode there is: scenes of four shots, the last of two, and how long their passages are."""

    scenes: int = 9
    words: int = 91
    width: int = 1280
    height: int = 720

    @property
    def shots(self) -> int:
        return self.scenes * 4 - 2


TEN_MINUTES = Episode()
SHORT = Episode(scenes=2, words=24, width=960, height=540)


def episode(root: Path, size: Episode = TEN_MINUTES) -> None:
    """Write an episode whose shots are few and long, and whose lines are spoken."""
    scenes = []
    for number in range(size.scenes - 1):
        scenes.append(f"{PLACES[number]}\n\n{_paragraph(number * 2, size.words)}\n")
        scenes.append(f"{('ADA', 'BEN')[number % 2]}\nThis is what we said on the night of number {number}.\n")
        scenes.append(_paragraph(number * 2 + 1, size.words) + "\n")
    scenes.append(f"{PLACES[size.scenes - 1]}\n\n{_paragraph(size.scenes * 2, size.words)}\n")
    write(
        root,
        {
            "config/project.yaml": PROJECT.format(engine="piper", per_word=360, width=size.width, height=size.height),
            "config/sites.yaml": SITES,
            "story/canon.yaml": CANON.format(locations=_locations(PLACES)),
            "story/ep01.fountain": "\n".join(scenes),
        },
    )


ROOMS = (
    *(place.split()[1] for place in PLACES),
    "HARBOUR",
    "CHAPEL",
    "GARAGE",
    "LIBRARY",
    "CANTEEN",
    "MARKET",
    "DEPOT",
)
CAST = ("ADA", "BEN", "CLEO", "DARA", "EMIL", "FAYE", "GUS", "HANA")
SPEECHES_PER_PAGE = 12
_OPENINGS = ("Nobody warned us that", "I told him twice that", "You know as well as I do that", "They will say that")
_CLOSINGS = ("was never on the list", "left before the rain", "still has the keys", "counted the boats twice")


@dataclass(frozen=True)
class Feature:
    """A feature film: a scene a page, each with two people who talk and things that happen between."""

    pages: int = 120
    width: int = 640
    height: int = 360
    engine: str = "none"

    @property
    def speeches(self) -> int:
        return self.pages * SPEECHES_PER_PAGE


def feature(root: Path, size: Feature) -> None:
    """Write a screenplay of so many pages as ep01; no two speeches of it are alike."""
    write(
        root,
        {
            "config/project.yaml": FEATURE_PROJECT.format(engine=size.engine, width=size.width, height=size.height),
            "config/sites.yaml": SITES,
            "story/canon.yaml": "version: 1\ncharacters:\n"
            + "".join(f"  {name.lower()}: {{name: {name}}}\n" for name in CAST)
            + "locations:\n"
            + "".join(f"  {name.lower()}: {{name: {name}}}\n" for name in ROOMS),
            "story/ep01.fountain": "\n".join(_page(number) for number in range(size.pages)),
        },
    )


def _page(number: int) -> str:
    """Return one page: a heading, a passage, twelve speeches, and a passage after every other one."""
    one, other = CAST[number % len(CAST)], CAST[(number * 3 + 1) % len(CAST)]
    if one == other:
        other = CAST[(number + 1) % len(CAST)]
    room, hour = ROOMS[number * 5 % len(ROOMS)], ("DAY", "NIGHT")[number // 3 % 2]
    blocks = [f"INT. {room} - {hour}", f"{one.title()} waits by the door with {number + 2} letters."]
    for place in range(SPEECHES_PER_PAGE):
        speech = number * SPEECHES_PER_PAGE + place
        opening, closing = _OPENINGS[speech % 4], _CLOSINGS[speech // 4 % 4]
        blocks.append(f"{(one, other)[place % 2]}\n{opening} number {speech} {closing}.")
        if place % 2:
            blocks.append(f"{(other, one)[place // 2 % 2].title()} looks at the {('clock', 'floor')[place // 2 % 2]}.")
    return "\n\n".join(blocks) + "\n"


def season(root: Path, shots: int, per_episode: int = 100) -> list[str]:
    """Write a season in which each shot's caption makes its clip unlike all others; return its episodes."""
    files = {
        "config/project.yaml": PROJECT.format(engine="none", per_word=50, width=160, height=160),
        "config/sites.yaml": SITES,
        "story/canon.yaml": CANON.format(locations=_locations(PLACES[:3])),
    }
    episodes = [f"ep{number + 1:03d}" for number in range(shots // per_episode)]
    for index, episode in enumerate(episodes):
        numbers = range(index * per_episode, (index + 1) * per_episode - 1)
        lines = [f"{('ADA', 'BEN')[number % 2]}\nThat was number {number}." for number in numbers]
        files[f"story/{episode}.fountain"] = "\n\n".join((PLACES[index % 3], *lines)) + "\n"
    write(root, files)
    return episodes


def _locations(places: tuple[str, ...]) -> str:
    names = [place.partition(" ")[2].partition(" - ")[0] for place in places]
    return "".join(f"  {name.lower()}: {{name: {name}}}\n" for name in names)


def _paragraph(number: int, length: int) -> str:
    heard = TEXT.split()
    words = [*heard, *reversed(heard)] * 3
    return f"Passage {number}: " + " ".join(words[number % 7 : number % 7 + length]) + "."
