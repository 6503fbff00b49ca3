from reelmake.execution.job import job
from reelmake.episode.stages import shoot

with job("shoot", snakemake.wildcards.ep, log=snakemake.log[0], needs=snakemake.input) as this:
    shoot(this, snakemake.input, out=snakemake.output[0])
