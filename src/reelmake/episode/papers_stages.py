"""The stages that make an episode's papers: timelines, storyboard, contact sheet, review version, mezzanine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reelmake.actions.runner import Made, Runner
from reelmake.crafts.captions.cue import Cue
from reelmake.crafts.editorial.cut_list import build_cut_list
from reelmake.documents.action import Action, FromAction
from reelmake.documents.base import Parent
from reelmake.documents.papers import Papers
from reelmake.documents.plan import RenderPlan
from reelmake.documents.project import ProjectConfig
from reelmake.documents.shotlist import ShotList
from reelmake.documents.voice import Voice
from reelmake.episode.delivery import output_file
from reelmake.episode.stage import Files
from reelmake.execution.job import Job
from reelmake.kernel.digest import digest_file
from reelmake.kernel.files import copy_atomic, write_atomic
from reelmake.kernel.frames import Span
from reelmake.workspace.workspace import load_resolved


def timelines(job: Job, files: Files) -> None:
    """Write the episode's timeline in every format, and copy the media it refers to next to it."""
    from reelmake.crafts.editorial.edl import to_edl
    from reelmake.crafts.editorial.fcpxml import to_fcpxml
    from reelmake.crafts.editorial.format_losses import loss_report
    from reelmake.crafts.editorial.otio_file import to_otio
    from reelmake.crafts.editorial.xmeml import to_xmeml

    shotlist, plan = ShotList.load(files["shotlist"]), RenderPlan.load(files["delivered_plan"])
    cuts = build_cut_list(shotlist, plan, {name: key for name, key in plan.stems.items() if name != "dialogue"})
    runner = job.runner()
    for media in cuts.media:
        made = runner.ensure_key(media.key)
        copy_atomic(made.path, job.workspace.root / files.written["media"] / media.name)
    parents = (shotlist.as_parent(), plan.as_parent())
    writers = {"otio": to_otio, "edl": to_edl, "xml": to_xmeml, "fcpxml": to_fcpxml}
    for extension, write in writers.items():
        path = files.written[extension]
        write_atomic(job.workspace.root / path, write(cuts).encode())
        job.record(path, f"timeline_{extension}", digest_file(job.workspace.root / path), parents)
    job.save(loss_report(cuts), files.written["losses"], *parents)


def storyboard(job: Job, files: Files) -> None:
    """Typeset the storyboard."""
    from reelmake.crafts.editorial.storyboard import storyboard_action

    shotlist, plan = ShotList.load(files["shotlist"]), RenderPlan.load(files["delivered_plan"])
    project = load_resolved(ProjectConfig, files["project"])
    missing = {shot.shot_id: shot.placeholders for shot in plan.shots}
    stills = _stills(job, shotlist, plan, project, Voice.load(files["voice"]))
    _deliver(
        job,
        storyboard_action(shotlist, stills, series=project.series.title, missing=missing),
        files.written["storyboard"],
    )


def contact_sheet(job: Job, files: Files) -> None:
    """Typeset the contact sheet: a picture of every shot."""
    from reelmake.crafts.editorial.storyboard import contact_sheet_action

    shotlist, plan = ShotList.load(files["shotlist"]), RenderPlan.load(files["delivered_plan"])
    project = load_resolved(ProjectConfig, files["project"])
    stills = _stills(job, shotlist, plan, project, Voice.load(files["voice"]))
    _deliver(job, contact_sheet_action(shotlist, stills, series=project.series.title), files.written["contact_sheet"])


def review(job: Job, files: Files) -> None:
    """Make the review version, with slate, two-pop, and names and timecodes in the corners."""
    from reelmake.crafts.editorial.review import pop_action, review_action, slate_action

    plan = RenderPlan.load(files["delivered_plan"])
    cuts = build_cut_list(ShotList.load(files["shotlist"]), plan)
    series = load_resolved(ProjectConfig, files["project"]).series.title
    runner = job.runner()
    slate, pop = (_ensured(runner, action) for action in (slate_action(cuts, series), pop_action(cuts)))
    _deliver(job, review_action(cuts, _film(plan), slate, pop), files.written["review"])


def mezzanine(job: Job, files: Files) -> None:
    """Encode the finished film for editing."""
    from reelmake.crafts.editorial.mezzanine import Codec, mezzanine_action

    plan = RenderPlan.load(files["delivered_plan"])
    action = mezzanine_action(
        plan.episode, _film(plan), Codec(files.wildcards["codec"]), fps=plan.fps, total_frames=plan.total_frames
    )
    _deliver(job, action, files.written["mezzanine"])


def list_papers(job: Job, files: Files) -> None:
    """Write the list of an episode's papers with the digest of each."""
    shots = ShotList.load(files["shotlist"])
    found = {name: output_file(paths[0]) for name, paths in files.read.items() if name not in ("made_film", "shotlist")}
    document = Papers(
        trace_id=shots.trace_id, episode=shots.episode, timing_lock_hash=shots.timing_lock_hash, files=found
    )
    job.save(
        document, files.written["papers"], *(Parent(role=name, digest=item.digest) for name, item in found.items())
    )


def _stills(
    job: Job, shotlist: ShotList, plan: RenderPlan, project: ProjectConfig, voice: Voice
) -> dict[str, FromAction]:
    """Return a picture of each shot by the shot's id, from the cache or made now."""
    from reelmake.crafts.captions.build import caption_cues, cues_by_shot
    from reelmake.crafts.editorial.stills import shot_still_action, still_frame

    profile = project.profiles[plan.profile]
    burned: Mapping[str, Sequence[Cue]] = {}
    if profile.burns(project.captions):
        captions = profile.captioned(project.captions)
        cues = caption_cues(shotlist, captions, voice.word_times(), project.series.language)
        burned = cues_by_shot(shotlist, cues)
    clips = {shot.shot_id: shot.clip_key for shot in plan.shots}
    runner = job.runner()
    stills = {}
    for number, shot in enumerate(shotlist.shots, start=1):
        captioned = [Span(cue.start, cue.end_exclusive) for cue in burned.get(shot.id, ())]
        clip = FromAction(key=clips[shot.id], kind="clip", extension="mp4")
        action = shot_still_action(shot, clip, still_frame(shot, captioned), width=plan.width, height=plan.height)
        stills[shot.id] = _ensured(runner, action)
        job.progress(number, len(shotlist.shots))
    return stills


def _film(plan: RenderPlan) -> FromAction:
    key = plan.deliverables["render.mp4"]
    action = plan.actions[key]
    return FromAction(key=key, kind=action.kind, extension=action.extension)


def _ensured(runner: Runner, action: Action) -> FromAction:
    made: Made = runner.ensure(action)
    return FromAction(key=made.key, kind=action.kind, extension=action.extension)


def _deliver(job: Job, action: Action, out: str) -> None:
    """Copy the result of an action, from the cache or made now, to the path of an artifact."""
    made = job.runner().ensure(action)
    job.key, job.status = made.key, "cached" if made.cached else "done"
    copy_atomic(made.path, job.workspace.root / out)
    job.record(out, action.kind, made.digest, made.record.parents, key=made.key)
