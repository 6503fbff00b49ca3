"""The contradiction suite: of each pair the true script passes and the broken one fails, by kind and line."""

from __future__ import annotations

from functools import cache

import pytest

from support.contradictions import TAXONOMY, Outcome, canon, judged, pairs

HARD = {"name", "age", "death", "location"}


@cache
def outcomes() -> tuple[Outcome, ...]:
    truth = canon()
    return tuple(judged(pair, truth) for pair in pairs())


def told(outcome: Outcome) -> str:
    verdict = outcome.clean if outcome.false_alarm else outcome.broken
    text = outcome.pair.clean if outcome.false_alarm else outcome.pair.broken
    subtype = outcome.pair.subtype
    return f"{subtype.name} ({subtype.kind}, line {outcome.pair.line}):\n{text}\n{verdict.findings}"


@pytest.mark.spec("C2")
def test_every_broken_script_fails_with_the_right_kind_on_the_right_line():
    missed = [told(outcome) for outcome in outcomes() if not outcome.caught]
    assert not missed, "\n\n".join(missed[:3]) + f"\n{len(missed)} missed"


@pytest.mark.spec("C2")
def test_no_true_script_is_found_fault_with():
    alarms = [told(outcome) for outcome in outcomes() if outcome.false_alarm]
    assert not alarms, "\n\n".join(alarms[:3]) + f"\n{len(alarms)} false alarms"


def test_the_suite_is_broad():
    assert len(TAXONOMY) >= 20
    assert len({subtype.name for subtype in TAXONOMY}) == len(TAXONOMY)
    assert len(outcomes()) >= 300
    assert {subtype.family for subtype in TAXONOMY} >= HARD
    for family in HARD:
        assert sum(subtype.family == family for subtype in TAXONOMY) >= 5


def test_the_scripts_of_a_pair_differ_and_no_two_pairs_are_one():
    assert all(outcome.pair.clean != outcome.pair.broken for outcome in outcomes())
    assert len({(outcome.pair.past, outcome.pair.broken) for outcome in outcomes()}) >= 0.6 * len(outcomes())


def test_every_finding_names_scene_line_fact_and_a_repair():
    for outcome in outcomes():
        for found in outcome.broken.findings:
            assert found.line > 0, found
            assert found.scene_id, found
            assert found.family, found
            assert found.fact, found
            assert found.repair, found
