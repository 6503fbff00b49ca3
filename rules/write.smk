rule write:
    """Write an episode that has a brief and no screenplay. The record keeps every version, and what was found in it."""
    input:
        brief=ancient("story/{ep}.brief.yaml"),
        canon=ancient(session.canon_file),
        project=ancient(session.project_file),
        past=lambda wildcards: session.past(wildcards.ep),
        earlier=lambda wildcards: session.scripts_before(wildcards.ep),
        records=lambda wildcards: session.records_before(wildcards.ep),
    output:
        pack="episodes/{ep}/context_pack.json",
        plan="episodes/{ep}/episode_plan.json",
        screenplay="episodes/{ep}/written.fountain",
        record="episodes/{ep}/writing_record.json",
    log:
        "logs/{ep}/write.log",
    priority: 20
    resources:
        local_ai_queue=1,
        # What a model in process takes; the grammar takes next to nothing.
        mem_mb=2000,
        runtime=30,
    params:
        settings=lambda wildcards: session.settings_digest(),
        story=lambda wildcards: session.story_digest(wildcards.ep),
    message:
        "{wildcards.ep}: writing the screenplay"
    script:
        "../scripts/write.py"
