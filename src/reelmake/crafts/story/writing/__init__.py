"""Writers: from a brief and its context pack to a screenplay."""
