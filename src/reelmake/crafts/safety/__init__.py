"""Finds content that must not be filmed or published, in script and canon."""
