rule library:
    """Look through assets/: what is usable, with its licence, and what is refused."""
    input:
        forgotten=lambda wildcards: forgotten("build/library.json"),
    output:
        "build/library.json",
    log:
        "logs/library.log",
    priority: 20
    resources:
        media_queue=1,
    params:
        assets=lambda wildcards: session.assets_digest(),
    message:
        "library: looking through assets/"
    script:
        "../scripts/library.py"
