"""Draws figures, places, things and cards as SVG, where the library has no picture of them."""
