"""Captions: one list of cues per episode, from which four file formats and the burned-in text are written; a linter."""
