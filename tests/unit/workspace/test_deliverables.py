"""The deliverables of an episode agree with the rules that make them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reelmake.episode.artifacts import ARTIFACTS
from reelmake.workspace.deliverables import deliverables
from reelmake.workspace.workspace import Workspace

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.spec("R4")
def test_every_target_is_an_output_of_a_rule() -> None:
    outputs = [
        re.compile(re.sub(r"\\{\w+\\}", "[A-Za-z0-9_-]+", re.escape(artifact.path))) for artifact in ARTIFACTS.values()
    ]
    available = deliverables(Workspace.at(ROOT), "ep03")
    assert {"film", "standard_local", "short", "review", "storyboard", "prores", "stems"} <= {
        one.name for one in available
    }
    for one in available:
        for target in one.targets:
            assert any(output.fullmatch(target) for output in outputs), target
