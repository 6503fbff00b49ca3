"""Safety: content that must not be filmed or published, found by lists in context, and by other checks."""
