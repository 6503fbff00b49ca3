from reelmake.workflow.jobs import job
from reelmake.workflow.papers import storyboard

with job("storyboard", snakemake.wildcards.ep, log=snakemake.log[0], needs=snakemake.input) as this:
    storyboard(this, snakemake.input, out=snakemake.output[0])
