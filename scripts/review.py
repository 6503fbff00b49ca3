from reelmake.execution.job import job
from reelmake.episode.papers_stages import review

with job("review", snakemake.wildcards.ep, log=snakemake.log[0], needs=snakemake.input) as this:
    review(this, snakemake.input, out=snakemake.output[0])
