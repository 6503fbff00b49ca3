"""The models of every document, their versions and upgrades, and the files that people write."""
