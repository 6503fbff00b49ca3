from reelmake.execution.job import job
from reelmake.operations.season import complete

with job("season", "", subject=snakemake.wildcards.number, log=snakemake.log[0], needs=snakemake.input) as this:
    complete(this, int(snakemake.wildcards.number), snakemake.params.episodes, out=snakemake.output[0])
