"""What rules and scripts call: the only place that knows Snakemake."""
