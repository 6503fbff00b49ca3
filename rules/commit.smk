rule commit:
    """Lock timing and ids, once a person approved them. Previews never ask for this; what is released does."""
    input:
        shotlist="episodes/{ep}/shotlist.json",
        shown=lambda wildcards: session.locked_with(wildcards.ep),
        project=ancient(session.project_file),
    output:
        "episodes/{ep}/timing_lock.json",
    log:
        "logs/{ep}/commit.log",
    resources:
        cpu_queue=1,
    params:
        settings=lambda wildcards: session.settings_digest(),
        approvals=lambda wildcards: session.approvals_digest(),
    message:
        "{wildcards.ep}: locking the timing"
    script:
        "../scripts/commit.py"
