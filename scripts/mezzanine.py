from reelmake.execution.job import job
from reelmake.episode.papers_stages import mezzanine

with job("mezzanine", snakemake.wildcards.ep, log=snakemake.log[0], needs=snakemake.input) as this:
    mezzanine(this, snakemake.input, codec=snakemake.wildcards.codec, out=snakemake.output[0])
