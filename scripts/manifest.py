from reelmake.execution.job import job
from reelmake.episode.stages import manifest

with job("manifest", snakemake.wildcards.ep, log=snakemake.log[0], needs=snakemake.input) as this:
    manifest(this, snakemake.input, out=snakemake.output[0])
