"""The canon: what is true in the series, and the gate that holds every script to it."""
