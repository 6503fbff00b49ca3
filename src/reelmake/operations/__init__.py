"""What people do to runs, caches and sites: watch, verify, cancel, promote, seasons, profiles."""
