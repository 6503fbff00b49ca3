"""The stages of an episode: run on disk, run in memory, and estimated."""
