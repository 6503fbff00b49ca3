from reelmake.workflow.jobs import job
from reelmake.workflow.papers import contact_sheet

with job("contact_sheet", snakemake.wildcards.ep, log=snakemake.log[0], needs=snakemake.input) as this:
    contact_sheet(this, snakemake.input, out=snakemake.output[0])
