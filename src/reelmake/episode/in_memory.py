"""Runs the stages of the table in memory: what an episode would be if it were built now. It writes nothing."""

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
from reelmake.episode.stage import Scope, Stage
from reelmake.episode.stages import STAGES, WRITER_OF
from reelmake.episode.writing import Desk, Ensure, checked, kept_writing, load_brief, told_with_line
from reelmake.kernel.errors import NotFound
from reelmake.kernel.log import Log
from reelmake.workspace.file_digests import FileDigests
from reelmake.workspace.workspace import DEFAULT_PROFILE, Workspace

if TYPE_CHECKING:
    from reelmake.crafts.canon.walk import Walk
    from reelmake.crafts.story.writing.revision_loop import Written
    from reelmake.episode.voices import Voices

_KEPT = ("script", "world", "library")
"""Artifacts that are asked for again and again; the others are large and needed once."""


class NotSpokenYet(Exception):
    """A line's length is unknown until it has been spoken once."""


class InMemory:
    """The documents an episode would have if it were built now, each computed when it is asked for."""

    def __init__(self, workspace: Workspace, file_digests: FileDigests, log: Log, canon: Canon | None = None) -> None:
        self._workspace = workspace
        self._canon = canon or workspace.canon
        self._file_digests = file_digests
        self._log = log
        self._documents: dict[tuple[str, str], Document] = {}
        self._written: dict[str, Written] = {}
        self._on_missing: Callable[[Action], Made] = _not_spoken

    @classmethod
    def quiet(cls, workspace: Workspace, canon: Canon | None = None) -> InMemory:
        """Return one that logs nothing."""
        return cls(workspace, FileDigests(workspace.root), Log(open(os.devnull, "w", encoding="utf-8")), canon)  # noqa: PTH123

    def document(self, name: str, episode: str, profile: str = DEFAULT_PROFILE, *, guarded: bool = True) -> Document:
        """Return an artifact's document; unless ``guarded``, also where a gate would have stopped the run."""
        known = self._documents.get(_place(name, episode))
        if known is not None and name in _KEPT:
            return known
        made = self._run(WRITER_OF[name], episode, profile, guarded=guarded)
        self._documents |= {_place(kept, episode): made[kept] for kept in _KEPT if kept in made}
        return made[name]

    def _run(
        self, stage: Stage, episode: str, profile: str = DEFAULT_PROFILE, *, guarded: bool = True, **given: Any
    ) -> dict[str, Document]:
        """Return what a stage writes, from what is ``given`` and otherwise from what the stages before it write."""
        if stage.compute is None:
            raise ValueError(f"the stage {stage.name} makes files and cannot run in memory")
        scope = replace(self._scope, episode=episode, profile=profile)
        read = {
            name: given[name] if name in given else self._read(name, episode, profile, guarded=guarded)
            for name in stage.read_names
        }
        if guarded and stage.guard is not None:
            stage.guard(scope, **read)
        return dict(stage.compute(scope, **read))

    def _read(self, name: str, episode: str, profile: str, *, guarded: bool) -> Any:
        if name in WRITER_OF:
            return self.document(name, episode, profile, guarded=guarded)
        sources: dict[str, Callable[[str], Any]] = {
            "screenplay": self._screenplay,
            "numbering": lambda one: read_numbering(self._workspace.root, one),
            "canon": lambda _one: self._canon,
            "project": lambda _one: self._workspace.project,
            "own_voices": lambda _one: self.voices,
            "beginning": self.world_before,
            "own_record": lambda one: self.written(one).record if self._workspace.is_written_from_brief(one) else None,
        }
        return sources[name](episode)

    @property
    def _scope(self) -> Scope:
        return Scope(self._workspace, "", self._look_up, self._log, self._file_digests)

    def script(self, episode: str) -> Script:
        """Return the script the screenplay gives now."""
        return cast("Script", self.document("script", episode))

    def verdict(self, episode: str) -> CanonVerdict:
        """Return the gate's verdict on an episode."""
        return cast("CanonVerdict", self.document("verdict", episode))

    def end(self, episode: str, before: WorldState | None) -> WorldState:
        """Return the world of an episode that begins with the end of another; nothing of it is kept in memory."""
        script = self._run(STAGES["intake"], episode)["script"]
        return cast("WorldState", self._run(STAGES["gate"], episode, script=script, beginning=before)["world"])

    def world_before(self, episode: str) -> WorldState | None:
        """Return the world an episode begins with; None for the first."""
        earlier = self._workspace.episodes_before(episode)
        if not earlier:
            return None
        # From the first to the last: each begins with the end of the one before, and the stack stays flat.
        for one in earlier if _place("world", earlier[-1]) not in self._documents else ():
            self.document("world", one)
        return cast("WorldState", self._documents[_place("world", earlier[-1])]).end

    def walk(self, episode: str) -> Walk:
        """Return an episode walked through, from the end of the one before it."""
        from reelmake.crafts.canon.walk import walk

        before, path = self.world_before(episode), self._workspace.screenplay(episode)
        carried = before.standing if before else ()
        return walk(self.script(episode), self._canon, carried, canon_path="story/canon.yaml", script_path=path)

    def voice(self, episode: str, on_missing: Callable[[Action], Made]) -> Voice:
        """Return the voice from lines already spoken, gates aside; ``on_missing`` decides about the others."""
        self._on_missing = on_missing
        return cast("Voice", self.document("voice", episode, guarded=False))

    def shotlist(self, episode: str, voice: Voice) -> ShotList:
        """Return the shot list that an episode's script gives with a voice."""
        return cast("ShotList", self._run(STAGES["shoot"], episode, voice=voice, guarded=False)["shotlist"])

    @property
    def library(self) -> Library:
        """Return what lies in ``assets/``, looked through once for all episodes."""
        return cast("Library", self.document("library", ""))

    @cached_property
    def voices(self) -> Voices:
        """Return the voices the workspace has of its own, looked through once for all episodes."""
        from reelmake.episode.voices import voices_of

        return voices_of(self._workspace.root, self._workspace.project, self._file_digests)

    def known_plan(self, episode: str, profile: str) -> RenderPlan | None:
        """Return the plan the next run will make, or None while a line has never been spoken."""
        try:
            return self.plan(episode, profile, on_missing=_not_spoken)
        except NotSpokenYet:
            return None
        except NotFound as error:
            if error.reason != "NOT_WRITTEN":
                raise
            return None

    def known_shotlist(self, episode: str) -> ShotList | None:
        """Return the shot list of a plan that was computed here, or None."""
        return cast("ShotList | None", self._documents.get(_place("shotlist", episode)))

    def plan(self, episode: str, profile: str, *, on_missing: Callable[[Action], Made]) -> RenderPlan:
        """Return the plan the next run would make; ``on_missing`` decides about lines never spoken."""
        self._on_missing = on_missing
        self._documents.pop(_place("shotlist", episode), None)
        voice = self.document("voice", episode)
        shotlist = self._run(STAGES["shoot"], episode, voice=voice)["shotlist"]
        self._documents[_place("shotlist", episode)] = shotlist
        manifest = self._run(STAGES["manifest"], episode, shotlist=shotlist, voice=voice)["manifest"]
        planned = self._run(STAGES["plan"], episode, profile, shotlist=shotlist, voice=voice, manifest=manifest)
        return cast("RenderPlan", planned["plan"])

    def _look_up(self, action: Action, _make: Callable[[Path], None]) -> Made:
        found = self._workspace.store.find(action.key)
        if found is None:
            return self._on_missing(action)
        return Made(found.key, found.path, found.digest, True, found.record)

    def written(self, episode: str) -> Written:
        """Return what the writer makes of an episode's brief; raise NotFound when only a model could tell."""
        if episode not in self._written:
            self._written[episode] = self._as_written(episode)
        return self._written[episode]

    def desk(self, episode: str, ensure: Ensure) -> Desk:
        """Return what it takes to write an episode now."""
        before = self._workspace.episodes_before(episode)
        return Desk(
            episode=episode,
            brief=load_brief(self._workspace.root, episode),
            canon=self._canon,
            project=self._workspace.project,
            past=cast("WorldState", self.document("world", before[-1])) if before else None,
            earlier=[self.script(one) for one in before],
            records=[self.written(one).record for one in before if self._workspace.is_written_from_brief(one)],
            ensure=ensure,
        )

    def _as_written(self, episode: str) -> Written:
        desk = self.desk(episode, self._kept_answer)
        with told_with_line(self._workspace.root, episode):
            pack = desk.pack()
        try:
            with told_with_line(self._workspace.root, episode):
                return desk.write(pack, only_kept=True)
        except NotFound:
            # The run asked and got no answer worth keeping: what it then did is on record, and stands.
            recorded = kept_writing(self._workspace.root, pack)
            if recorded is None:
                raise
            return recorded

    def _kept_answer(self, action: Action, make: Callable[[Path], None]) -> Made:
        found = self._workspace.store.find(action.key)
        if found is None:
            make(Path())
            raise NotSpokenYet(action.key)
        return Made(found.key, found.path, found.digest, True, found.record)

    def _screenplay(self, episode: str) -> Screenplay:
        path = self._workspace.screenplay(episode)
        if self._workspace.is_written_from_brief(episode):
            return Screenplay(path, checked(self.written(episode), episode).screenplay.encode())
        return Screenplay(path, (self._workspace.root / path).read_bytes())


def _place(name: str, episode: str) -> tuple[str, str]:
    """Return where a document is kept; the library is one for all episodes."""
    return name, "" if name == "library" else episode


def _not_spoken(action: Action) -> Made:
    raise NotSpokenYet(action.key)
