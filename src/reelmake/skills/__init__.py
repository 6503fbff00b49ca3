"""Skills: readers with one contract. Each is a file in ``catalogue``; none changes what it reads."""
