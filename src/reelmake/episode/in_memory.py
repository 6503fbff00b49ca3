"""Runs stages in memory, to know what an episode would be if it were built now. Writes nothing."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from reelmake.actions.runner import Made
from reelmake.documents.action import Action
from reelmake.documents.base import Document
from reelmake.documents.canon import Canon
from reelmake.documents.library import Library
from reelmake.documents.plan import RenderPlan
from reelmake.documents.script import Script
from reelmake.documents.shotlist import ShotList
from reelmake.documents.verdict import CanonVerdict
from reelmake.documents.voice import Voice
from reelmake.documents.world import WorldState
from reelmake.episode.compute import Screenplay, read_numbering
from reelmake.episode.episode_writer import (
    Ensure,
    EpisodeWriter,
    accepted,
    line_numbers_in_errors,
    load_brief,
    recorded_writing,
)
from reelmake.episode.stage import Stage, StageContext
from reelmake.episode.stages import STAGES, WRITER_OF
from reelmake.kernel.errors import NotFound
from reelmake.kernel.log import Log
from reelmake.workspace.file_digests import FileDigests
from reelmake.workspace.workspace import DEFAULT_PROFILE, Workspace

if TYPE_CHECKING:
    from reelmake.crafts.canon.walk import Walk
    from reelmake.crafts.story.writing.revision_loop import Written
    from reelmake.episode.voices import WorkspaceVoices

_CACHED = ("script", "world", "library")
"""The artifacts that are needed repeatedly; the others are large and needed once"""


class NotSpokenYet(Exception):
    """A line was never spoken, so its length is unknown."""


class InMemoryBuild:
    """Computes the documents that episodes would have if they were built now, each when it is requested."""

    def __init__(self, workspace: Workspace, file_digests: FileDigests, log: Log, canon: Canon | None = None) -> None:
        self._workspace = workspace
        self._canon = canon or workspace.canon
        self._file_digests = file_digests
        self._log = log
        self._documents: dict[tuple[str, str], Document] = {}
        self._written: dict[str, Written] = {}
        self._on_unspoken: Callable[[Action], Made] = _not_spoken

    @classmethod
    def quiet(cls, workspace: Workspace, canon: Canon | None = None) -> InMemoryBuild:
        """Return a build that logs nothing."""
        return cls(workspace, FileDigests(workspace.root), Log(open(os.devnull, "w", encoding="utf-8")), canon)  # noqa: PTH123

    def document(self, name: str, episode: str, profile: str = DEFAULT_PROFILE, *, guarded: bool = True) -> Document:
        """Return an artifact's document. With ``guarded=False`` it is computed even if the script failed a gate."""
        cached = self._documents.get(_cache_key(name, episode))
        if cached is not None and name in _CACHED:
            return cached
        made = self._run(WRITER_OF[name], episode, profile, guarded=guarded)
        self._documents |= {_cache_key(one, episode): made[one] for one in _CACHED if one in made}
        return made[name]

    def _run(
        self, stage: Stage, episode: str, profile: str = DEFAULT_PROFILE, *, guarded: bool = True, **given: Any
    ) -> dict[str, Document]:
        """Return the documents of a stage. Inputs that are not ``given`` are computed by the stages before it."""
        if stage.compute is None:
            raise ValueError(f"the stage {stage.name} makes files and cannot run in memory")
        context = replace(self._context, episode=episode, profile=profile)
        read = {
            name: given[name] if name in given else self._read(name, episode, profile, guarded=guarded)
            for name in stage.read_names
        }
        if guarded and stage.guard is not None:
            stage.guard(context, **read)
        return dict(stage.compute(context, **read))

    def _read(self, name: str, episode: str, profile: str, *, guarded: bool) -> Any:
        if name in WRITER_OF:
            return self.document(name, episode, profile, guarded=guarded)
        sources: dict[str, Callable[[str], Any]] = {
            "screenplay": self._screenplay,
            "numbering": lambda one: read_numbering(self._workspace.root, one),
            "canon": lambda _one: self._canon,
            "project": lambda _one: self._workspace.project,
            "own_voices": lambda _one: self.voices,
            "starting_world": self.starting_world,
            "own_record": lambda one: self.written(one).record if self._workspace.is_written_from_brief(one) else None,
        }
        return sources[name](episode)

    @property
    def _context(self) -> StageContext:
        return StageContext(self._workspace, "", self._find_speech, self._log, self._file_digests)

    def script(self, episode: str) -> Script:
        """Return the script of an episode's screenplay as it is now."""
        return cast("Script", self.document("script", episode))

    def verdict(self, episode: str) -> CanonVerdict:
        """Return the gate's verdict on an episode."""
        return cast("CanonVerdict", self.document("verdict", episode))

    def world_from(self, episode: str, starting_world: WorldState | None) -> WorldState:
        """Return the world of an episode that starts from a given world. Nothing is cached."""
        script = self._run(STAGES["intake"], episode)["script"]
        gate = self._run(STAGES["gate"], episode, script=script, starting_world=starting_world)
        return cast("WorldState", gate["world"])

    def starting_world(self, episode: str) -> WorldState | None:
        """Return the world an episode starts from: the end of the previous one; None for the first episode."""
        earlier = self._workspace.episodes_before(episode)
        if not earlier:
            return None
        # In order, because each starts from the end of the one before: this way the recursion stays shallow.
        for one in earlier if _cache_key("world", earlier[-1]) not in self._documents else ():
            self.document("world", one)
        return cast("WorldState", self._documents[_cache_key("world", earlier[-1])]).end

    def walk(self, episode: str) -> Walk:
        """Walk through an episode scene by scene, starting from the end of the previous one."""
        from reelmake.crafts.canon.walk import walk

        start, path = self.starting_world(episode), self._workspace.screenplay(episode)
        carried = start.standing if start else ()
        return walk(self.script(episode), self._canon, carried, canon_path="story/canon.yaml", script_path=path)

    def voice(self, episode: str, on_unspoken: Callable[[Action], Made]) -> Voice:
        """Return the voice of an episode even if it failed a gate; ``on_unspoken`` handles lines never spoken."""
        self._on_unspoken = on_unspoken
        return cast("Voice", self.document("voice", episode, guarded=False))

    def shotlist(self, episode: str, voice: Voice) -> ShotList:
        """Return the shot list of an episode with a given voice."""
        return cast("ShotList", self._run(STAGES["shoot"], episode, voice=voice, guarded=False)["shotlist"])

    @property
    def library(self) -> Library:
        """Return the index of ``assets/``, computed once for all episodes."""
        return cast("Library", self.document("library", ""))

    @cached_property
    def voices(self) -> WorkspaceVoices:
        """Return the voices in the workspace's voice file, read once for all episodes."""
        from reelmake.episode.voices import load_workspace_voices

        return load_workspace_voices(self._workspace.root, self._workspace.project, self._file_digests)

    def plan_if_spoken(self, episode: str, profile: str) -> RenderPlan | None:
        """Return the plan the next run will make; None if a line was never spoken or the episode not written yet."""
        try:
            return self.plan(episode, profile, on_unspoken=_not_spoken)
        except NotSpokenYet:
            return None
        except NotFound as error:
            if error.reason != "NOT_WRITTEN":
                raise
            return None

    def shotlist_of_plan(self, episode: str) -> ShotList | None:
        """Return the shot list of a plan that this build has computed, or None."""
        return cast("ShotList | None", self._documents.get(_cache_key("shotlist", episode)))

    def plan(self, episode: str, profile: str, *, on_unspoken: Callable[[Action], Made]) -> RenderPlan:
        """Return the plan the next run would make; ``on_unspoken`` handles lines never spoken."""
        self._on_unspoken = on_unspoken
        self._documents.pop(_cache_key("shotlist", episode), None)
        voice = self.document("voice", episode)
        shotlist = self._run(STAGES["shoot"], episode, voice=voice)["shotlist"]
        self._documents[_cache_key("shotlist", episode)] = shotlist
        manifest = self._run(STAGES["manifest"], episode, shotlist=shotlist, voice=voice)["manifest"]
        planned = self._run(STAGES["plan"], episode, profile, shotlist=shotlist, voice=voice, manifest=manifest)
        return cast("RenderPlan", planned["plan"])

    def _find_speech(self, action: Action, _make: Callable[[Path], None]) -> Made:
        """Return a spoken line from the cache, or what ``on_unspoken`` says."""
        found = self._workspace.store.find(action.key)
        if found is None:
            return self._on_unspoken(action)
        return Made(found.key, found.path, found.digest, True, found.record)

    def written(self, episode: str) -> Written:
        """Return an episode written from its brief; raise NotFound if that needs an answer that no model gave yet."""
        if episode not in self._written:
            self._written[episode] = self._write_from_cache(episode)
        return self._written[episode]

    def writer_of(self, episode: str, ensure: Ensure) -> EpisodeWriter:
        """Return the writer of an episode, with the documents as they are now."""
        before = self._workspace.episodes_before(episode)
        return EpisodeWriter(
            episode=episode,
            brief=load_brief(self._workspace.root, episode),
            canon=self._canon,
            project=self._workspace.project,
            past=cast("WorldState", self.document("world", before[-1])) if before else None,
            earlier=[self.script(one) for one in before],
            records=[self.written(one).record for one in before if self._workspace.is_written_from_brief(one)],
            ensure=ensure,
        )

    def _write_from_cache(self, episode: str) -> Written:
        writer = self.writer_of(episode, self._cached_answer)
        with line_numbers_in_errors(self._workspace.root, episode):
            pack = writer.context_pack()
        try:
            with line_numbers_in_errors(self._workspace.root, episode):
                return writer.write(pack, cached_only=True)
        except NotFound:
            # A run may have asked a model in vain and fallen back to another writer: then its record says the result.
            recorded = recorded_writing(self._workspace.root, pack)
            if recorded is None:
                raise
            return recorded

    def _cached_answer(self, action: Action, make: Callable[[Path], None]) -> Made:
        found = self._workspace.store.find(action.key)
        if found is None:
            make(Path())
            raise NotSpokenYet(action.key)
        return Made(found.key, found.path, found.digest, True, found.record)

    def _screenplay(self, episode: str) -> Screenplay:
        path = self._workspace.screenplay(episode)
        if self._workspace.is_written_from_brief(episode):
            return Screenplay(path, accepted(self.written(episode), episode).screenplay.encode())
        return Screenplay(path, (self._workspace.root / path).read_bytes())


def _cache_key(name: str, episode: str) -> tuple[str, str]:
    """Return the key of a cached document. All episodes share one library."""
    return name, "" if name == "library" else episode


def _not_spoken(action: Action) -> Made:
    raise NotSpokenYet(action.key)
