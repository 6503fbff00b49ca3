"""Everything that can be made from an episode: its name, what it is, and the targets that make it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reelmake.kernel.errors import NotFound, did_you_mean
from reelmake.workspace.workspace import DEFAULT_PROFILE, Workspace, delivery_directory

_PAPERS = (
    ("page", "a page that plays the film and shows what it is made of", ("index.html",)),
    ("review", "slate, two-pop, names and timecodes in the corners", ("review.mp4",)),
    ("storyboard", "six shots a page, with action, dialogue and lengths", ("papers/storyboard.pdf",)),
    ("contact_sheet", "every shot on one sheet", ("papers/contact_sheet.png",)),
    (
        "timelines",
        "for editing programs, with their media and a report of what each format loses",
        ("papers/timeline.otio", "papers/timeline.edl", "papers/timeline.xml", "papers/timeline.fcpxml"),
    ),
    ("prores", "ProRes 422 with PCM sound and timecode", ("mezzanine.prores.mov",)),
    ("dnxhr", "DNxHR SQ with PCM sound and timecode", ("mezzanine.dnxhr.mov",)),
    (
        "stems",
        "dialogue, music, effects and the full mix",
        ("stems/dialogue.wav", "stems/music.wav", "stems/effects.wav", "stems/mix.wav"),
    ),
)


@dataclass(frozen=True)
class Deliverable:
    """One thing that can be made from an episode."""

    name: str
    what: str
    targets: tuple[str, ...]
    made: bool
    """Whether all its files exist. They may be older than the film; a run updates them."""


def deliverables(workspace: Workspace, episode: str) -> tuple[Deliverable, ...]:
    """Return what can be made from an episode in this workspace: its film in each profile, and its papers."""
    workspace.check_episode(episode)
    films = [
        (
            "film" if name == DEFAULT_PROFILE else name,
            f"the film, {profile.width} by {profile.height}, with its captions",
            (f"{delivery_directory(episode, name)}/render.mp4",),
        )
        for name, profile in workspace.project.profiles.items()
    ]
    papers = [(name, what, tuple(f"episodes/{episode}/{file}" for file in files)) for name, what, files in _PAPERS]
    return tuple(
        Deliverable(name, what, targets, all((workspace.root / target).is_file() for target in targets))
        for name, what, targets in sorted(films, key=lambda film: film[0] != "film") + papers
    )


def select_deliverables(available: Sequence[Deliverable], names: Sequence[str]) -> tuple[Deliverable, ...]:
    """Return the deliverables with these names; raise NotFound and list the available names if one does not exist."""
    by_name = {deliverable.name: deliverable for deliverable in available}
    for name in names:
        if name not in by_name:
            raise NotFound(
                f"there is no deliverable {name!r}{did_you_mean(name, list(by_name))}",
                allowed=", ".join(by_name),
                remedy="name one of these",
            )
    return tuple(by_name[name] for name in dict.fromkeys(names))
