from reelmake.execution.job import job
from reelmake.episode.papers_stages import storyboard

with job("storyboard", snakemake.wildcards.ep, log=snakemake.log[0], needs=snakemake.input) as this:
    storyboard(this, snakemake.input, out=snakemake.output[0])
