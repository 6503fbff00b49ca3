"""The skills. Each file here that defines ``SKILL`` is found by itself."""
