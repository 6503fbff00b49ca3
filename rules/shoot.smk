rule shoot:
    """Break a script into shots and lock their timing."""
    input:
        script="episodes/{ep}/script.json",
        voice="episodes/{ep}/voice.json",
        project=ancient(session.project_file),
    output:
        "episodes/{ep}/shotlist.json",
    log:
        "logs/{ep}/shoot.log",
    priority: 20
    resources:
        cpu_queue=1,
    params:
        settings=lambda wildcards: session.settings_digest(),
        story=lambda wildcards: session.story_digest(wildcards.ep),
    message:
        "{wildcards.ep}: breaking the script into shots"
    script:
        "../scripts/shoot.py"
