"""Assets: what lies in the local library, what an episode needs of it, and drawn frames for what is missing."""
