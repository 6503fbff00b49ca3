from reelmake.execution.job import job
from reelmake.episode.write_stage import write

with job("write", snakemake.wildcards.ep, log=snakemake.log[0], needs=snakemake.input, queue="local_ai_queue") as this:
    write(this, snakemake.input, out=snakemake.output)
