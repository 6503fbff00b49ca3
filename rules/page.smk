rule page:
    """Put a page beside a delivered film, that plays it and says what each shot is made from."""
    input:
        film="episodes/{ep}/render.mp4",
        output="episodes/{ep}/render_output.json",
        plan=f"episodes/{{ep}}/render_plan.{session.default_profile}.json",
        shotlist="episodes/{ep}/shotlist.json",
        manifest="episodes/{ep}/asset_manifest.json",
        project=ancient(session.project_file),
    output:
        "episodes/{ep}/index.html",
    log:
        "logs/{ep}/page.log",
    resources:
        cpu_queue=1,
    params:
        settings=lambda wildcards: session.settings_digest(),
        beside=lambda wildcards: session.files_beside(wildcards.ep),
    message:
        "{wildcards.ep}: laying out the page"
    script:
        "../scripts/page.py"
