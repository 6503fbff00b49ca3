from reelmake.execution.job import job
from reelmake.episode.stages import gate

with job("gate", snakemake.wildcards.ep, log=snakemake.log[0], needs=snakemake.input) as this:
    gate(
        this,
        snakemake.input,
        canon=snakemake.input.canon,
        past=snakemake.input.past,
        out=snakemake.output,
    )
