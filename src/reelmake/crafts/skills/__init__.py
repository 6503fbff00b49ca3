"""Skills: reports on an episode under one contract; each skill is a file in ``catalogue``."""
