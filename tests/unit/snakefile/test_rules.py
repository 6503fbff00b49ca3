"""What holds for every rule: which inputs may be ancient."""

from __future__ import annotations

import re

import pytest

from reelmake.episode.artifacts import ARTIFACTS
from reelmake.episode.stage import Ancient, Stage
from reelmake.episode.stages import STAGES
from reelmake.materials.shipped import shipped

PEOPLE_WRITE = {"brief"}


@pytest.mark.spec("E1")
@pytest.mark.parametrize("stage", STAGES.values(), ids=lambda stage: stage.name)
def test_no_input_that_a_job_makes_is_ancient_unless_the_plan_decides(stage: Stage) -> None:
    """Snakemake drops a job whose ancient inputs have just appeared when another episode's plan ends (docs/adr/001).

    Papers ask the checkpoint for the film: they follow the plan, which is made after all that is settled.
    """
    settled = {read.name for read in stage.reads if isinstance(read, Ancient)}
    assert settled <= PEOPLE_WRITE or (settled <= set(ARTIFACTS) and "made_film" in stage.read_names)


def test_rule_files_state_no_ancient_input_but_the_documents_of_planned_actions() -> None:
    found = {
        name for path in shipped("rules").glob("*.smk") for name in re.findall(r"ancient\(([^()]+)\)", path.read_text())
    }
    assert found == {"planned"}, "written with the plan, and named by their content"
