"""Digests, ids, frames, atomic files and logs: the ground everything stands on."""
