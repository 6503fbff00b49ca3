"""make, for films: a screenplay becomes an episode, and only what changed is made again."""

__version__ = "1.0.0.dev0"
