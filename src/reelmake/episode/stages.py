"""The stages of an episode, each one function from files to files; what scripts call."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reelmake.documents.base import Parent
from reelmake.documents.canon import Canon
from reelmake.documents.library import Library
from reelmake.documents.manifest import AssetManifest
from reelmake.documents.numbering import Numbering
from reelmake.documents.output import OutputFile, RenderOutput
from reelmake.documents.plan import RenderPlan
from reelmake.documents.project import Config, ProjectConfig
from reelmake.documents.safety import SafetyVerdict
from reelmake.documents.script import Script
from reelmake.documents.shotlist import ShotList
from reelmake.documents.verdict import CanonVerdict
from reelmake.documents.voice import Voice
from reelmake.documents.world import WorldState
from reelmake.documents.writing import WritingRecord
from reelmake.episode.carry_over import end_path
from reelmake.execution.job import Job
from reelmake.execution.planned_actions import KnownActions
from reelmake.kernel.digest import digest_bytes, digest_file
from reelmake.kernel.files import copy_atomic, write_atomic
from reelmake.kernel.log import utc_today
from reelmake.workspace.workspace import read_resolved

Files = Any
"""The named files of a rule, as attributes."""


def index(job: Job, out: str) -> None:
    """Look through ``assets/`` and write what is usable and what is refused."""
    from reelmake.crafts.assets.library import index_library
    from reelmake.workspace.sources import Sources

    sources = Sources(job.workspace.root)
    library = index_library(job.workspace.root, digest_of=sources.digest_of, today=utc_today())
    for refused in library.refused:
        job.log.event("asset_refused", path=refused.path, why=refused.why, remedy=refused.remedy)
    job.save(library, out)


def intake(job: Job, source: str, *, canon: str, project: str, out: str) -> None:
    """Read a screenplay into a script, every line accounted for."""
    from reelmake.crafts.story.screenplay import parse_screenplay

    truth = read_resolved(Canon, canon)
    job.workspace.screenplay(job.episode)
    data = Path(source).read_bytes()
    script = parse_screenplay(
        data,
        path=source,
        episode=job.episode,
        series=read_resolved(ProjectConfig, project).series.id,
        character_ids=truth.character_ids(),
        location_ids=truth.location_ids(),
        numbering=read_numbering(job.workspace.root, job.episode),
    )
    for line in script.unplaced:
        job.log.event("unplaced_line", line=line.line, text=line.text, why=line.why)
    job.save(script, out, Parent(role="screenplay", digest=digest_bytes(data)), _parent("canon", truth))


def gate(job: Job, files: Files, *, canon: str, past: Sequence[str], out: Files) -> None:
    """Judge a script against the canon and the episode before, and write the verdict, whatever it says."""
    from reelmake.crafts.canon.gate import verdict_of
    from reelmake.crafts.canon.walk import walk
    from reelmake.crafts.canon.world import continuity_report, world_state

    script = Script.load(files.script)
    truth = read_resolved(Canon, canon)
    # Its end only: how the episode before came to it is not what this one is made from.
    before = WorldState.load(past[0]).end if past else None
    carried = before.standing if before else ()
    path = job.workspace.screenplay(job.episode)
    walked = walk(script, truth, carried, canon_path="story/canon.yaml", script_path=path)
    language = job.workspace.project.series.language
    verdict, world = verdict_of(script, walked, language), world_state(script, walked)
    parents = (script.as_parent(), _parent("canon", truth), *((before.as_parent("past"),) if before else ()))
    job.save(verdict, out.verdict, *parents)
    job.save(world, out.world, *parents)
    _keep_end(job, world.end, parents)
    if before is not None and not job.workspace.ledger.records_of(before.content_digest):
        # Foreseen, and nobody has asked for the episode it ends: on record all the same, for whoever asks what this
        # one was made from.
        _keep_end(job, before, ())
    job.save(continuity_report(walked, verdict, before, world), out.continuity, *parents)


def _keep_end(job: Job, end: WorldState, parents: tuple[Parent, ...]) -> None:
    """Keep what an episode leaves for the next, where it would be foreseen, and record what it was made from."""
    path = end_path(end)
    end.save_if_changed(job.workspace.root / path)
    job.workspace.ledger.keep(end)
    job.record(path, end.kind, end.content_digest, parents, schema=end.schema_version)


def safety(job: Job, files: Files, *, out: str) -> None:
    """Look for content that must not be filmed and write the verdict, whatever it says."""
    from reelmake.crafts.safety.check import check_script

    script = Script.load(files.script)
    canon = read_resolved(Canon, files.canon)
    verdict = check_script(script, canon, read_resolved(ProjectConfig, files.project))
    job.save(verdict, out, script.as_parent(), _parent("canon", canon))


def voice(job: Job, files: Files, *, out: str) -> None:
    """Have every line spoken, unless the gate failed the script."""
    from reelmake.crafts.canon.gate import raise_if_failed
    from reelmake.crafts.safety.check import raise_if_unsafe
    from reelmake.crafts.voice.speak import speak
    from reelmake.episode.voices import voices_of
    from reelmake.workspace.sources import Sources

    verdict = CanonVerdict.load(files.verdict)
    raise_if_failed(verdict, job.workspace.screenplay(job.episode))
    # It may stop the voice and takes no other part in it: a longer word list must not void an approved shot list.
    raise_if_unsafe(SafetyVerdict.load(files.safety), job.workspace.screenplay(job.episode))
    script = Script.load(files.script)
    canon = read_resolved(Canon, files.canon)
    project = read_resolved(ProjectConfig, files.project)
    known = KnownActions(job.workspace.root)
    runner = job.runner()

    def ensure(action, make):  # type: ignore[no-untyped-def]
        known.write(action)
        return runner.ensure(action, make)

    voices = voices_of(job.workspace.root, project, Sources(job.workspace.root))
    voiced = speak(
        script,
        project=project,
        canon=canon,
        ensure=ensure,
        log=job.log,
        progress=job.progress,
        engines=voices.engines,
        flags=voices.flags,
    )
    for flag in voiced.flags:
        job.log.event("voices_refused", why=flag)
    for line in voiced.lines:
        if line.flag:
            job.log.event("line_flagged", line=line.id, status=line.status.value, why=line.flag)
    job.save(voiced, out, script.as_parent(), verdict.as_parent())


def shoot(job: Job, files: Files, *, out: str) -> None:
    """Break a script into shots and lock their timing."""
    from reelmake.crafts.shots.shoot import shoot as adapt

    script, voiced = Script.load(files.script), Voice.load(files.voice)
    project = read_resolved(ProjectConfig, files.project)
    shotlist = adapt(script, voiced, project, read_numbering(job.workspace.root, job.episode))
    job.save(shotlist, out, script.as_parent(), voiced.as_parent())


def commit(job: Job, shotlist_file: str, *, out: str) -> None:
    """Lock timing and ids, if a person approved them."""
    from reelmake.governance.approvals.decisions import lock_timing

    shotlist = ShotList.load(shotlist_file)
    job.save(lock_timing(job.workspace, shotlist), out, shotlist.as_parent())


def manifest(job: Job, files: Files, *, out: str) -> None:
    """Write down what the shots need."""
    from reelmake.crafts.assets.needs import needs_of

    shotlist, voiced = ShotList.load(files.shotlist), Voice.load(files.voice)
    job.save(needs_of(shotlist, voiced), out, shotlist.as_parent(), voiced.as_parent())


def plan(job: Job, files: Files, *, profile: str, out: str) -> None:
    """Resolve every need and write the plan, with each action's own document."""
    from reelmake.episode.plan import plan_render

    shotlist = ShotList.load(files.shotlist)
    needs = AssetManifest.load(files.manifest)
    library = Library.load(files.library)
    voiced = Voice.load(files.voice)
    written = WritingRecord.load(files.record[0]).flag if files.record else ""
    planned = plan_render(
        shotlist,
        voice=voiced,
        manifest=needs,
        library=library,
        canon=read_resolved(Canon, files.canon),
        project=read_resolved(ProjectConfig, files.project),
        profile=profile,
        written=written,
    )
    known = KnownActions(job.workspace.root)
    for action in planned.actions.values():
        known.write(action)
    job.save(planned, out, shotlist.as_parent(), needs.as_parent(), library.as_parent(), voiced.as_parent())


def deliver(job: Job, inputs: Files, *, out: Files) -> None:
    """Put the finished film and its captions where people look for them, and say what they are."""
    planned = RenderPlan.load(inputs.plan)
    root = job.workspace.root
    key = planned.deliverables["render.mp4"]
    copy_atomic(Path(inputs.film), root / out.film)
    files = {"render.mp4": _output_file(out.film, key)}
    job.record(out.film, "render", files["render.mp4"].digest, job.made_from(key), key=key)
    plan_parent = planned.as_parent()
    for name, text in planned.captions.items():
        place = getattr(out, name.rpartition(".")[2])
        write_atomic(root / place, text.encode())
        files[name] = _output_file(place)
        job.record(place, name, files[name].digest, (plan_parent,))
    output = RenderOutput(
        trace_id=planned.trace_id,
        episode=planned.episode,
        profile=planned.profile,
        fps=planned.fps,
        total_frames=planned.total_frames,
        timing_lock_hash=planned.timing_lock_hash,
        files=files,
        placeholders=planned.missing,
        flags=planned.flags,
    )
    job.save(output, out.output, *(Parent(role=name, digest=item.digest) for name, item in files.items()))
    # A run has one summary for an episode, beside the usual delivery.
    if "summary" in out.keys():  # noqa: SIM118
        job.save_summary(out.summary, planned.actions, planned.flags)


def deliver_stem(job: Job, made: str, *, out: str) -> None:
    """Put a stem of the sound where people look for it; ``made`` is the keyed file it is."""
    source, root = Path(made), job.workspace.root
    copy_atomic(source, root / out)
    job.record(out, "stem_file", digest_file(root / out), job.made_from(source.stem), key=source.stem)


def read_numbering(root: Path, episode: str) -> Numbering | None:
    """Return the locked numbers of an episode, if it has any."""
    path = root / "story" / f"{episode}.numbers.yaml"
    if not path.is_file():
        return None
    from reelmake.documents.yaml.files import load_yaml

    return load_yaml(Numbering, path)


def _output_file(path: str, key: str = "") -> OutputFile:
    return OutputFile(path=path, digest=digest_file(Path(path)), bytes=Path(path).stat().st_size, key=key)


def _parent(role: str, config: Config) -> Parent:
    return Parent(role=role, digest=digest_bytes(config.model_dump_json().encode()))
