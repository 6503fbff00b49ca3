"""Working out an episode's plan in memory, without running or writing anything."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from reelmake.actions.runner import Made
from reelmake.documents.action import Action
from reelmake.documents.canon import Canon
from reelmake.documents.library import Library
from reelmake.documents.plan import RenderPlan
from reelmake.documents.script import Script
from reelmake.documents.shotlist import ShotList
from reelmake.documents.verdict import CanonVerdict
from reelmake.documents.voice import Voice
from reelmake.documents.world import WorldState
from reelmake.episode.writing import Desk, Ensure, checked, kept_writing, load_brief, told_with_line
from reelmake.kernel.errors import NotFound
from reelmake.kernel.log import Log, utc_today
from reelmake.workspace.sources import Sources
from reelmake.workspace.workspace import Workspace

if TYPE_CHECKING:
    from reelmake.crafts.canon.walk import Walk
    from reelmake.crafts.story.writing.revision_loop import Written
    from reelmake.episode.voices import Voices


class NotSpokenYet(Exception):
    """A line's length is unknown until it has been spoken once."""


class Prediction:
    """The documents an episode would have if it were built now, each worked out when it is asked for."""

    def __init__(self, workspace: Workspace, sources: Sources, log: Log, canon: Canon | None = None) -> None:
        self._workspace = workspace
        self._canon = canon or workspace.canon
        self._sources = sources
        self._log = log
        self._scripts: dict[str, Script] = {}
        self._worlds: dict[str, WorldState] = {}
        self._shotlists: dict[str, ShotList] = {}
        self._written: dict[str, Written] = {}

    def script(self, episode: str) -> Script:
        """Return the script the screenplay gives now."""
        if episode not in self._scripts:
            self._scripts[episode] = self._read(episode)
        return self._scripts[episode]

    def walk(self, episode: str) -> Walk:
        """Return an episode walked through, from the end of the one before it."""
        return self._walked(self.script(episode), self.world_before(episode))

    def end(self, episode: str, before: WorldState | None) -> WorldState:
        """Return the world of an episode that begins with the end of another; nothing of it is kept in memory."""
        from reelmake.crafts.canon.world import world_state

        script = self._read(episode)
        return world_state(script, self._walked(script, before))

    def world_before(self, episode: str) -> WorldState | None:
        """Return the world an episode begins with; None for the first."""
        from reelmake.crafts.canon.world import world_state

        earlier = self._workspace.episodes_before(episode)
        if not earlier:
            return None
        # From the first to the one before: each begins with the end of the last, and none is read twice.
        for one in earlier if earlier[-1] not in self._worlds else ():
            if one not in self._worlds:
                self._worlds[one] = world_state(self.script(one), self.walk(one))
        return self._worlds[earlier[-1]]

    def _walked(self, script: Script, before: WorldState | None) -> Walk:
        from reelmake.crafts.canon.walk import walk

        path, past = self._workspace.screenplay(script.episode), before.standing if before else ()
        return walk(script, self._canon, past, canon_path="story/canon.yaml", script_path=path)

    def verdict(self, episode: str) -> CanonVerdict:
        """Return the gate's word on an episode."""
        from reelmake.crafts.canon.gate import verdict_of

        return verdict_of(self.script(episode), self.walk(episode), self._workspace.project.series.language)

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
            past=self.world_before(episode),
            earlier=[self.script(one) for one in before],
            records=[self.written(one).record for one in before if self._workspace.has_brief(one)],
            ensure=ensure,
        )

    def _as_written(self, episode: str) -> Written:
        desk = self.desk(episode, self._kept)
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

    def _kept(self, action: Action, make: Callable[[Path], None]) -> Made:
        found = self._workspace.store.find(action.key)
        if found is None:
            make(Path())
            raise NotSpokenYet(action.key)
        return Made(found.key, found.path, found.digest, True, found.record)

    def _read(self, episode: str) -> Script:
        from reelmake.crafts.story.screenplay import parse_screenplay
        from reelmake.episode.stages import read_numbering

        canon = self._canon
        relative = self._workspace.screenplay(episode)
        if self._workspace.has_brief(episode):
            data = checked(self.written(episode), episode).screenplay.encode()
        else:
            data = (self._workspace.root / relative).read_bytes()
        return parse_screenplay(
            data,
            path=relative,
            episode=episode,
            series=self._workspace.project.series.id,
            character_ids=canon.character_ids(),
            location_ids=canon.location_ids(),
            numbering=read_numbering(self._workspace.root, episode),
        )

    def voice(self, script: Script, on_missing: Callable[[Action], Made]) -> Voice:
        """Return the voice from lines already spoken; ``on_missing`` decides about the others."""
        from reelmake.crafts.voice.speak import speak

        store = self._workspace.store

        def look_up(action: Action, _make: Callable[[Path], None]) -> Made:
            found = store.find(action.key)
            if found is None:
                return on_missing(action)
            return Made(found.key, found.path, found.digest, True, found.record)

        workspace = self._workspace
        return speak(
            script,
            project=workspace.project,
            canon=workspace.canon,
            ensure=look_up,
            log=self._log,
            engines=self.voices.engines,
            flags=self.voices.flags,
        )

    @cached_property
    def voices(self) -> Voices:
        """Return the voices the workspace has of its own, looked through once for all episodes."""
        from reelmake.episode.voices import voices_of

        return voices_of(self._workspace.root, self._workspace.project, self._sources)

    def shotlist(self, script: Script, voice: Voice) -> ShotList:
        """Return the shot list the script and voice give."""
        from reelmake.crafts.shots.shoot import shoot
        from reelmake.episode.stages import read_numbering

        numbering = read_numbering(self._workspace.root, script.episode)
        return shoot(script, voice, self._workspace.project, numbering)

    @cached_property
    def library(self) -> Library:
        """Return what lies in ``assets/``, looked through once for all episodes."""
        from reelmake.crafts.assets.library import index_library

        return index_library(self._workspace.root, digest_of=self._sources.digest_of, today=utc_today())

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
        """Return the shot list of a plan that was worked out here, or None."""
        return self._shotlists.get(episode)

    def plan(self, episode: str, profile: str, *, on_missing: Callable[[Action], Made]) -> RenderPlan:
        """Return the plan the next run would make; ``on_missing`` decides about lines never spoken."""
        from reelmake.crafts.assets.needs import needs_of
        from reelmake.crafts.canon.gate import raise_if_failed
        from reelmake.crafts.safety.check import check_script, raise_if_unsafe
        from reelmake.episode.plan import plan_render

        script = self.script(episode)
        path = self._workspace.screenplay(episode)
        raise_if_failed(self.verdict(episode), path)
        raise_if_unsafe(check_script(script, self._canon, self._workspace.project), path)
        voice = self.voice(script, on_missing)
        shotlist = self._shotlists[episode] = self.shotlist(script, voice)
        return plan_render(
            shotlist,
            voice=voice,
            manifest=needs_of(shotlist, voice),
            library=self.library,
            canon=self._workspace.canon,
            project=self._workspace.project,
            profile=profile,
            written=self.written(episode).record.flag if self._workspace.has_brief(episode) else "",
        )


def _not_spoken(action: Action) -> Made:
    raise NotSpokenYet(action.key)
