"""Reading of small scripts for the tests of this package."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from reelmake.crafts.story.fountain import parse_fountain
from reelmake.documents.script import Script

Read = Callable[..., Script]


@pytest.fixture(scope="session")
def read() -> Read:
    def parse(text: str | bytes, **options: Any) -> Script:
        data = text.encode() if isinstance(text, str) else text
        return parse_fountain(data, path="story/ep01.fountain", episode="ep01", series="lamp", **options)

    return parse
