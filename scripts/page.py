from reelmake.episode.page_stage import make_page
from reelmake.execution.job import job

with job("page", snakemake.wildcards.ep, log=snakemake.log[0], needs=snakemake.input) as this:
    make_page(this, snakemake.input, out=snakemake.output[0])
