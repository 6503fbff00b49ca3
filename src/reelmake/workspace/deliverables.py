"""Everything that can be made of an episode: its name, what it is, and the targets that make it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reelmake.kernel.errors import NotFound, did_you_mean
from reelmake.workspace.workspace import PROFILE, Workspace, delivery_directory

_PAPERS = (
    ("page", "a page that plays the film and shows what it is made of", ("index.html",)),
    ("review", "slate, two-pop, names and timecodes in the corners", ("review.mp4",)),
    ("storyboard", "six shots a page, with action, dialogue and lengths", ("papers/storyboard.pdf",)),
    ("contact_sheet", "every shot on one sheet", ("papers/contact_sheet.png",)),
    (
        "timelines",
        "for editing programs, with their media, and what they cannot hold",
        ("papers/timeline.otio", "papers/timeline.edl", "papers/timeline.xml", "papers/timeline.fcpxml"),
    ),
    ("prores", "ProRes 422 with PCM sound and timecode", ("mezzanine.prores.mov",)),
    ("dnxhr", "DNxHR SQ, the same", ("mezzanine.dnxhr.mov",)),
    (
        "stems",
        "dialogue, music and effects, and their sum",
        ("stems/dialogue.wav", "stems/music.wav", "stems/effects.wav", "stems/mix.wav"),
    ),
)


@dataclass(frozen=True)
class Deliverable:
    """One thing that can be made of an episode."""

    name: str
    what: str
    targets: tuple[str, ...]
    made: bool
    """Whether all of it is there. A run brings it up to date where the film has changed since."""


def deliverables(workspace: Workspace, episode: str) -> tuple[Deliverable, ...]:
    """Return what can be made of an episode in this workspace: its film in each profile, and its papers."""
    workspace.check_episode(episode)
    films = [
        (
            "film" if name == PROFILE else name,
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


def chosen(known: Sequence[Deliverable], names: Sequence[str]) -> tuple[Deliverable, ...]:
    """Return those that are named, or say which ones there are."""
    by_name = {one.name: one for one in known}
    for name in names:
        if name not in by_name:
            raise NotFound(
                f"nothing that can be made of an episode is called {name!r}{did_you_mean(name, list(by_name))}",
                allowed=", ".join(by_name),
                remedy="name one of these",
            )
    return tuple(by_name[name] for name in dict.fromkeys(names))
