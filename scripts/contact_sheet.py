from reelmake.execution.job import job
from reelmake.episode.papers_stages import contact_sheet

with job("contact_sheet", snakemake.wildcards.ep, log=snakemake.log[0], needs=snakemake.input) as this:
    contact_sheet(this, snakemake.input, out=snakemake.output[0])
