"""Eyelines: as drawn, each person of a pair looks to one side all through a scene."""

from __future__ import annotations

import pytest

from reelmake.crafts.drawing.shot_context import shot_contexts
from unit.crafts.shots.conftest import World

FEELINGS = ("", "(angry)", "(sad)", "(whispering)", "", "(happy)")


@pytest.mark.spec("R2")
@pytest.mark.parametrize("first", ["LEON", "INES"])
def test_a_looks_right_and_b_looks_left_through_all_singles_and_over_shoulders(w: World, first: str) -> None:
    other = "INES" if first == "LEON" else "LEON"
    speeches = [
        w.say((first, other)[turn % 2], *(part for part in (FEELINGS[turn % 6], f"Line number {turn}.") if part))
        for turn in range(14)
    ]
    actions = [w.action("Ines stares at her hands."), w.action("Leon looks away."), w.action("Leon and Ines wait.")]
    shots = w.shoot(w.scene("INT. BOX - NIGHT", *speeches[:6], *actions, *speeches[6:])).shots
    contexts = shot_contexts(shots)
    looks: dict[str, set[str]] = {}
    singles = 0
    for shot in shots:
        figures = contexts[shot.id].with_eyelines(shot.figures)
        singles += len(figures) == 1
        for figure in figures:
            if figure.facing != "away":
                looks.setdefault(figure.character_id, set()).add(figure.facing)
    assert singles > 4
    assert {name: len(sides) for name, sides in looks.items()} == {"leon": 1, "ines": 1}
    assert set.union(*looks.values()) == {"left", "right"}
