from reelmake.workflow.jobs import job
from reelmake.workflow.stages import deliver

with job("deliver", snakemake.wildcards.ep, log=snakemake.log[0], needs=snakemake.input) as this:
    deliver(this, snakemake.input, out=snakemake.output)
