"""Digests, ids, frames, atomic files, errors, processes and logs: what every other room uses."""
