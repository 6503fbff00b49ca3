"""The stages that copy finished results from the cache to ``episodes/`` and ``season/``."""

from __future__ import annotations

from pathlib import Path

from reelmake.documents.base import Parent
from reelmake.documents.output import OutputFile, RenderOutput
from reelmake.documents.plan import RenderPlan
from reelmake.documents.season import Season, SeasonFilm
from reelmake.episode.stage import Files
from reelmake.execution.job import Job
from reelmake.kernel.digest import digest_file
from reelmake.kernel.files import copy_atomic, write_atomic
from reelmake.kernel.ids import trace_id


def deliver_film(job: Job, files: Files) -> None:
    """Copy the finished film, and write its captions and a record of all delivered files."""
    plan = RenderPlan.load(files["delivered_plan"])
    root = job.workspace.root
    paths = {name.removeprefix("profile_"): path for name, path in files.written.items()}
    key = plan.deliverables["render.mp4"]
    copy_atomic(Path(files["made_film"]), root / paths["film"])
    delivered = {"render.mp4": output_file(paths["film"], key)}
    job.record(paths["film"], "render", delivered["render.mp4"].digest, job.parents_of(key), key=key)
    plan_parent = plan.as_parent()
    for name, text in plan.captions.items():
        path = paths[name.rpartition(".")[2]]
        write_atomic(root / path, text.encode())
        delivered[name] = output_file(path)
        job.record(path, name, delivered[name].digest, (plan_parent,))
    output = RenderOutput(
        trace_id=plan.trace_id,
        episode=plan.episode,
        profile=plan.profile,
        fps=plan.fps,
        total_frames=plan.total_frames,
        timing_lock_hash=plan.timing_lock_hash,
        files=delivered,
        placeholders=plan.missing,
        flags=plan.flags,
    )
    job.save(output, paths["output"], *(Parent(role=name, digest=item.digest) for name, item in delivered.items()))
    # An episode has one run summary; it is delivered with the default profile.
    if "summary" in paths:
        job.save_summary(paths["summary"], plan.actions, plan.flags)


def deliver_stem(job: Job, files: Files) -> None:
    """Copy a stem of the sound from the cache."""
    source, path, root = Path(files["made_stem"]), files.written["stem"], job.workspace.root
    copy_atomic(source, root / path)
    job.record(path, "stem_file", digest_file(root / path), job.parents_of(source.stem), key=source.stem)


def list_season(job: Job, files: Files) -> None:
    """Write the list of a season's films with the digest of each."""
    number = int(files.wildcards["number"])
    outputs = [RenderOutput.load(Path(film).with_name("render_output.json")) for film in files.read["season_films"]]
    films = tuple(
        SeasonFilm(episode=item.episode, digest=item.files["render.mp4"].digest, frames=item.total_frames)
        for item in outputs
    )
    parents = (Parent(role=film.episode, digest=film.digest) for film in films)
    trace = trace_id(job.workspace.project.series.id, f"season-{number}")
    job.save(Season(trace_id=trace, season=number, films=films), files.written["season"], *parents)


def output_file(path: str, key: str = "") -> OutputFile:
    """Return the record of a delivered file."""
    return OutputFile(path=path, digest=digest_file(Path(path)), bytes=Path(path).stat().st_size, key=key)
