from reelmake.execution.job import job
from reelmake.episode.stages import deliver

with job("deliver", snakemake.wildcards.ep, log=snakemake.log[0], needs=snakemake.input) as this:
    deliver(this, snakemake.input, out=snakemake.output)
