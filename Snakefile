"""make, for films. Config in, targets out; the work is in rules/, and what the work is in src/reelmake."""

import sys

from snakemake.exceptions import WorkflowError
from snakemake.utils import min_version

from reelmake.workflow.session import named_targets, open_session

min_version("9.27")

session = open_session(
    config.get("site", "local"), named_targets(workflow, sys.argv[1:]), WorkflowError
)


include: "rules/common.smk"
include: "rules/library.smk"
include: "rules/write.smk"
include: "rules/intake.smk"
include: "rules/gate.smk"
include: "rules/voice.smk"
include: "rules/shoot.smk"
include: "rules/manifest.smk"
include: "rules/plan.smk"
include: "rules/actions.smk"
include: "rules/deliver.smk"


rule all:
    """Every episode that has a screenplay or a brief."""
    default_target: True
    input:
        expand("episodes/{ep}/render.mp4", ep=session.workspace.episodes()),


onstart:
    session.start()


onsuccess:
    session.finish("done")


onerror:
    session.finish("failed")
