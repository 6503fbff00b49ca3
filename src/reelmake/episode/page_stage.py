"""The stage that makes an episode's page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reelmake.documents.base import Parent
from reelmake.documents.manifest import AssetManifest
from reelmake.documents.output import RenderOutput
from reelmake.documents.plan import RenderPlan
from reelmake.documents.project import ProjectConfig
from reelmake.documents.shotlist import ShotList
from reelmake.episode.stage import Files
from reelmake.execution.job import Job
from reelmake.kernel.digest import digest_bytes
from reelmake.kernel.files import write_atomic
from reelmake.workspace.workspace import load_resolved

if TYPE_CHECKING:
    from reelmake.crafts.player.content import Download

_OPTIONAL_FILES = ("stems/*.wav", "papers/*", "review.mp4", "mezzanine.*.mov", "*/render.mp4")
"""What the page offers for download if it exists, in this order"""


def optional_files(directory: Path) -> tuple[str, ...]:
    """Return the files in an episode's directory that its page offers for download, besides the film and captions."""
    return tuple(
        path.relative_to(directory).as_posix()
        for pattern in _OPTIONAL_FILES
        for path in sorted(directory.glob(pattern))
        if path.is_file() and not path.name.startswith(".")
    )


def make_page(job: Job, files: Files) -> None:
    """Write the page of a delivered episode."""
    from reelmake.crafts.player.content import episode_page, thumbnail_frame
    from reelmake.crafts.player.html import render_page
    from reelmake.crafts.player.thumbnails import thumbnails

    out = files.written["page"]
    plan, output = RenderPlan.load(files["plan"]), RenderOutput.load(files["output"])
    shotlist = ShotList.load(files["shotlist"])
    frames = {shot.id: thumbnail_frame(shot) for shot in shotlist.shots}
    page = episode_page(
        shotlist,
        plan=plan,
        manifest=AssetManifest.load(files["manifest"]),
        output=output,
        project=load_resolved(ProjectConfig, files["project"]),
        thumbnails=thumbnails(Path(files["film"]), frames, plan.fps),
        files=_downloads(Path(out).parent, output),
    )
    data = render_page(page).encode()
    write_atomic(job.workspace.root / out, data)
    parents = (plan.as_parent(), output.as_parent(), shotlist.as_parent())
    film = output.files.get("render.mp4")
    job.record(
        out, "page", digest_bytes(data), (*parents, *([Parent(role="film", digest=film.digest)] if film else ()))
    )


def _downloads(directory: Path, output: RenderOutput) -> tuple[Download, ...]:
    from reelmake.crafts.player.content import Download

    names = (*output.files, "render_output.json", *optional_files(directory))
    return tuple(Download(name, name, (directory / name).stat().st_size) for name in names)
