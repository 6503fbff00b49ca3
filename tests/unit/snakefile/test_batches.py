"""Batches of a season, as targets for Snakemake."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from reelmake.cli.season import command
from reelmake.kernel.errors import NotFound, ValidationFailed
from reelmake.operations.season import batch_of
from support.world import World


@given(st.lists(st.text(max_size=3), max_size=40), st.integers(1, 12))
def test_batches_are_of_equal_size_and_together_the_season_in_order(episodes: list[str], count: int) -> None:
    batches = [batch_of(episodes, number, count) for number in range(1, count + 1)]
    assert [episode for batch in batches for episode in batch] == episodes
    assert max(map(len, batches)) - min(map(len, batches)) <= 1


@pytest.mark.spec("O8")
def test_a_batch_prints_targets_and_nothing_else(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(world.root)
    for name in ("ep02", "ep03", "s02e01"):
        world.write(f"story/{name}.fountain", "INT. KITCHEN - NIGHT")

    def targets(*arguments: str) -> list[str]:
        return CliRunner().invoke(command, arguments, catch_exceptions=False).output.split()

    assert targets("1", "--batch", "1/2") == ["episodes/ep01/render.mp4"]
    assert targets("1", "--batch", "2/2") == ["episodes/ep02/render.mp4", "episodes/ep03/render.mp4"]
    assert targets("--batch", "1/1")[-1] == "episodes/s02e01/render.mp4"
    for wrong in ("0/2", "3/2", "1", "a/b", "1/2/3"):
        assert isinstance(CliRunner().invoke(command, ["1", "--batch", wrong]).exception, ValidationFailed)
    assert isinstance(CliRunner().invoke(command, ["7", "--batch", "1/2"]).exception, NotFound)
