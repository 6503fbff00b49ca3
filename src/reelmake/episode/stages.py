"""The table of stages: every stage of an episode, stated once.

The rules take their files, queues and messages from it (``snakefile.stage_rules``), ``on_disk`` and ``in_memory`` run
it, and docs/architecture.md lists it. To add a stage, add an entry here and a rule (CONTRIBUTING.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from reelmake.documents.base import Document
from reelmake.documents.library import Library
from reelmake.documents.plan import RenderPlan
from reelmake.documents.script import Script
from reelmake.documents.voice import Voice
from reelmake.documents.world import WorldState
from reelmake.episode import compute, delivery
from reelmake.episode.carry_over import end_path
from reelmake.episode.stage import FIRST, Documents, Files, Settled, Stage
from reelmake.execution.job import Job

CAPTIONS = ("srt", "vtt", "ass", "ttml")
PAPER_FILES = ("otio", "edl", "xml", "fcpxml", "losses", "storyboard", "contact_sheet", "review")
_SHOWN = ("notes", "shown", "settings")


def _log_unplaced(job: Job, _read: Mapping[str, Any], made: Documents) -> None:
    for line in cast("Script", made["script"]).unplaced:
        job.log.event("unplaced_line", line=line.line, text=line.text, why=line.why)


def _log_refused(job: Job, _read: Mapping[str, Any], made: Documents) -> None:
    for refused in cast("Library", made["library"]).refused:
        job.log.event("asset_refused", path=refused.path, why=refused.why, remedy=refused.remedy)


def _log_flagged(job: Job, _read: Mapping[str, Any], made: Documents) -> None:
    voice = cast("Voice", made["voice"])
    for flag in voice.flags:
        job.log.event("voices_refused", why=flag)
    for line in voice.lines:
        if line.flag:
            job.log.event("line_flagged", line=line.id, status=line.status.value, why=line.flag)


def _keep_ends(job: Job, read: Mapping[str, Any], made: Documents) -> None:
    """Keep the world at the end of the episode, and the one it began with if nothing recorded that yet."""
    _keep_end(job, cast("WorldState", made["world"]).end, made["world"])
    beginning: WorldState | None = read["beginning"]
    if beginning is not None and not job.workspace.ledger.records_of(beginning.content_digest):
        # It was worked out in memory. Recorded now, so that the lineage of this episode has it.
        _keep_end(job, beginning, None)


def _keep_end(job: Job, end: WorldState, world: Document | None) -> None:
    path = end_path(end)
    end.save_if_changed(job.workspace.root / path)
    job.workspace.ledger.keep(end)
    job.record(path, end.kind, end.content_digest, world.parents if world else (), schema=end.schema_version)


def _write_actions(job: Job, _read: Mapping[str, Any], made: Documents) -> None:
    from reelmake.execution.planned_actions import PlannedActions

    known = PlannedActions(job.workspace.root)
    for action in cast("RenderPlan", made["plan"]).actions.values():
        known.write(action)


def _write(job: Job, files: Files) -> None:
    from reelmake.episode.write_stage import write_episode

    write_episode(job, files)


def _page(job: Job, files: Files) -> None:
    from reelmake.episode.page_stage import make_page

    make_page(job, files)


def _paper(name: str) -> Any:
    def make(job: Job, files: Files) -> None:
        from reelmake.episode import papers_stages

        getattr(papers_stages, name)(job, files)

    return make


_STAGES = (
    Stage(
        name="write",
        purpose="An episode written from its brief, judged and revised; every version is kept.",
        message="writing the screenplay",
        reads=(Settled("brief"), "canon", "project", "world_before", "earlier_scripts", "earlier_records"),
        writes=("pack", "episode_plan", "written", "record"),
        make=_write,
        follows=("settings", "story"),
        queue="local_ai_queue",
        priority=FIRST,
        # What a model in process takes; the grammar takes next to nothing.
        least_mb=2000,
        least_minutes=30,
    ),
    Stage(
        name="intake",
        purpose="The screenplay as structure; every source line is accounted for.",
        message="reading the screenplay",
        reads=("screenplay", "canon", "project", "numbering"),
        writes=("script",),
        compute=compute.read_screenplay,
        finish=_log_unplaced,
        parents=("screenplay", "canon"),
        follows=("settings", "story"),
        rechecks=True,
        priority=FIRST,
    ),
    Stage(
        name="gate",
        purpose="The script judged against the canon and the end of the episode before. On FAIL nothing is spoken.",
        message="checking the canon",
        reads=("script", "canon", "project", "beginning"),
        writes=("verdict", "world", "continuity"),
        compute=compute.judge_canon,
        finish=_keep_ends,
        parents=("script", "canon", "beginning"),
        follows=("settings", "beginning"),
        rechecks=True,
        priority=FIRST,
    ),
    Stage(
        name="safety",
        purpose="Content that must not be filmed. On FAIL nothing is spoken.",
        message="checking the content",
        reads=("script", "canon", "project"),
        writes=("safety",),
        compute=compute.check_safety,
        parents=("script", "canon"),
        priority=FIRST,
    ),
    Stage(
        name="voice",
        purpose="Every line spoken once, and measured in frames.",
        message="speaking the lines",
        # Safety is no parent: a longer word list must not void an approved shot list.
        reads=("script", "verdict", "safety", "canon", "project", "own_voices"),
        writes=("voice",),
        compute=compute.speak_lines,
        guard=compute.stop_if_refused,
        finish=_log_flagged,
        parents=("script", "verdict"),
        follows=("settings", "voices"),
        queue="local_ai_queue",
        priority=FIRST,
    ),
    Stage(
        name="shoot",
        purpose="The shots and their frames, with `timing_lock_hash`.",
        message="breaking the script into shots",
        reads=("script", "voice", "project", "numbering"),
        writes=("shotlist",),
        compute=compute.break_into_shots,
        parents=("script", "voice"),
        follows=("settings", "story"),
        priority=FIRST,
    ),
    Stage(
        name="commit",
        purpose="Timing and ids locked once a person approved them; no preview needs it.",
        message="locking the timing",
        reads=("shotlist",),
        writes=("timing_lock",),
        compute=compute.lock_timing,
        parents=("shotlist",),
        follows=("settings", "approvals"),
        awaits=("locked_with",),
    ),
    Stage(
        name="manifest",
        purpose="What the shots need, wherever it comes from.",
        message="listing what the shots need",
        reads=("shotlist", "voice"),
        writes=("manifest",),
        compute=compute.list_needs,
        parents=("shotlist", "voice"),
        follows=(),
        priority=FIRST,
    ),
    Stage(
        name="library",
        purpose="`assets/`: usable files with their licences, refused ones with reasons.",
        message="looking through assets/",
        writes=("library",),
        compute=compute.index_library,
        finish=_log_refused,
        follows=("assets",),
        rechecks=True,
        queue="media_queue",
        priority=FIRST,
    ),
    Stage(
        name="plan",
        purpose="Every need resolved, every action named by its key. A checkpoint: jobs fan out from here.",
        message="planning the {profile} render",
        reads=("shotlist", "manifest", "voice", "library", "own_record", "canon", "project"),
        writes=("plan",),
        compute=compute.plan_film,
        finish=_write_actions,
        parents=("shotlist", "manifest", "library", "voice"),
        priority=FIRST,
    ),
    Stage(
        name="deliver",
        purpose="The film and its captions where people look for them.",
        message="delivering the film",
        reads=("made_film", "delivered_plan"),
        writes=("film", *CAPTIONS, "output", "summary"),
        make=delivery.deliver_film,
        follows=("notes",),
        rechecks=True,
    ),
    Stage(
        name="deliver_profile",
        purpose="The same in another render profile, in a directory of its own.",
        message="delivering the film in {profile}",
        reads=("made_film", "delivered_plan"),
        writes=("profile_film", *(f"profile_{name}" for name in CAPTIONS), "profile_output"),
        make=delivery.deliver_film,
        follows=("notes",),
        rechecks=True,
    ),
    Stage(
        name="stems",
        purpose="A stem of the film's sound, on request.",
        message="delivering the {stem} stem",
        reads=("made_stem",),
        writes=("stem",),
        make=delivery.deliver_stem,
        follows=(),
    ),
    Stage(
        name="timeline",
        purpose="The timeline for editing programs, with the media it names; on request, as all papers are.",
        message="writing the timeline",
        reads=("made_film", "delivered_plan", Settled("shotlist")),
        writes=("otio", "edl", "xml", "fcpxml", "losses", "media"),
        make=_paper("timelines"),
        follows=_SHOWN,
    ),
    Stage(
        name="storyboard",
        purpose="The storyboard as PDF.",
        message="setting the storyboard",
        reads=("made_film", "delivered_plan", Settled("shotlist"), Settled("voice"), "project"),
        writes=("storyboard",),
        make=_paper("storyboard"),
        follows=_SHOWN,
    ),
    Stage(
        name="contact_sheet",
        purpose="Every shot's picture on one sheet.",
        message="setting the contact sheet",
        reads=("made_film", "delivered_plan", Settled("shotlist"), Settled("voice"), "project"),
        writes=("contact_sheet",),
        make=_paper("contact_sheet"),
        follows=_SHOWN,
    ),
    Stage(
        name="review",
        purpose="The review version: slate, two-pop, names and timecodes in the corners.",
        message="making the review version",
        reads=("made_film", "delivered_plan", Settled("shotlist"), "project"),
        writes=("review",),
        make=_paper("review"),
        follows=_SHOWN,
    ),
    Stage(
        name="mezzanine",
        purpose="The film encoded for editing: ProRes or DNxHR.",
        message="encoding the {codec} mezzanine",
        reads=("made_film", "delivered_plan"),
        writes=("mezzanine",),
        make=_paper("mezzanine"),
        follows=("notes", "settings"),
    ),
    Stage(
        name="papers",
        purpose="Every paper of an episode but the mezzanines, and the list of them.",
        message="listing the papers",
        reads=(*PAPER_FILES, "made_film", Settled("shotlist")),
        writes=("papers",),
        make=_paper("list_papers"),
        follows=(),
    ),
    Stage(
        name="page",
        purpose="A page that plays the film and says what each shot is made from; no input of the film.",
        message="laying out the page",
        reads=("film", "output", "plan", "shotlist", "manifest", "project"),
        writes=("page",),
        make=_page,
        follows=("settings", "files_beside"),
    ),
    Stage(
        name="season_list",
        purpose="Every film of a season, listed by content.",
        message="listing season {number}",
        reads=("season_films",),
        writes=("season",),
        make=delivery.list_season,
        follows=("season_episodes",),
    ),
)
STAGES: dict[str, Stage] = {stage.name: stage for stage in _STAGES}
WRITER_OF: dict[str, Stage] = {name: stage for stage in _STAGES for name in stage.writes}
"""The stage that writes an artifact"""
