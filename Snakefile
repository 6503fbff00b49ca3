"""make, for films. The rules are in rules/, and their parts in the table of stages, src/reelmake/episode/stages.py."""

import sys

from snakemake.exceptions import WorkflowError
from snakemake.utils import min_version

from reelmake.snakefile.session import open_session

min_version("9.27")

session = open_session(
    config.get("site", "local"), workflow, sys.argv[1:], WorkflowError
)


stage = session.stage_rules(workflow, checkpoints)


include: "rules/common.smk"
include: "rules/story.smk"
include: "rules/shots.smk"
include: "rules/plan.smk"
include: "rules/actions.smk"
include: "rules/deliver.smk"
include: "rules/papers.smk"
include: "rules/season.smk"


rule all:
    """Every episode that has a screenplay or a brief, with its page."""
    default_target: True
    input:
        expand(
            "episodes/{ep}/{file}",
            ep=session.workspace.episodes(),
            file=["render.mp4", "index.html"],
        ),


onstart:
    session.start()


onsuccess:
    session.finish("done")


onerror:
    session.finish("failed")
