from reelmake.execution.job import job
from reelmake.episode.papers_stages import timelines

with job("timeline", snakemake.wildcards.ep, log=snakemake.log[0], needs=snakemake.input) as this:
    timelines(this, snakemake.input, out=snakemake.output)
