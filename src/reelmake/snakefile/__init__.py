"""What a Snakefile opens: the session of one run. The only package that knows Snakemake."""
