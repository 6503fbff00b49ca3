"""make, for films. Config in, targets out; the work is in rules/, and what the work is in src/reelmake."""

import os
import sys

from snakemake.exceptions import WorkflowError
from snakemake.io import IOFile
from snakemake.utils import min_version

from reelmake.snakefile.session import open_session

min_version("9.27")

session = open_session(
    config.get("site", "local"), workflow, sys.argv[1:], WorkflowError
)


include: "rules/common.smk"
include: "rules/library.smk"
include: "rules/write.smk"
include: "rules/intake.smk"
include: "rules/gate.smk"
include: "rules/safety.smk"
include: "rules/voice.smk"
include: "rules/shoot.smk"
include: "rules/commit.smk"
include: "rules/manifest.smk"
include: "rules/plan.smk"
include: "rules/actions.smk"
include: "rules/deliver.smk"
include: "rules/stems.smk"
include: "rules/papers.smk"
include: "rules/profiles.smk"
include: "rules/page.smk"
include: "rules/season.smk"


rule all:
    """Every episode that has a screenplay or a brief, and its page."""
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
