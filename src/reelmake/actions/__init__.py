"""Actions: their tools, the runner that executes them, the cache of their results, and the worker process."""
