"""How full a site's slots were, from when jobs were ready, began and ended."""

from __future__ import annotations

import pytest
from tests.bench.site import Span, used_share


def test_slots_count_as_used_only_where_there_was_work_for_them() -> None:
    alone = Span(0.0, 0.0, 10.0)
    assert used_share([alone], slots=4) == 1.0, "one job has no use for four slots"
    waits = Span(0.0, 10.0, 20.0)
    assert used_share([alone, waits], slots=1) == 1.0, "it had to wait"
    # From 0 to 10 there was work for two slots and one was used; then one job was there and ran.
    assert used_share([alone, waits], slots=2) == pytest.approx(20 / 30)
