from reelmake.workflow.jobs import job
from reelmake.workflow.papers import timelines

with job("timeline", snakemake.wildcards.ep, log=snakemake.log[0], needs=snakemake.input) as this:
    timelines(this, snakemake.input, out=snakemake.output)
