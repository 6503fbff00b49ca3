"""The picture of a film: camera moves, the clip of each shot, and joining clips and sound into one file."""
