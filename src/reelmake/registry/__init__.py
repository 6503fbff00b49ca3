"""The registry: who made which artifact from what; nothing in it is ever overwritten."""
