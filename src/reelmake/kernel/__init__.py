"""Digests, ids, frames and rates, atomic files, processes, errors and logs; needs no other package of ours."""
