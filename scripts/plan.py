from reelmake.execution.job import job
from reelmake.episode.stages import plan

with job("plan", snakemake.wildcards.ep, log=snakemake.log[0], needs=snakemake.input) as this:
    plan(this, snakemake.input, profile=snakemake.wildcards.profile, out=snakemake.output[0])
