from reelmake.workflow.jobs import job
from reelmake.workflow.papers import review

with job("review", snakemake.wildcards.ep, log=snakemake.log[0]) as this:
    review(this, snakemake.input, out=snakemake.output[0])
