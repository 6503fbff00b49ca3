"""Clips: framing, camera moves, encoding and muxing."""
