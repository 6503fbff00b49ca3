"""Drawn places: outdoor and indoor sets, the sky and the weather."""
