"""The model of every artifact, with its version, its upgrades and its schema."""
