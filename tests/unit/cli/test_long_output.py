"""What verbs print for a long episode: a summary and the first lines, or everything with --all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.bench import workspaces
from tests.bench.workspaces import Feature

from reelmake.cli.output import MAX_LINES
from reelmake.cli.verbs import verbs


@pytest.fixture
def film(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a workspace with an episode of two pages, and change to it."""
    workspaces.feature(tmp_path, Feature(pages=2))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def printed(*arguments: str) -> list[str]:
    done = CliRunner().invoke(verbs, arguments, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output.splitlines()


def printed_json(*arguments: str) -> Any:
    return json.loads("\n".join(printed(*arguments, "--json")))


def test_a_long_plan_is_summed_up_and_printed_in_full_with_all(film: Path) -> None:
    plan = printed_json("plan", "ep01")
    count, clips = len(plan["tasks"]), sum(task["kind"] == "clip" for task in plan["tasks"])
    assert count > MAX_LINES
    lines = printed("plan", "ep01")
    assert sum(line.startswith(" make ") for line in lines) == MAX_LINES
    assert [line.split()[:2] for line in lines if line.startswith(" clip ")] == [["clip", str(clips)]]
    assert f"… and {count - MAX_LINES} more to make or fetch; --all prints every one." in lines
    everything = printed("plan", "ep01", "--all")
    assert sum(line.startswith(" make ") for line in everything) == count
    assert not [line for line in everything if line.startswith("… and")]
    assert printed_json("plan", "ep01", "--all") == plan


def test_many_changes_are_summed_up_and_printed_in_full_with_all(film: Path) -> None:
    count = len(printed_json("explain", "ep01"))
    lines = printed("explain", "ep01")
    assert sum(line.startswith(" new ") for line in lines) == MAX_LINES
    assert f"… and {count - MAX_LINES} more changes; --all prints every one." in lines
    assert sum(line.startswith(" new ") for line in printed("explain", "ep01", "--all")) == count


def test_only_the_first_fields_of_a_large_change_are_printed(film: Path) -> None:
    from reelmake.episode.preview import preview_plan
    from reelmake.workspace.workspace import DEFAULT_PROFILE, Workspace

    plan = preview_plan(Workspace.here(), "ep01", DEFAULT_PROFILE).plan
    renamed = {
        key: action.model_copy(update={"inputs": {f"x{name}": item for name, item in action.inputs.items()}})
        for key, action in plan.actions.items()
    }
    before = plan.model_copy(update={"actions": {action.key: action for action in renamed.values()}})
    before.save(film / "episodes/ep01/render_plan.preview_local.json")
    (mux,) = printed_json("explain", "ep01", "mux")
    lines = printed("explain", "ep01", "mux")
    assert any(f"… and {len(mux['differences']) - 5} more fields" in line for line in lines)
    assert len(printed("explain", "ep01", "mux", "--all")) > len(mux["differences"])


def test_many_episodes_are_summed_up_and_printed_in_full_with_all(film: Path) -> None:
    for number in range(2, MAX_LINES + 6):
        (film / f"story/ep{number:02}.fountain").write_text("INT. KITCHEN - DAY\n\nNothing.\n")
    (film / "episodes/ep01").mkdir(parents=True)
    (film / "episodes/ep01/script.json").write_text("{}")
    lines = printed("status")
    assert sum(line.startswith((" ep0", " ep1", " ep2")) for line in lines) == MAX_LINES
    assert "… and 5 more episodes; --all prints every one." in lines
    assert f"{MAX_LINES + 5} episodes: {MAX_LINES + 4} with nothing yet, 1 built up to script." in lines
    assert sum(line.startswith((" ep0", " ep1", " ep2")) for line in printed("status", "--all")) == MAX_LINES + 5
    assert len(printed_json("status")) == MAX_LINES + 5
