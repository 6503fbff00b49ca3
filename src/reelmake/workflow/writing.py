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
from reelmake.documents.context_pack import ContextPack
from reelmake.documents.errors import NotFound, ReelmakeError
from reelmake.documents.project import ProjectConfig
from reelmake.documents.script import Script
from reelmake.documents.world import WorldState
from reelmake.documents.writing import WritingRecord

if TYPE_CHECKING:
    from reelmake.story.writing.loop import Judged, Written
    from reelmake.story.writing.port import Writer

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
        from reelmake.story.writing.packs import context_pack

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
        )

    def write(self, pack: ContextPack, *, only_kept: bool = False) -> Written:
        """Return the episode, written, judged and mended; with ``only_kept`` only kept answers of a model count."""
        from reelmake.story.writing.loop import write_episode

        return write_episode(pack, self._writers(only_kept), self._judge(pack), rounds=self.project.writing.rounds)

    def _writers(self, only_kept: bool) -> list[Writer]:
        from reelmake.story.writing.grammar import GrammarWriter
        from reelmake.story.writing.model import ModelWriter

        grammar = GrammarWriter(self.project.pacing)
        config = self.project.writing
        if config.writer == "grammar":
            return [grammar]
        model = ModelWriter(config, self._kept if only_kept else self._replay)
        return [model, grammar] if config.fallback else [model]

    def _replay(self, action: Action, make: Callable[[Path], None]) -> tuple[str, bytes]:
        made = self.ensure(action, make)
        return made.key, made.path.read_bytes()

    def _kept(self, action: Action, _make: Callable[[Path], None]) -> tuple[str, bytes]:
        def never(_directory: Path) -> None:
            raise NotFound(
                f"{self.episode} has a brief and has not been written yet",
                where=f"story/{self.episode}.brief.yaml",
                remedy=f"have it written: snakemake --profile site-a episodes/{self.episode}/script.json",
                reason="NOT_WRITTEN",
            )

        return self._replay(action, never)

    def _judge(self, pack: ContextPack) -> Callable[[str], Judged]:
        from reelmake.canon.gate import judge
        from reelmake.story.fountain import parse_fountain
        from reelmake.story.writing.checks import check_brief
        from reelmake.story.writing.length import estimated_ms
        from reelmake.story.writing.loop import Judged

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
            verdict = judge(script, self.canon, standing, canon_path="story/canon.yaml", script_path=path)
            speed = self.project.voice.characters_per_second
            milliseconds = estimated_ms(script, self.project.pacing, speed)
            return Judged((*verdict.findings, *check_brief(script, pack, milliseconds)), milliseconds)

        return judged


def written_path(episode: str) -> str:
    """Return where a screenplay written from a brief lies."""
    return f"episodes/{episode}/written.fountain"


def brief_path(episode: str) -> str:
    """Return where an episode's brief lies."""
    return f"story/{episode}.brief.yaml"


def load_brief(root: Path, episode: str) -> Brief:
    """Read an episode's brief."""
    from reelmake.documents.yaml_files import load_yaml

    try:
        return load_yaml(Brief, root / brief_path(episode))
    except ReelmakeError as error:
        # Said as people name the file, wherever the workspace lies.
        error.where = error.where.removeprefix(f"{root}/")
        raise


@contextmanager
def told_with_line(root: Path, episode: str) -> Iterator[None]:
    """Let an error about a key of a brief, ``story/ep02.brief.yaml beats.0.when``, name the line the key stands in."""
    try:
        yield
    except ReelmakeError as error:
        path, _, keys = error.where.partition(" ")
        if path == brief_path(episode) and keys:
            from reelmake.documents.yaml_tree import read_tree

            tree = read_tree((root / path).read_text(encoding="utf-8"), path)
            place = tuple(int(key) if key.isdigit() else key for key in keys.split("."))
            line, column = next(
                tree.values[place[:end]] for end in range(len(place), -1, -1) if place[:end] in tree.values
            )
            error.where = f"{path}:{line}:{column} {keys}"
        raise


def checked(written: Written, episode: str) -> Written:
    """Return what was written; raise when something grave is still wrong with it."""
    from reelmake.story.writing.loop import raise_if_blocked

    raise_if_blocked(written, brief_path(episode))
    return written


def kept_writing(root: Path, pack: ContextPack) -> Written | None:
    """Return what the last run wrote from this very pack, if it did."""
    from reelmake.documents.writing import EpisodePlan
    from reelmake.story.writing.loop import Written

    directory = root / "episodes" / pack.episode
    try:
        record = WritingRecord.load(directory / "writing_record.json")
        plan = EpisodePlan.load(directory / "episode_plan.json")
    except ReelmakeError:
        return None
    if record.context != pack.content_digest:
        return None
    return Written(record.rounds[-1].screenplay, plan, record)
