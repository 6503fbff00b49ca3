from reelmake.execution.job import job
from reelmake.episode.papers_stages import list_papers

with job("papers", snakemake.wildcards.ep, log=snakemake.log[0], needs=snakemake.input) as this:
    listed = {name: path for name, path in snakemake.input.items() if name not in ("made", "shotlist")}
    list_papers(this, listed, shotlist=snakemake.input.shotlist, out=snakemake.output[0])
