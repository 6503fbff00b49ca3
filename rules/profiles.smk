# An episode in any profile but the usual one, in a directory of its own: episodes/ep01/short/render.mp4


def film_in_profile(wildcards):
    """The keyed file that is the finished film in a profile."""
    return session.fanout.film(
        checkpoints.plan, wildcards.ep, wildcards.profile, dry_run=workflow.dryrun
    )


def notes_in_profile(wildcards):
    """What the delivery in a profile says beside the film, by content."""
    return session.fanout.notes(
        checkpoints.plan, wildcards.ep, wildcards.profile, dry_run=workflow.dryrun
    )


def plan_in_profile(wildcards):
    """The plan of a profile, as in deliver."""
    path = f"episodes/{wildcards.ep}/render_plan.{wildcards.profile}.json"
    anew = workflow.dryrun and session.fanout.delivers_anew(
        wildcards.ep, wildcards.profile
    )
    return path if anew else ancient(path)


use rule deliver as deliver_profile with:
    input:
        film=film_in_profile,
        plan=plan_in_profile,
        forgotten=lambda wildcards: forgotten(
            f"episodes/{wildcards.ep}/{wildcards.profile}/render.mp4"
        ),
    output:
        film="episodes/{ep}/{profile}/render.mp4",
        srt="episodes/{ep}/{profile}/captions.srt",
        vtt="episodes/{ep}/{profile}/captions.vtt",
        ass="episodes/{ep}/{profile}/captions.ass",
        ttml="episodes/{ep}/{profile}/captions.ttml",
        output="episodes/{ep}/{profile}/render_output.json",
    log:
        "logs/{ep}/deliver.{profile}.log",
    params:
        notes=notes_in_profile,
    message:
        "{wildcards.ep}: delivering the film in {wildcards.profile}"
