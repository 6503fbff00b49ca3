from reelmake.workflow.episode_page import make_page
from reelmake.workflow.jobs import job

with job("page", snakemake.wildcards.ep, log=snakemake.log[0], needs=snakemake.input) as this:
    make_page(this, snakemake.input, out=snakemake.output[0])
