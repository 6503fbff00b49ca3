rule safety:
    """Look for content that must not be filmed. The verdict is kept whatever it says; a FAIL stops the voice."""
    input:
        script="episodes/{ep}/script.json",
        canon=ancient(session.canon_file),
        project=ancient(session.project_file),
    output:
        "episodes/{ep}/safety_verdict.json",
    log:
        "logs/{ep}/safety.log",
    priority: 20
    resources:
        cpu_queue=1,
    params:
        settings=lambda wildcards: session.settings_digest(),
    message:
        "{wildcards.ep}: looking for unsafe content"
    script:
        "../scripts/safety.py"
