rule voice:
    """Have every line spoken once, and measure it."""
    input:
        script="episodes/{ep}/script.json",
        verdict="episodes/{ep}/canon_verdict.json",
        safety="episodes/{ep}/safety_verdict.json",
        canon=ancient(session.canon_file),
        project=ancient(session.project_file),
    output:
        "episodes/{ep}/voice.json",
    log:
        "logs/{ep}/voice.log",
    priority: 20
    resources:
        local_ai_queue=1,
    params:
        settings=lambda wildcards: session.settings_digest(),
        voices=lambda wildcards: session.voices_digest,
    message:
        "{wildcards.ep}: speaking the lines"
    script:
        "../scripts/voice.py"
