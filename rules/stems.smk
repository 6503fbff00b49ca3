def stem_file(wildcards):
    """The keyed file that is a stem."""
    return session.fanout.stem(
        checkpoints.plan,
        wildcards.ep,
        session.default_profile,
        wildcards.stem,
        dry_run=workflow.dryrun,
    )


rule stems:
    """Put a stem of the sound where people look for it. Made on request: the film does not need it."""
    input:
        stem_file,
    output:
        "episodes/{ep}/stems/{stem}.wav",
    log:
        "logs/{ep}/stem.{stem}.log",
    resources:
        cpu_queue=1,
    message:
        "{wildcards.ep}: delivering the {wildcards.stem} stem"
    script:
        "../scripts/stems.py"
