"""What rules get from plans, and how often a plan is read for that."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest

from reelmake.documents.action import Action, FromAction
from reelmake.documents.plan import RenderPlan
from reelmake.snakefile.fanout import Fanout
from support.actions import action

PLAN = "episodes/ep01/render_plan.preview_local.json"


@dataclass(frozen=True)
class Checkpoint:
    """A fake of Snakemake's checkpoint whose output exists."""

    path: Path

    def get(self, **_wildcards: str) -> SimpleNamespace:
        return SimpleNamespace(output=[str(self.path)])


def plan(word: str) -> RenderPlan:
    shot = action("upper", text=word, subject="shot 1")
    film = action("join", inputs={"1": FromAction(key=shot.key, kind=shot.kind, extension="txt")}, subject="film")
    actions: dict[str, Action] = {shot.key: shot, film.key: film}
    return RenderPlan(
        trace_id="t",
        episode="ep01",
        title="",
        profile="preview_local",
        width=2,
        height=2,
        fps="24",
        total_frames=1,
        timing_lock_hash="0" * 64,
        sources=(),
        shots=(),
        actions=actions,
        deliverables={"render.mp4": film.key},
    )


@pytest.fixture
def at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_plan_is_read_again_only_if_it_changed(at: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    load = RenderPlan.load
    monkeypatch.setattr(RenderPlan, "load", lambda path: (read.append(str(path)), load(path))[1])
    fanout, checkpoint = Fanout(at, lambda *_: None, lambda _: None), Checkpoint(at / PLAN)
    first, second = plan("one"), plan("another")
    first.save(at / PLAN)
    film = fanout.film(checkpoint, "ep01", "preview_local", dry_run=False)
    assert film == first.actions[first.deliverables["render.mp4"]].path
    notes = fanout.notes(checkpoint, "ep01", "preview_local", dry_run=False)
    assert len(read) == 1
    second.save(at / PLAN)
    assert fanout.film(checkpoint, "ep01", "preview_local", dry_run=False) != film
    assert fanout.notes(checkpoint, "ep01", "preview_local", dry_run=False) != notes
    assert len(read) == 2
    assert fanout.keys_of("ep01") == set(first.actions) | set(second.actions)
    assert fanout.keys_of("ep02") == frozenset()


def test_a_result_that_exists_has_no_inputs(at: Path) -> None:
    fanout = Fanout(at, lambda *_: plan("one"), lambda _: None)
    film = plan("one").deliverables["render.mp4"]
    path = fanout.film(Checkpoint(at / "none"), "ep01", "preview_local", dry_run=True)
    (shot,) = fanout.parents(film)
    assert fanout.subject(film) == "film"
    assert fanout.document(film) == [], "a dry run has it in memory only"
    Path(path).parent.mkdir(parents=True)
    Path(path).touch()
    assert fanout.parents(film) == []
    assert fanout.parents(Path(shot).stem) == []
    assert fanout.needs_delivery("ep01", "preview_local"), "nothing is delivered yet"
