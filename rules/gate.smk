rule gate:
    """Judge a script against the canon and what stood at the end of the episode before. The verdict is kept whatever it says; a FAIL stops the voice, and so the film."""
    input:
        script="episodes/{ep}/script.json",
        canon=ancient(session.canon_file),
        past=begins_with,
        forgotten=lambda wildcards: forgotten(
            f"episodes/{wildcards.ep}/canon_verdict.json"
        ),
    output:
        verdict="episodes/{ep}/canon_verdict.json",
        world="episodes/{ep}/world_state.json",
        continuity="episodes/{ep}/continuity_report.json",
    log:
        "logs/{ep}/gate.log",
    priority: 20
    resources:
        cpu_queue=1,
    params:
        settings=lambda wildcards: session.settings_digest(),
        begins=lambda wildcards: session.foreseen(wildcards.ep),
    message:
        "{wildcards.ep}: asking the canon"
    script:
        "../scripts/gate.py"
