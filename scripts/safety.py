from reelmake.execution.job import job
from reelmake.episode.stages import safety

with job("safety", snakemake.wildcards.ep, log=snakemake.log[0], needs=snakemake.input) as this:
    safety(this, snakemake.input, out=snakemake.output[0])
