"""From script and voice to shots: a small grammar of film, applied the same way every time. See docs/grammar.md."""
