"""Language models: asked once, behind an address or in a process of our own, and replayed from the cache ever after."""
