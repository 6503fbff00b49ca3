checkpoint plan:
    """Resolve every need and name every action by its key. All that fans out, fans out from here."""
    input:
        shotlist="episodes/{ep}/shotlist.json",
        manifest="episodes/{ep}/asset_manifest.json",
        voice="episodes/{ep}/voice.json",
        library="build/library.json",
        record=lambda wildcards: session.own_record(wildcards.ep),
        canon=ancient(session.canon_file),
        project=ancient(session.project_file),
    output:
        "episodes/{ep}/render_plan.{profile}.json",
    log:
        "logs/{ep}/plan.{profile}.log",
    priority: 20
    resources:
        cpu_queue=1,
    params:
        settings=lambda wildcards: session.settings_digest(),
    message:
        "{wildcards.ep}: planning the {wildcards.profile} render"
    script:
        "../scripts/plan.py"
