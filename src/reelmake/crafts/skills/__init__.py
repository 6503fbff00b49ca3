"""Readers' reports on an episode, under one contract; one skill a file in ``catalogue``."""
