"""Which inputs of rules may be ancient."""

from __future__ import annotations

import re

import pytest

from reelmake.episode.artifacts import ARTIFACTS
from reelmake.episode.stage import Ancient, Stage
from reelmake.episode.stages import STAGES
from reelmake.materials.shipped import shipped

WRITTEN_BY_PEOPLE = {"brief"}


@pytest.mark.spec("E1")
@pytest.mark.parametrize("stage", STAGES.values(), ids=lambda stage: stage.name)
def test_outputs_of_jobs_are_ancient_inputs_only_for_stages_that_follow_the_plan(stage: Stage) -> None:
    """Snakemake drops a job whose ancient inputs have just appeared when another episode's plan ends (docs/adr/001).

    Papers are safe: they ask the checkpoint for the film, so they run after the plan, and the plan after their inputs.
    """
    ancient = {read.name for read in stage.reads if isinstance(read, Ancient)}
    assert ancient <= WRITTEN_BY_PEOPLE or (ancient <= set(ARTIFACTS) and "made_film" in stage.read_names)


def test_the_only_ancient_inputs_in_rule_files_are_the_documents_of_planned_actions() -> None:
    found = {
        name for path in shipped("rules").glob("*.smk") for name in re.findall(r"ancient\(([^()]+)\)", path.read_text())
    }
    assert found == {"action_document"}, "they are written with the plan and named by their content"
