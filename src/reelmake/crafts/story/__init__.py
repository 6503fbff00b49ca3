"""Screenplays: reading Fountain and Final Draft, scene numbers, and writing episodes from a brief."""
