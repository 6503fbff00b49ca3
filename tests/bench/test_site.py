"""How full a site's slots were, from when jobs were ready, began and ended."""

from __future__ import annotations

import pytest
from tests.bench.ideal import Task, least_waiting, slots_for
from tests.bench.site import Span, used_share


def test_slots_count_as_used_only_where_there_was_work_for_them() -> None:
    alone = Span(0.0, 0.0, 10.0)
    assert used_share([alone], slots=4) == 1.0, "one job has no use for four slots"
    waits = Span(0.0, 10.0, 20.0)
    assert used_share([alone, waits], slots=1) == 1.0, "it had to wait"
    # From 0 to 10 there was work for two slots and one was used; then one job was there and ran.
    assert used_share([alone, waits], slots=2) == pytest.approx(20 / 30)


def test_on_paper_jobs_wait_only_for_slots_and_the_best_order_is_taken() -> None:
    alike = {str(number): Task(0.0, 4.0) for number in range(6)}
    assert least_waiting(alike, 2) == 2 * 4 + 2 * 8
    assert least_waiting(alike, 6) == 0
    assert slots_for(alike, share=0.2, others=0.0) == 5, "one of six waits 4 s while 24 s are worked"
    short = {"long": Task(0.0, 10.0), "short": Task(0.0, 1.0)}
    assert least_waiting(short, 1) == 1, "the short one goes first"
    chain = {"drawn": Task(2.0, 1.0), "filmed": Task(0.0, 4.0, ("drawn",)), "joined": Task(9.0, 1.0, ("filmed",))}
    assert least_waiting(chain, 1) == 0, "waiting for a parent or a plan is no waiting for a slot"
