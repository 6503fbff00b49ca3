"""Screenplays: Fountain and Final Draft read whole, scene numbers, episodes written from a brief."""
