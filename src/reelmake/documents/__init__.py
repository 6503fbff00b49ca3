"""The documents stages exchange, the rules they keep, and the errors they raise."""
