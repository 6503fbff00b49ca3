"""Writes an episode from its brief: gathers what the writer needs, and judges every version with the canon gate."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reelmake.actions.runner import Made
from reelmake.documents.action import Action
from reelmake.documents.brief import Brief
from reelmake.documents.canon import Canon
from reelmake.documents.context_pack import ContextPack, Recalled
from reelmake.documents.project import ProjectConfig
from reelmake.documents.script import Script
from reelmake.documents.world import WorldState
from reelmake.documents.writing import WritingRecord
from reelmake.governance.approvals.spend_permission import SpendPermission, never_permitted
from reelmake.kernel.errors import NotFound, ReelmakeError
from reelmake.kernel.files import write_atomic
from reelmake.kernel.installation import build_command

if TYPE_CHECKING:
    from reelmake.crafts.story.writing.port import Writer
    from reelmake.crafts.story.writing.revision_loop import Judged, Written
    from reelmake.providers.text.replay import Replay

BLOCKED_RECORD = "writing_blocked.json"
BLOCKED_VERSION = "blocked.fountain"
Ensure = Callable[[Action, Callable[[Path], None]], Made]


@dataclass(frozen=True)
class EpisodeWriter:
    """Writes one episode: holds the documents it is written from, and the access to the cache."""

    episode: str
    brief: Brief
    canon: Canon
    project: ProjectConfig
    past: WorldState | None
    """The world of the previous episode"""
    earlier: Sequence[Script]
    """The scripts of all previous episodes, in order"""
    records: Sequence[WritingRecord]
    """The writing records of those previous episodes that have a brief"""
    ensure: Ensure

    def context_pack(self) -> ContextPack:
        """Return everything the writer is given."""
        from reelmake.crafts.story.writing.context_pack import context_pack

        return context_pack(
            self.brief,
            self.canon,
            episode=self.episode,
            series=self.project.series.id,
            title=self.project.series.title,
            language=self.project.series.language,
            past=self.past,
            last=self.earlier[-1] if self.earlier else None,
            earlier=self.earlier,
            records=self.records,
            recalled=self._recalled_scenes(),
        )

    def _recalled_scenes(self) -> tuple[Recalled, ...]:
        if not self.project.writing.recall:
            return ()
        from reelmake.crafts.story.writing.recall import recalled
        from reelmake.providers.text.text_similarity import text_similarity_model

        # The pack holds the previous episode in full, so only scenes of the episodes before that one are recalled.
        return recalled(self.brief, self.earlier[:-1], text_similarity_model().score, self.project.writing.recall)

    def write(
        self, pack: ContextPack, may_spend: SpendPermission = never_permitted, *, cached_only: bool = False
    ) -> Written:
        """Return the episode, written, judged and revised.

        ``may_spend`` is called before an external model is. With ``cached_only`` no model is called: only answers from
        the cache are used.
        """
        from reelmake.crafts.story.writing.revision_loop import write_episode

        writers = self._writers(may_spend, cached_only)
        return write_episode(pack, writers, self.judge(pack), rounds=self.project.writing.rounds)

    def _writers(self, may_spend: SpendPermission, cached_only: bool) -> list[Writer]:
        from reelmake.crafts.story.writing.grammar_writer import GrammarWriter
        from reelmake.crafts.story.writing.model_writer import ModelWriter
        from reelmake.providers.text.replay import text_model

        grammar = GrammarWriter(self.project.pacing)
        config = self.project.writing
        if config.writer == "grammar":
            return [grammar]
        replay = cached_replay(self.ensure)
        if cached_only:
            replay = replay_or_raise(replay, self._not_written())
        model = ModelWriter(text_model(config, may_spend), replay)
        return [model, grammar] if config.fallback else [model]

    def _not_written(self) -> NotFound:
        return NotFound(
            f"{self.episode} has a brief and has not been written yet",
            where=brief_path(self.episode),
            remedy=f"write it: {build_command(f'episodes/{self.episode}/script.json')}",
            reason="NOT_WRITTEN",
        )

    def judge(self, pack: ContextPack) -> Callable[[str], Judged]:
        """Return a function that judges a version of the screenplay by the canon gate and by the brief."""
        from reelmake.crafts.canon.gate import judge
        from reelmake.crafts.story.fountain import parse_fountain
        from reelmake.crafts.story.writing.brief_checks import check_brief
        from reelmake.crafts.story.writing.revision_loop import Judged
        from reelmake.crafts.story.writing.script_length import estimated_ms

        path = written_path(self.episode)

        def judged(screenplay: str) -> Judged:
            script = parse_fountain(
                screenplay.encode(),
                path=path,
                episode=self.episode,
                series=self.project.series.id,
                character_ids=self.canon.character_ids(),
                location_ids=self.canon.location_ids(),
            )
            standing = self.past.standing if self.past else ()
            verdict = judge(
                script,
                self.canon,
                standing,
                canon_path="story/canon.yaml",
                script_path=path,
                language=self.project.series.language,
            )
            speed = self.project.voice.characters_per_second
            milliseconds = estimated_ms(script, self.project.pacing, speed)
            return Judged((*verdict.findings, *check_brief(script, pack, milliseconds)), milliseconds)

        return judged


def cached_replay(ensure: Ensure) -> Replay:
    """Return a function that gives a model's answer from the cache, or asks the model and caches its answer."""

    def replay(action: Action, make: Callable[[Path], None]) -> tuple[str, bytes]:
        made = ensure(action, make)
        return made.key, made.path.read_bytes()

    return replay


def replay_or_raise(replay: Replay, error: ReelmakeError) -> Replay:
    """Return a function that gives a model's answer from the cache only, and raises ``error`` if it has none."""

    def refuse(_directory: Path) -> None:
        raise error

    return lambda action, _make: replay(action, refuse)


def written_path(episode: str) -> str:
    """Return the path of a screenplay that was written from a brief."""
    return f"episodes/{episode}/written.fountain"


def brief_path(episode: str) -> str:
    """Return the path of an episode's brief."""
    return f"story/{episode}.brief.yaml"


def load_brief(root: Path, episode: str) -> Brief:
    """Load an episode's brief."""
    from reelmake.documents.yaml.files import load_yaml

    return load_yaml(Brief, root / brief_path(episode))


@contextmanager
def line_numbers_in_errors(root: Path, episode: str) -> Iterator[None]:
    """Add the line number to an error whose ``where`` names a key of the brief: ``story/ep02.brief.yaml beats.0``."""
    try:
        yield
    except ReelmakeError as error:
        path, _, keys = error.where.partition(" ")
        if path == brief_path(episode) and keys:
            from reelmake.documents.yaml.tree import read_tree

            tree = read_tree((root / path).read_text(encoding="utf-8"), path)
            key_path = tuple(int(key) if key.isdigit() else key for key in keys.split("."))
            line, column = next(
                tree.values[key_path[:end]] for end in range(len(key_path), -1, -1) if key_path[:end] in tree.values
            )
            error.where = f"{path}:{line}:{column} {keys}"
        raise


def accepted(written: Written, episode: str) -> Written:
    """Return a written episode, or raise an error if its last version still has a serious finding."""
    from reelmake.crafts.story.writing.revision_loop import raise_if_blocked

    raise_if_blocked(written, brief_path(episode))
    return written


def save_blocked_version(root: Path, written: Written) -> None:
    """Save the record and the last version of an episode that was not accepted; remove those of an earlier failure.

    They are not outputs of a rule, because Snakemake removes the outputs of a job that failed.
    """
    directory = root / "episodes" / written.record.episode
    record, last = directory / BLOCKED_RECORD, directory / BLOCKED_VERSION
    if written.blocking:
        written.record.save(record)
        write_atomic(last, written.screenplay.encode())
    else:
        record.unlink(missing_ok=True)
        last.unlink(missing_ok=True)


def recorded_writing(root: Path, pack: ContextPack) -> Written | None:
    """Return what the last run wrote, if it was written from exactly this context pack; otherwise None."""
    from reelmake.crafts.story.writing.revision_loop import Written
    from reelmake.documents.writing import EpisodePlan

    directory = root / "episodes" / pack.episode
    try:
        record = WritingRecord.load(directory / "writing_record.json")
        plan = EpisodePlan.load(directory / "episode_plan.json")
    except ReelmakeError:
        return None
    if record.context != pack.content_digest:
        return None
    return Written(record.rounds[-1].screenplay, plan, record)
