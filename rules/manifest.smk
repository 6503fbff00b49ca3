rule manifest:
    """Write down what the shots need, and no word on where it comes from."""
    input:
        shotlist="episodes/{ep}/shotlist.json",
        voice="episodes/{ep}/voice.json",
    output:
        "episodes/{ep}/asset_manifest.json",
    log:
        "logs/{ep}/manifest.log",
    priority: 20
    resources:
        cpu_queue=1,
    message:
        "{wildcards.ep}: listing what the shots need"
    script:
        "../scripts/manifest.py"
