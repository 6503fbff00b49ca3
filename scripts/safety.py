from reelmake.workflow.jobs import job
from reelmake.workflow.stages import safety

with job("safety", snakemake.wildcards.ep, log=snakemake.log[0], needs=snakemake.input) as this:
    safety(this, snakemake.input, out=snakemake.output[0])
