"""The content of an episode's page, collected from the documents of one delivery."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reelmake.documents.action import FromFile
from reelmake.documents.manifest import AssetManifest
from reelmake.documents.output import RenderOutput
from reelmake.documents.plan import PlannedShot, RenderPlan, Source
from reelmake.documents.project import ProjectConfig
from reelmake.documents.shotlist import Shot, ShotKind, ShotList, TransitionKind
from reelmake.kernel.frames import Rate


@dataclass(frozen=True)
class PageShot:
    """One shot on the page."""

    shot: Shot
    planned: PlannedShot
    timecode: str
    seconds: str
    """Its length in seconds, to a tenth: ``2.5``."""
    picture: str
    sources: tuple[Source, ...]
    thumbnail: str
    """A data URI; empty if there is no picture."""


@dataclass(frozen=True)
class Download:
    """A file that the page offers for download; ``path`` is relative to the page."""

    path: str
    name: str
    bytes: int


@dataclass(frozen=True)
class EpisodePage:
    """Everything that the template shows."""

    series: str
    title: str
    episode: str
    language: str
    width: int
    height: int
    length: str
    rate: tuple[int, int]
    frames: int
    captions: str
    """The text of the WebVTT file."""
    captions_in_picture: bool
    shots: tuple[PageShot, ...]
    flags: tuple[str, ...]
    stems: tuple[Download, ...]
    downloads: tuple[Download, ...]
    lock: str


def episode_page(
    shotlist: ShotList,
    *,
    plan: RenderPlan,
    manifest: AssetManifest,
    output: RenderOutput,
    project: ProjectConfig,
    thumbnails: Mapping[str, str],
    files: Sequence[Download],
) -> EpisodePage:
    """Return an episode's page. ``thumbnails`` are data URIs by shot id, ``files`` the film and the files beside it."""
    rate = Rate.parse(plan.fps)
    planned = {shot.shot_id: shot for shot in plan.shots}
    needs: dict[str, set[str]] = {}
    for need in manifest.needs:
        for shot_id in need.shots:
            needs.setdefault(shot_id, set()).add(need.id)
    shots = tuple(
        PageShot(
            shot=shot,
            planned=planned[shot.id],
            timecode=rate.timecode(shot.start),
            seconds=f"{rate.milliseconds(shot.frames) / 1000:.1f}",
            picture=_picture(shot),
            sources=_sources(planned[shot.id], plan, needs.get(shot.id, set())),
            thumbnail=thumbnails.get(shot.id, ""),
        )
        for shot in shotlist.shots
    )
    return EpisodePage(
        series=project.series.title,
        title=plan.title,
        episode=plan.episode,
        language=project.series.language,
        width=plan.width,
        height=plan.height,
        length=rate.timecode(plan.total_frames),
        rate=(rate.value.numerator, rate.value.denominator),
        frames=plan.total_frames,
        captions=plan.captions.get("captions.vtt", ""),
        captions_in_picture=project.profiles[plan.profile].burns(project.captions),
        shots=shots,
        flags=output.flags,
        stems=tuple(item for item in files if item.path.startswith("stems/")),
        downloads=tuple(item for item in files if not item.path.startswith("stems/")),
        lock=output.timing_lock_hash,
    )


def thumbnail_frame(shot: Shot) -> int:
    """Return the first frame of the film after the transition into a shot."""
    transition = shot.transition_in.frames if shot.transition_in.kind is not TransitionKind.CUT else 0
    return shot.start + min(transition, shot.frames - 1)


def _sources(planned: PlannedShot, plan: RenderPlan, needs: set[str]) -> tuple[Source, ...]:
    """Return the sources of a shot's needs; of several pictures of one thing, only those that this shot shows."""
    actions = [plan.actions[key] for key in (planned.clip_key, *planned.art_keys) if key in plan.actions]
    shown = {item.path for action in actions for item in action.inputs.values() if isinstance(item, FromFile)}
    seen = ("character/", "location/", "prop/")
    return tuple(
        source
        for source in plan.sources
        if source.need_id in needs
        and source.status != "none"
        and not (source.path and source.need_id.startswith(seen) and source.path not in shown)
    )


def _picture(shot: Shot) -> str:
    """Return the framing, the kind of shot and the camera move in words."""
    if shot.kind is ShotKind.CARD:
        return "card"
    kind = shot.kind.value if shot.kind.value != shot.framing.value else ""
    parts = (shot.framing.value, kind, shot.move.value if shot.move.value != "static" else "still")
    return ", ".join(part.replace("_", " ") for part in parts if part)
