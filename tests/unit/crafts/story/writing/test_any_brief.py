"""Whatever a brief leaves open or asks for, within the canon: a script that the gate and the brief agree to."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reelmake.documents.brief import MOVES, Brief
from reelmake.documents.script import ElementKind
from support.season import Season

PEOPLE = ("oda-brandt", "pim-aalto", "ruth-kessel", "havel-strom")
SEASON = Season()


@st.composite
def beats(draw: st.DrawFn) -> dict[str, Any]:
    who = draw(st.lists(st.sampled_from(PEOPLE), unique=True, max_size=4))
    beat: dict[str, Any] = {"what": draw(st.sampled_from(("Pim waits.", "Oda tells Ruth that it rains.", "Nothing.")))}
    optional = {
        "move": st.sampled_from(MOVES),
        "where": st.sampled_from(("quay", "canteen", "CAR DECK")),
        "about": st.sampled_from(("the rain", "Monday")),
        "thing": st.sampled_from(("oar", "rope")),
        "fact": st.sampled_from(("It leaks.", "It leaks, and it has leaked for years.", "明日 comes. Then what?")),
        "turn": st.sampled_from(("the light fails", "INT. NOWHERE - DAY", "CUT TO:")),
    }
    for key, values in optional.items():
        if draw(st.booleans()):
            beat[key] = draw(values)
    return {**beat, "who": who} if who else beat


@pytest.mark.spec("S2")
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(beats(), min_size=1, max_size=4), st.integers(15, 200), st.integers(1, 9))
def test_any_brief_within_the_canon_gives_a_script_with_nothing_grave(
    told: list[dict[str, Any]], seconds: int, take: int
) -> None:
    plain = {"logline": "It rains.", "cast": PEOPLE, "seconds": seconds, "take": take, "beats": told, "motif": "oar"}
    season = Season(canon=SEASON.canon, project=SEASON.project)
    written = season.write("ep01", Brief.model_validate(plain))
    assert written.blocking == (), written.blocking
    (script,) = season.scripts
    assert len(script.scenes) == len(told)
    assert script.unplaced == ()
    for scene in script.scenes:
        assert any(element.kind is ElementKind.DIALOGUE for element in scene.elements)
