from reelmake.execution.job import job
from reelmake.episode.stages import intake

with job("intake", snakemake.wildcards.ep, log=snakemake.log[0], needs=snakemake.input) as this:
    intake(
        this,
        snakemake.input.screenplay,
        canon=snakemake.input.canon,
        project=snakemake.input.project,
        out=snakemake.output[0],
    )
