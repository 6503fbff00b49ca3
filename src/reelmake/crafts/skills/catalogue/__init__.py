"""One skill a file. A file here that defines ``SKILL`` is a skill; nothing else has to know of it."""
