from reelmake.execution.job import job
from reelmake.episode.stages import deliver_stem

episode, stem = snakemake.wildcards.ep, snakemake.wildcards.stem
with job("stems", episode, subject=stem, log=snakemake.log[0], needs=snakemake.input) as this:
    deliver_stem(this, snakemake.input[0], out=snakemake.output[0])
