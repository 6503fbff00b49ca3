# What all rules share: the shape of wildcards, and the files of keyed actions.


wildcard_constraints:
    ep=r"[A-Za-z0-9_-]+",
    profile=r"[a-z0-9_-]+",
    key=r"[0-9a-f]{64}",
    stem=r"dialogue|music|effects|mix",
    number=r"[0-9]+",


def planned(wildcards):
    """Return the document of a keyed action."""
    return session.fanout.document(wildcards.key)


def made_before(wildcards):
    """Return the keyed files an action reads."""
    return session.fanout.parents(wildcards.key)


def subject(wildcards, output):
    """Return what a keyed action is for, for the job list.

    Episodes that share a key describe it differently, and which of them is asked first depends on the run. Snakemake
    ignores parameters that depend on the output when it looks for changes, so this one never causes a rerun.
    """
    return session.fanout.subject(wildcards.key)
