rule intake:
    """Read a screenplay into a script, every line accounted for."""
    input:
        screenplay=told,
        canon=ancient(session.canon_file),
        project=ancient(session.project_file),
        forgotten=lambda wildcards: forgotten(f"episodes/{wildcards.ep}/script.json"),
    output:
        "episodes/{ep}/script.json",
    log:
        "logs/{ep}/intake.log",
    priority: 20
    resources:
        cpu_queue=1,
    params:
        settings=lambda wildcards: session.settings_digest(),
        story=lambda wildcards: session.story_digest(wildcards.ep),
    message:
        "{wildcards.ep}: reading the screenplay"
    script:
        "../scripts/intake.py"
