from reelmake.workflow.jobs import job
from reelmake.workflow.papers import review

with job("review", snakemake.wildcards.ep, log=snakemake.log[0], needs=snakemake.input) as this:
    review(this, snakemake.input, out=snakemake.output[0])
