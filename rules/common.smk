# What every rule shares: the shape of names, and how long an input's time stamp matters (never).


wildcard_constraints:
    ep=r"[A-Za-z0-9_-]+",
    profile=r"[a-z0-9_-]+",
    key=r"[0-9a-f]{64}",
    stem=r"dialogue|music|effects|mix",


def planned(wildcards):
    """The document of a keyed action."""
    return session.fanout.document(wildcards.key)


def made_before(wildcards):
    """The keyed files an action reads."""
    return session.fanout.parents(wildcards.key)


def subject(wildcards, output):
    """What a keyed action is for, for the job list.

    Episodes that share a key call it differently, and which of them is asked first depends on the run. Snakemake
    forgets parameters that follow from the output, so this one never makes anything again.
    """
    return session.fanout.subject(wildcards.key)


def forgotten(made, *beside):
    """A file newer than all others, if Snakemake has no memory of how ``made`` came about, and nothing otherwise.

    Only the remembered parameters say that a stage is out of date. Where they are lost, or where a file ``beside`` it
    is missing or was not made with it, the stage runs once more.
    """
    if not os.path.exists(made):
        return []
    known = (workflow.persistence.metadata(IOFile(path)) for path in (made, *beside))
    whole = all(os.path.exists(path) for path in beside)
    return [] if whole and None not in known else [session.newest_file()]


def told(wildcards):
    """The screenplay of an episode: what people wrote, or what is written from their brief."""
    path = session.told(wildcards.ep)
    return ancient(path) if path.startswith("story/") else path


def begins_with(wildcards):
    """The world an episode begins with: as foreseen, or what the gate of the episode before will write."""
    foreseen = session.foreseen(wildcards.ep)
    return [ancient(foreseen)] if foreseen else session.past(wildcards.ep)
