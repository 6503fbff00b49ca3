"""Pictures that move, captions, and sound: the actions that make an episode's clips and join them."""
