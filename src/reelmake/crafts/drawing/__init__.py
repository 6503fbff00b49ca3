"""Draws what no picture exists for: figures, places, things and cards, as SVG."""
