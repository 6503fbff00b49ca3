"""Actions: their tools, the runner that executes them, and the cache that keeps their results."""
