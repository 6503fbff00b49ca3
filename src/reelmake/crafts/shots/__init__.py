"""From script and voice to shots: coverage, framing, frames and the hash that locks the timing."""
