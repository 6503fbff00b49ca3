def film(wildcards):
    """The keyed file that is the finished film; asking the checkpoint is what gives early cut-off."""
    return session.fanout.film(
        checkpoints.plan,
        wildcards.ep,
        session.default_profile,
        dry_run=workflow.dryrun,
    )


def notes(wildcards):
    """What the delivery says beside the film, by content."""
    return session.fanout.notes(
        checkpoints.plan,
        wildcards.ep,
        session.default_profile,
        dry_run=workflow.dryrun,
    )


def delivered_plan(wildcards):
    """The plan. What it says anew is in the notes; a dry run, which masks those, is told here that there is some."""
    path = f"episodes/{wildcards.ep}/render_plan.{session.default_profile}.json"
    anew = workflow.dryrun and session.fanout.delivers_anew(
        wildcards.ep, session.default_profile
    )
    return path if anew else ancient(path)


DELIVERED = (
    "render.mp4",
    "captions.srt",
    "captions.vtt",
    "captions.ass",
    "captions.ttml",
    "render_output.json",
    "run_summary.json",
)


rule deliver:
    """Put the finished film and its captions where people look for them."""
    input:
        film=film,
        plan=delivered_plan,
        forgotten=lambda wildcards: forgotten(
            *(f"episodes/{wildcards.ep}/{name}" for name in DELIVERED)
        ),
    output:
        film="episodes/{ep}/render.mp4",
        srt="episodes/{ep}/captions.srt",
        vtt="episodes/{ep}/captions.vtt",
        ass="episodes/{ep}/captions.ass",
        ttml="episodes/{ep}/captions.ttml",
        output="episodes/{ep}/render_output.json",
        summary="episodes/{ep}/run_summary.json",
    log:
        "logs/{ep}/deliver.log",
    resources:
        cpu_queue=1,
    params:
        notes=notes,
    message:
        "{wildcards.ep}: delivering the film"
    script:
        "../scripts/deliver.py"
