"""How the work of planning grows with a film, counted in calls and bytes, never in seconds."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.bench import workspaces
from tests.bench.feature import edit, planning_work
from tests.bench.workspaces import Feature

from reelmake.episode.preview import preview_plan
from reelmake.operations.profiles import CHECKSUM_BYTES
from reelmake.workspace.workspace import DEFAULT_PROFILE, Workspace

_ALLOWANCE = 2.4
"""Twice the pages may take so many times the work."""


@pytest.fixture
def films(tmp_path: Path) -> tuple[Path, Path]:
    """Return the workspaces of a film and of one twice as long."""
    roots = (tmp_path / "short", tmp_path / "long")
    for pages, root in zip((6, 12), roots, strict=True):
        workspaces.feature(root, Feature(pages=pages))
    return roots


def test_planning_twice_the_pages_takes_twice_the_work(films: tuple[Path, Path]) -> None:
    short, long = films
    # What is loaded and remembered once must not count for one of them alone.
    planning_work(long)
    one, two = planning_work(short), planning_work(long)
    assert two.calls < _ALLOWANCE * one.calls
    assert two.hashed < _ALLOWANCE * one.hashed


def test_the_edit_that_is_measured_changes_one_line(films: tuple[Path, Path]) -> None:
    story = films[0] / "story/ep01.fountain"
    before = story.read_text().splitlines()
    edit(films[0])
    after = story.read_text().splitlines()
    assert sum(one != other for one, other in zip(before, after, strict=True)) == 1


def test_snakemake_compares_the_documents_of_a_feature_film_by_content(films: tuple[Path, Path]) -> None:
    """Its plan is the largest of them by far. What is larger than the limit counts as changed by its date alone."""
    workspace = Workspace.at(films[1])
    plan = preview_plan(workspace, "ep01", DEFAULT_PROFILE).plan
    assert len(plan.to_bytes()) * 120 / 12 < CHECKSUM_BYTES
