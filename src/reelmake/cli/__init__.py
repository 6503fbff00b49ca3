"""The command line: verbs over everything."""
