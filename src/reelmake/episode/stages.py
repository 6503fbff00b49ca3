"""The table of stages: the only definition of each stage of an episode.

The rules take their files, queues and messages from it (``snakefile.stage_rules``), ``on_disk`` and ``in_memory`` run
its stages, and docs/architecture.md lists them. To add a stage, add an entry here and a rule (CONTRIBUTING.md).
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
from reelmake.episode.stage import FIRST, Ancient, Documents, Files, Stage
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


def _record_worlds(job: Job, read: Mapping[str, Any], made: Documents) -> None:
    """Save and record the world at the end of the episode, and the starting world if it has no record yet."""
    _record_world(job, cast("WorldState", made["world"]).end, made["world"])
    starting_world: WorldState | None = read["starting_world"]
    if starting_world is not None and not job.workspace.ledger.records_of(starting_world.content_digest):
        # It was computed in memory. Recorded now, so that it is in the lineage of this episode.
        _record_world(job, starting_world, None)


def _record_world(job: Job, end: WorldState, world: Document | None) -> None:
    path = end_path(end)
    end.save_if_changed(job.workspace.root / path)
    job.workspace.ledger.keep(end)
    job.record(path, end.kind, end.content_digest, world.parents if world else (), schema=end.schema_version)


def _write_actions(job: Job, _read: Mapping[str, Any], made: Documents) -> None:
    from reelmake.execution.planned_actions import PlannedActions

    planned = PlannedActions(job.workspace.root)
    for action in cast("RenderPlan", made["plan"]).actions.values():
        planned.write(action)


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
        purpose="Writes the episode from its brief: each version is judged and revised, and all of them are kept.",
        message="writing the screenplay",
        reads=(Ancient("brief"), "canon", "project", "previous_world", "earlier_scripts", "earlier_records"),
        writes=("pack", "episode_plan", "written", "record"),
        make=_write,
        follows=("settings", "story"),
        queue="local_ai_queue",
        priority=FIRST,
        # For a model that runs in process; the grammar writer needs very little.
        least_mb=2000,
        least_minutes=30,
    ),
    Stage(
        name="intake",
        purpose="Parses the screenplay; every source line is placed or listed as unplaced.",
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
        purpose="Judges the script against the canon and the end of the previous episode. On FAIL nothing is spoken.",
        message="checking the canon",
        reads=("script", "canon", "project", "starting_world"),
        writes=("verdict", "world", "continuity"),
        compute=compute.judge_canon,
        finish=_record_worlds,
        parents=("script", "canon", "starting_world"),
        follows=("settings", "starting_world"),
        rechecks=True,
        priority=FIRST,
    ),
    Stage(
        name="safety",
        purpose="Checks for content that must not be filmed. On FAIL nothing is spoken.",
        message="checking the content",
        reads=("script", "canon", "project"),
        writes=("safety",),
        compute=compute.check_safety,
        parents=("script", "canon"),
        priority=FIRST,
    ),
    Stage(
        name="voice",
        purpose="Speaks every line once, and measures it in frames.",
        message="speaking the lines",
        # The safety verdict is not a parent: a longer word list must not invalidate an approved shot list.
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
        purpose="Breaks the script into shots and fixes their frames, with `timing_lock_hash`.",
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
        purpose="Locks timing and ids once a person has approved them. Previews do not need it.",
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
        purpose="Lists what the shots need, whatever its source.",
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
        purpose="Indexes `assets/`: usable files with their licences, refused ones with reasons.",
        message="indexing assets/",
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
        purpose="Resolves every need and names every action by its key. A checkpoint: the jobs of actions follow it.",
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
        purpose="Copies the film and its captions to `episodes/<ep>/`.",
        message="delivering the film",
        reads=("made_film", "delivered_plan"),
        writes=("film", *CAPTIONS, "output", "summary"),
        make=delivery.deliver_film,
        follows=("notes",),
        rechecks=True,
    ),
    Stage(
        name="deliver_profile",
        purpose="Copies the film and captions of another render profile to its directory.",
        message="delivering the film in {profile}",
        reads=("made_film", "delivered_plan"),
        writes=("profile_film", *(f"profile_{name}" for name in CAPTIONS), "profile_output"),
        make=delivery.deliver_film,
        follows=("notes",),
        rechecks=True,
    ),
    Stage(
        name="stems",
        purpose="Copies a stem of the film's sound; on request.",
        message="delivering the {stem} stem",
        reads=("made_stem",),
        writes=("stem",),
        make=delivery.deliver_stem,
        follows=(),
    ),
    Stage(
        name="timeline",
        purpose="Writes the timeline for editing programs, with its media; on request, like all papers.",
        message="writing the timeline",
        reads=("made_film", "delivered_plan", Ancient("shotlist")),
        writes=("otio", "edl", "xml", "fcpxml", "losses", "media"),
        make=_paper("timelines"),
        follows=_SHOWN,
    ),
    Stage(
        name="storyboard",
        purpose="Typesets the storyboard as PDF.",
        message="typesetting the storyboard",
        reads=("made_film", "delivered_plan", Ancient("shotlist"), Ancient("voice"), "project"),
        writes=("storyboard",),
        make=_paper("storyboard"),
        follows=_SHOWN,
    ),
    Stage(
        name="contact_sheet",
        purpose="Puts a picture of every shot on one sheet.",
        message="typesetting the contact sheet",
        reads=("made_film", "delivered_plan", Ancient("shotlist"), Ancient("voice"), "project"),
        writes=("contact_sheet",),
        make=_paper("contact_sheet"),
        follows=_SHOWN,
    ),
    Stage(
        name="review",
        purpose="Makes the review version: slate, two-pop, names and timecodes in the corners.",
        message="making the review version",
        reads=("made_film", "delivered_plan", Ancient("shotlist"), "project"),
        writes=("review",),
        make=_paper("review"),
        follows=_SHOWN,
    ),
    Stage(
        name="mezzanine",
        purpose="Encodes the film for editing: ProRes or DNxHR.",
        message="encoding the {codec} mezzanine",
        reads=("made_film", "delivered_plan"),
        writes=("mezzanine",),
        make=_paper("mezzanine"),
        follows=("notes", "settings"),
    ),
    Stage(
        name="papers",
        purpose="Lists the papers of an episode, after making all but the mezzanines.",
        message="listing the papers",
        reads=(*PAPER_FILES, "made_film", Ancient("shotlist")),
        writes=("papers",),
        make=_paper("list_papers"),
        follows=(),
    ),
    Stage(
        name="page",
        purpose="Makes a page that plays the film and shows what each shot is made from.",
        message="laying out the page",
        reads=("film", "output", "plan", "shotlist", "manifest", "project"),
        writes=("page",),
        make=_page,
        follows=("settings", "optional_files"),
    ),
    Stage(
        name="season_list",
        purpose="Lists every film of a season with its digest.",
        message="listing season {number}",
        reads=("season_films",),
        writes=("season",),
        make=delivery.list_season,
        follows=("season_episodes",),
    ),
)
STAGES: dict[str, Stage] = {stage.name: stage for stage in _STAGES}
WRITER_OF: dict[str, Stage] = {name: stage for stage in _STAGES for name in stage.writes}
"""The stage that writes each artifact"""
