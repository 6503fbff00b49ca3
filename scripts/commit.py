from reelmake.execution.job import job
from reelmake.episode.stages import commit

with job("commit", snakemake.wildcards.ep, log=snakemake.log[0], needs=snakemake.input) as this:
    commit(this, snakemake.input.shotlist, out=snakemake.output[0])
