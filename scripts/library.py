from reelmake.execution.job import job
from reelmake.episode.stages import index

with job("library", "", log=snakemake.log[0], needs=snakemake.input, queue="media_queue") as this:
    index(this, snakemake.output[0])
