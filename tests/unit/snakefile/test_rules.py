"""What holds for every rule file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

RULES = sorted((Path(__file__).resolve().parents[3] / "rules").glob("*.smk"))
MADE_BY_NO_JOB = {
    "session.canon_file",
    "session.project_file",
    "foreseen",  # the end of the episode before, written while jobs are laid out, and named by its content
    "planned",  # a planned action's document, written with the plan
    '"story/{ep}.brief.yaml"',
    '"episodes/{ep}/shotlist.json"',  # papers follow the plan, which is made after these two
    '"episodes/{ep}/voice.json"',
    "path",  # a screenplay people wrote, or a plan: when that ends, the graph is laid out anew
}


@pytest.mark.spec("E1")
@pytest.mark.parametrize("path", RULES, ids=lambda path: path.name)
def test_no_input_that_a_job_makes_is_ancient(path: Path) -> None:
    """Snakemake drops a job whose ancient inputs have just appeared when another episode's plan ends (docs/adr/001)."""
    assert set(re.findall(r"ancient\(([^()]+)\)", path.read_text(encoding="utf-8"))) <= MADE_BY_NO_JOB
