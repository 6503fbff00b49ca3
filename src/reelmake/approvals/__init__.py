"""Approvals: what people decided, in a chain that shows when it was tampered with."""
