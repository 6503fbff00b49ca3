"""Writing an episode from its brief: the pack, the writers the project names, and the gate that judges them."""

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

if TYPE_CHECKING:
    from reelmake.crafts.story.writing.port import Writer
    from reelmake.crafts.story.writing.revision_loop import Judged, Written
    from reelmake.providers.text.replay import Replay

BLOCKED_RECORD = "writing_blocked.json"
BLOCKED_VERSION = "blocked.fountain"
Ensure = Callable[[Action, Callable[[Path], None]], Made]


@dataclass(frozen=True)
class Desk:
    """What it takes to write one episode: the documents it begins with, and the way to the cache."""

    episode: str
    brief: Brief
    canon: Canon
    project: ProjectConfig
    past: WorldState | None
    earlier: Sequence[Script]
    """Scripts of all episodes before, in order."""
    records: Sequence[WritingRecord]
    """How those of them were written that have a brief."""
    ensure: Ensure

    def pack(self) -> ContextPack:
        """Return all that a writer is told."""
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
            recalled=self._recalled(),
        )

    def _recalled(self) -> tuple[Recalled, ...]:
        if not self.project.writing.recall:
            return ()
        from reelmake.crafts.story.writing.recall import recalled
        from reelmake.providers.text.text_similarity import text_similarity_model

        # The episode just before is told as a whole; this reminds of those that no summary holds any more.
        return recalled(self.brief, self.earlier[:-1], text_similarity_model().score, self.project.writing.recall)

    def write(
        self, pack: ContextPack, may_spend: SpendPermission = never_permitted, *, only_kept: bool = False
    ) -> Written:
        """Return the episode, written, judged and mended; with ``only_kept`` only kept answers of a model count.

        ``may_spend`` is asked before a model outside is.
        """
        from reelmake.crafts.story.writing.revision_loop import write_episode

        return write_episode(
            pack, self._writers(may_spend, only_kept), self.judge(pack), rounds=self.project.writing.rounds
        )

    def _writers(self, may_spend: SpendPermission, kept: bool) -> list[Writer]:
        from reelmake.crafts.story.writing.grammar_writer import GrammarWriter
        from reelmake.crafts.story.writing.model_writer import ModelWriter
        from reelmake.providers.text.replay import text_model

        grammar = GrammarWriter(self.project.pacing)
        config = self.project.writing
        if config.writer == "grammar":
            return [grammar]
        replay = replayed(self.ensure)
        if kept:
            replay = only_kept(replay, self._not_written())
        model = ModelWriter(text_model(config, may_spend), replay)
        return [model, grammar] if config.fallback else [model]

    def _not_written(self) -> NotFound:
        return NotFound(
            f"{self.episode} has a brief and has not been written yet",
            where=brief_path(self.episode),
            remedy=f"have it written: snakemake --profile site-a episodes/{self.episode}/script.json",
            reason="NOT_WRITTEN",
        )

    def judge(self, pack: ContextPack) -> Callable[[str], Judged]:
        """Return what judges a version: the canon gate, and what the brief asks for."""
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


def replayed(ensure: Ensure) -> Replay:
    """Return how a model's answers are had: out of the cache, or asked for and put there."""

    def replay(action: Action, make: Callable[[Path], None]) -> tuple[str, bytes]:
        made = ensure(action, make)
        return made.key, made.path.read_bytes()

    return replay


def only_kept(replay: Replay, otherwise: ReelmakeError) -> Replay:
    """Return how a model's answers are had out of the cache alone; raise ``otherwise`` where there is none."""

    def never(_directory: Path) -> None:
        raise otherwise

    return lambda action, _make: replay(action, never)


def written_path(episode: str) -> str:
    """Return where a screenplay written from a brief lies."""
    return f"episodes/{episode}/written.fountain"


def brief_path(episode: str) -> str:
    """Return where an episode's brief lies."""
    return f"story/{episode}.brief.yaml"


def load_brief(root: Path, episode: str) -> Brief:
    """Read an episode's brief."""
    from reelmake.documents.yaml.files import load_yaml

    return load_yaml(Brief, root / brief_path(episode))


@contextmanager
def told_with_line(root: Path, episode: str) -> Iterator[None]:
    """Let an error about a key of a brief, ``story/ep02.brief.yaml beats.0.when``, name the line the key stands in."""
    try:
        yield
    except ReelmakeError as error:
        path, _, keys = error.where.partition(" ")
        if path == brief_path(episode) and keys:
            from reelmake.documents.yaml.tree import read_tree

            tree = read_tree((root / path).read_text(encoding="utf-8"), path)
            place = tuple(int(key) if key.isdigit() else key for key in keys.split("."))
            line, column = next(
                tree.values[place[:end]] for end in range(len(place), -1, -1) if place[:end] in tree.values
            )
            error.where = f"{path}:{line}:{column} {keys}"
        raise


def checked(written: Written, episode: str) -> Written:
    """Return what was written; raise when something grave is still wrong with it."""
    from reelmake.crafts.story.writing.revision_loop import raise_if_blocked

    raise_if_blocked(written, brief_path(episode))
    return written


def keep_blocked(root: Path, written: Written) -> None:
    """Leave a record and the last version of a writing that failed where people look, and none of one that did not.

    Snakemake removes what a failed job was to make; these are nobody's outputs.
    """
    directory = root / "episodes" / written.record.episode
    record, last = directory / BLOCKED_RECORD, directory / BLOCKED_VERSION
    if written.blocking:
        written.record.save(record)
        write_atomic(last, written.screenplay.encode())
    else:
        record.unlink(missing_ok=True)
        last.unlink(missing_ok=True)


def kept_writing(root: Path, pack: ContextPack) -> Written | None:
    """Return what the last run wrote from this very pack, if it did."""
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
