from reelmake.workflow.jobs import job
from reelmake.workflow.stages import index

with job("library", "", log=snakemake.log[0], queue="media_queue") as this:
    index(this, snakemake.output[0])
