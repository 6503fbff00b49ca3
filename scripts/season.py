from reelmake.workflow.jobs import job
from reelmake.workflow.season import complete

with job("season", "", subject=snakemake.wildcards.number, log=snakemake.log[0], needs=snakemake.input) as this:
    complete(this, int(snakemake.wildcards.number), snakemake.params.episodes, out=snakemake.output[0])
