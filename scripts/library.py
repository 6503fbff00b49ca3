from reelmake.workflow.jobs import job
from reelmake.workflow.stages import index

with job("library", "", log=snakemake.log[0], needs=snakemake.input, queue="media_queue") as this:
    index(this, snakemake.output[0])
