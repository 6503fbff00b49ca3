"""The session of one invocation of Snakemake: answers the rules, and starts and finishes the run."""

from __future__ import annotations

import atexit
import contextlib
import gc
import json
import logging
import os
import sys
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import reelmake
from reelmake.episode.carry_over import StartingWorlds
from reelmake.episode.in_memory import InMemoryBuild
from reelmake.episode.worker import start_worker
from reelmake.execution.disk_space import is_full, require_space_for_run
from reelmake.execution.records import finished_jobs, jobs_of_episode
from reelmake.execution.run import (
    begin_run,
    clean_up_after_kill,
    complete_run,
    last_run_was_killed,
    run_summary,
    unfinished_runs,
)
from reelmake.execution.slurm import cancel_runs, set_node_environment
from reelmake.governance.approvals.decisions import CHAIN, waiting_only
from reelmake.kernel.digest import digest
from reelmake.kernel.disk_errors import disk_errors, disk_full
from reelmake.kernel.errors import Code, ReelmakeError, ValidationFailed, Waiting
from reelmake.kernel.log import Log, utc_today
from reelmake.kernel.packages import installed_version
from reelmake.kernel.process import process_token
from reelmake.materials.shipped import shipped
from reelmake.snakefile.fanout import Fanout
from reelmake.snakefile.scheduler import mend_scheduler
from reelmake.snakefile.stage_rules import StageRules
from reelmake.workspace.file_digests import FileDigests
from reelmake.workspace.targets import check_profile_target
from reelmake.workspace.workspace import BRIEF_SUFFIX, DEFAULT_PROFILE, SITE_VARIABLE, Workspace

_NEWEST = "build/newest"
SCRIPTS = "REELMAKE_SCRIPTS"
"""The environment variable by which rules find ``scripts/``, so that no command contains a path of this machine"""
_PROGRAM = ((Path(reelmake.__file__).parent, (".py", ".toml", ".txt")), (shipped("templates"), (".j2", ".svg", ".typ")))
_PACKAGES = ("imageio-ffmpeg", "numpy", "pillow", "resvg-py", "typst")


class Session:
    """One invocation of Snakemake in one workspace."""

    default_profile = DEFAULT_PROFILE

    def __init__(self, site_id: str, targets: Sequence[str], workflow_error: Callable[[str], Exception]) -> None:
        self.workflow_error = workflow_error
        self.workspace = Workspace.at(Path.cwd())
        self.file_digests = FileDigests(self.workspace.root)
        self.site_id = site_id
        self.run_id = ""
        self._succeeded = False
        self._waits_for_approval = False
        self._last_run_was_killed = False
        self._targets = targets
        self._check_targets(targets)
        # Loaded now, so that a mistake in them is reported before anything starts.
        self.project_file = self.workspace.project_file
        self.canon_file = self.workspace.canon_file
        site = self.workspace.check_site(site_id)
        self.on_slurm, self.is_local = site.executor == "slurm", site.is_local
        os.environ[SITE_VARIABLE] = site_id
        os.environ[SCRIPTS] = str(shipped("scripts"))
        os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"

    def stage_rules(self, workflow: Any, checkpoints: Any) -> StageRules:
        """Return a function that gives the parts of a stage's rule."""
        return StageRules(self, workflow, checkpoints)

    @cached_property
    def fanout(self) -> Fanout:
        return Fanout(self.workspace.root, self._in_memory.plan_if_spoken, self._in_memory.shotlist_of_plan)

    @cached_property
    def _in_memory(self) -> InMemoryBuild:
        return InMemoryBuild(self.workspace, self.file_digests, Log(open(os.devnull, "w")))  # noqa: PTH123

    @cached_property
    def _starting_worlds(self) -> StartingWorlds:
        return StartingWorlds(
            self.workspace,
            self.settings_digest(),
            story_digest=self.story_digest,
            file_digest=self.file_digests.digest_or_absent,
            compute_world=self._in_memory.world_from,
        )

    def screenplay(self, episode: str) -> str:
        """Return the path of an episode's screenplay; if there are two by mistake, one of them.

        The job that reads it then fails. An error raised here would end the whole run instead.
        """
        existing = self.workspace.screenplays(episode)
        return existing[0] if len(existing) > 1 else self.workspace.screenplay(episode)

    def story_digest(self, episode: str) -> str:
        """Return a digest of an episode's screenplay or brief, and of its locked numbers."""
        story = self.workspace.root / "story"
        existing = [self.workspace.root / path for path in self.workspace.screenplays(episode)]
        parts = (*(existing or [story / f"{episode}{BRIEF_SUFFIX}"]), story / f"{episode}.numbers.yaml")
        return "/".join(self.file_digests.digest_or_absent(path)[:32] for path in parts)

    def previous_world(self, episode: str) -> list[str]:
        """Return the path of the previous episode's world; empty for the first episode."""
        before = self.workspace.episode_before(episode)
        return [f"episodes/{before}/world_state.json"] if before else []

    def starting_world_file(self, episode: str) -> str:
        """Return the path of the world an episode starts from; empty for the first, or if it cannot be computed yet."""
        return self._starting_worlds.file_for(episode)

    def earlier_scripts(self, episode: str) -> list[str]:
        """Return the scripts of all previous episodes, which a writer is given."""
        return [f"episodes/{before}/script.json" for before in self.workspace.episodes_before(episode)]

    def earlier_records(self, episode: str) -> list[str]:
        """Return the writing records of those previous episodes that are written from a brief."""
        before = self.workspace.episodes_before(episode)
        return [f"episodes/{one}/writing_record.json" for one in before if self.workspace.is_written_from_brief(one)]

    def own_record(self, episode: str) -> list[str]:
        """Return the writing record of an episode; empty unless it is written from a brief."""
        return [f"episodes/{episode}/writing_record.json"] if self.workspace.is_written_from_brief(episode) else []

    def locked_with(self, episode: str) -> list[str]:
        """Return the files, besides the shot list, that must be approved before an episode is locked."""
        if not self.workspace.project.human_checkpoints.approve_character_packs:
            return []
        return [f"episodes/{episode}/asset_manifest.json", "build/library.json"]

    def settings_digest(self) -> str:
        """Return a digest of the configuration, the canon and this program."""
        return f"{Path(self.project_file).stem} {Path(self.canon_file).stem} {self._program_digest}"

    @cached_property
    def _program_digest(self) -> str:
        """Return a digest of the code, the templates and the packages that keys depend on.

        After an update every episode is planned again. It takes milliseconds, and without it plans would name tools
        that no longer exist.
        """
        trees = [self.file_digests.tree_digest(tree, suffixes) for tree, suffixes in _PROGRAM]
        return digest(("program", 1, trees, [installed_version(name) for name in _PACKAGES]))[:16]

    def assets_digest(self) -> str:
        """Return a digest of the library, and the date on which the last of its ended licences ended."""
        from reelmake.crafts.assets.licences import last_expiry_before

        library = self.workspace.root / "assets"
        return self.file_digests.tree_digest(library)[:32] + last_expiry_before(library, utc_today())

    @cached_property
    def voices_digest(self) -> str:
        """Return a digest of the voices in the workspace's voice file, and of why it is refused if it is."""
        from reelmake.episode.voices import load_workspace_voices

        return load_workspace_voices(self.workspace.root, self.workspace.project, self.file_digests).content_digest

    def approvals_digest(self) -> str:
        """Return a digest of people's decisions."""
        return self.file_digests.digest_or_absent(self.workspace.root / CHAIN)[:32]

    def newest_file(self) -> str:
        """Return the path of a file that is newer than everything built, so that jobs that read it run."""
        path = self.workspace.root / _NEWEST
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        return _NEWEST

    def optional_files(self, episode: str) -> list[str]:
        """Return the optional files that an episode's page offers: stems, papers, films in other profiles."""
        from reelmake.episode.page_stage import optional_files

        return list(optional_files(self.workspace.root / "episodes" / episode))

    def start(self) -> None:
        """Start a run: check the free disk space, take the lock and choose the run's id.

        On a cluster, jobs of a killed run of this workspace are cancelled first, because they would write the same
        files as this run. Holding the lock proves that no active run waits for them.
        """
        root = self.workspace.root
        try:
            with disk_errors(root):
                require_space_for_run(self.workspace)
                self._last_run_was_killed = last_run_was_killed(root)
                episodes = self._requested_episodes()
                self.run_id = begin_run(root, self.site_id, jobs_are_local=self.is_local, episodes=episodes)
                if self.on_slurm:
                    cancel_runs(run_id for run_id in unfinished_runs(root, self.site_id) if run_id != self.run_id)
        except ReelmakeError as error:
            raise self.workflow_error(f"{error.code.value}: {error}") from None
        self._print_hint_about_other_sites()
        atexit.register(self._exit_as_waiting)
        atexit.register(self._print_full_disk_error)
        if self.is_local:
            start_worker()

    def finish(self, status: str) -> None:
        """Finish a run: record its status, write the summaries of its episodes, and trim the cache."""
        self.file_digests.save()
        if not self.run_id:
            return
        self._succeeded = status == "done"
        if status == "failed" and waiting_only(self.workspace.root / "runs" / self.run_id):
            status = "waiting"
            self._waits_for_approval = True
        if self._last_run_was_killed and status == "done":
            with contextlib.suppress(OSError):
                clean_up_after_kill(self.workspace.root, self.run_id)
                self.workspace.store.clear_up()
        complete_run(self.workspace.root, self.run_id, status)
        try:
            self._summarise(status)
        except OSError as error:
            sys.stderr.write(f"reelmake: this run's summary could not be written: {error.strerror}\n")
        try:
            self._trim_cache()
        except OSError as error:
            sys.stderr.write(f"reelmake: the cache could not be trimmed: {error.strerror}\n")

    def _summarise(self, status: str) -> None:
        root, series = self.workspace.root, self.workspace.project.series.id
        run = root / "runs" / self.run_id
        finished = finished_jobs(run)
        for episode in sorted({owner for owner, _job in finished if owner}):
            jobs = [job for _owner, job in jobs_of_episode(finished, episode, self.fanout.keys_of(episode))]
            summary = run_summary(root, series, self.run_id, episode, jobs=jobs, status=status)
            summary.save(run / f"{episode}.summary.json")
            delivered = root / "episodes" / episode / "run_summary.json"
            flags = _flags_of(root / "episodes" / episode / "render_output.json")
            if delivered.parent.is_dir():
                summary.model_copy(update={"flags": flags}).save(delivered)

    def _trim_cache(self) -> None:
        from reelmake.actions.eviction import trim

        cap = self.workspace.check_site(self.site_id).cache_gib << 30
        done = trim(self.workspace.store, cap, today=utc_today())
        if done is not None and done.removed:
            freed = sum(entry.bytes for entry in done.removed) >> 20
            sys.stderr.write(
                f"reelmake: {len(done.removed)} objects, {freed} MiB, were removed from the cache to keep its size\n"
            )

    def _print_hint_about_other_sites(self) -> None:
        from reelmake.operations.locate import other_sites_with_results

        others, here = other_sites_with_results(self.workspace), self.site_id
        if others:
            sys.stderr.write(
                f"reelmake: the cache of {here} is empty, so this run makes everything that is not in this workspace. "
                f"Some of it may be at {', '.join(others)}. To find out, and to copy it:\n"
                "  reelmake sites where EPISODE\n"
                f"  reelmake promote EPISODE --from {others[0]} --to {here} --with-parts\n"
            )

    def _print_full_disk_error(self) -> None:
        # If Snakemake itself cannot write a file, it exits without calling ``onerror``, and its message hints at
        # permissions.
        if not self._succeeded and is_full(self.workspace):
            sys.stderr.write(f"\nreelmake: {Code.INTERNAL_ERROR.value}: {disk_full(self.workspace.root)}\n\n")

    def _exit_as_waiting(self) -> None:
        # Snakemake exits with the same status for failing and for waiting; whoever started it must tell them apart.
        if self._waits_for_approval:
            sys.stderr.write("\nreelmake: WAITING: what could be made is made; the rest waits for an approval\n\n")
            logging.shutdown()
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(Waiting.status)

    def _requested_episodes(self) -> list[str]:
        """Return the episodes that the targets of this run name; all of them if none is named."""
        seasons = self.workspace.seasons()
        requested: list[str] = []
        for target in self._targets:
            kind, name = target.removeprefix("./").split("/")[:2]
            requested += seasons.get(name, []) if kind == "season" else [name]
        return list(dict.fromkeys(requested)) or self.workspace.episodes()

    def _check_targets(self, targets: Sequence[str]) -> None:
        for target in targets:
            parts = target.removeprefix("./").split("/")
            if parts[0] == "season" and len(parts) == 2:
                self.workspace.check_season(parts[1])
            if parts[0] != "episodes" or len(parts) < 2:
                continue
            if ".." in parts or any(not char.isprintable() for char in target):
                raise ValidationFailed(
                    f"{target!r} is not a target",
                    allowed="episodes/<episode>/<file>, inside the workspace",
                    remedy="use a target such as episodes/ep01/render.mp4",
                    reason="BAD_TARGET",
                )
            self.workspace.check_episode(parts[1])
            check_profile_target(self.workspace, parts)


def _flags_of(path: Path) -> tuple[str, ...]:
    try:
        return tuple(str(flag) for flag in json.loads(path.read_bytes()).get("flags", ()))
    except (OSError, ValueError, AttributeError):
        return ()


def open_session(
    site_id: str, workflow: Any, argv: Sequence[str], workflow_error: Callable[[str], Exception]
) -> Session:
    """Return the session of this invocation; raise ``workflow_error`` if the configuration has a mistake."""
    # Skips the garbage collection at exit, as each job does (execution/job.py): it takes long for a season.
    atexit.register(gc.freeze)
    # Otherwise a full disk makes Python print a traceback for every line that Snakemake cannot log.
    logging.raiseExceptions = False
    mend_scheduler()
    try:
        with disk_errors(Path.cwd()):
            session = Session(site_id, targets_in(workflow, argv), workflow_error)
            if session.on_slurm and not workflow.is_main_process:
                set_node_environment(argv, process_token(os.getpid()))
            return session
    except ReelmakeError as error:
        raise workflow_error(f"{error.code.value}: {error}") from None


def targets_in(workflow: Any, argv: Sequence[str]) -> list[str]:
    """Return the targets on Snakemake's command line that name an episode or a season.

    They are read from the arguments, because Snakemake only knows its targets after it has read the Snakefile.
    """
    if not workflow.is_main_process:
        return []
    return [argument for argument in argv if argument.removeprefix("./").startswith(("episodes/", "season/"))]
