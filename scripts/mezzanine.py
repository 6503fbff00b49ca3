from reelmake.workflow.jobs import job
from reelmake.workflow.papers import mezzanine

with job("mezzanine", snakemake.wildcards.ep, log=snakemake.log[0], needs=snakemake.input) as this:
    mezzanine(this, snakemake.input, codec=snakemake.wildcards.codec, out=snakemake.output[0])
