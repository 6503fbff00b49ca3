"""A directory with config/ and story/: its files and targets, and how a new one is laid out."""
