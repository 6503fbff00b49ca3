# What all rules share: the format of wildcards, and the input functions of rules/actions.smk.


wildcard_constraints:
    ep=r"[A-Za-z0-9_-]+",
    profile=r"[a-z0-9_-]+",
    key=r"[0-9a-f]{64}",
    stem=r"dialogue|music|effects|mix",
    number=r"[0-9]+",


def action_document(wildcards):
    """Return the document of an action."""
    return session.fanout.document(wildcards.key)


def results_read(wildcards):
    """Return the results of other actions that an action reads."""
    return session.fanout.parents(wildcards.key)


def subject(wildcards, output):
    """Return what an action is for, to print it in the list of jobs.

    Episodes that share an action describe it differently, so the text depends on which one is planned first. That never
    causes a rerun: Snakemake does not compare parameters whose function takes the output.
    """
    return session.fanout.subject(wildcards.key)
