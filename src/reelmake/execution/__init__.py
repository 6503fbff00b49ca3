"""Runs and jobs: locks, records, Slurm, and the worker that keeps libraries loaded."""
