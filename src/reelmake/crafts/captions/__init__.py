"""Captions from one list of cues: splitting, timing, four file formats and a linter."""
