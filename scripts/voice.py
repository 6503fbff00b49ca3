from reelmake.execution.job import job
from reelmake.episode.stages import voice

with job("voice", snakemake.wildcards.ep, log=snakemake.log[0], needs=snakemake.input, queue="local_ai_queue") as this:
    voice(this, snakemake.input, out=snakemake.output[0])
