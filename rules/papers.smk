# What an editor expects beside the film. Nothing here is made unless it is asked for. Each rule asks the checkpoint for
# the film it belongs to, by its key: that is what makes it follow a new plan, and only a new one. The delivered file is
# no input: it is delivered again for a comment in the script, and papers would follow it.


def shown(wildcards):
    """What papers show of the shots, by content."""
    return session.fanout.shown(
        checkpoints.plan,
        wildcards.ep,
        session.default_profile,
        dry_run=workflow.dryrun,
    )


rule timeline:
    """Write the timeline for every editing program, with the media it names beside it."""
    input:
        made=film,
        plan=delivered_plan,
        shotlist=ancient("episodes/{ep}/shotlist.json"),
    output:
        otio="episodes/{ep}/papers/timeline.otio",
        edl="episodes/{ep}/papers/timeline.edl",
        xml="episodes/{ep}/papers/timeline.xml",
        fcpxml="episodes/{ep}/papers/timeline.fcpxml",
        losses="episodes/{ep}/papers/loss_report.json",
        media=directory("episodes/{ep}/papers/media"),
    log:
        "logs/{ep}/timeline.log",
    resources:
        cpu_queue=1,
    params:
        notes=notes,
        shown=shown,
        settings=lambda wildcards: session.settings_digest(),
    message:
        "{wildcards.ep}: writing the timeline"
    script:
        "../scripts/timeline.py"


rule storyboard:
    """Set the storyboard."""
    input:
        made=film,
        plan=delivered_plan,
        shotlist=ancient("episodes/{ep}/shotlist.json"),
        voice=ancient("episodes/{ep}/voice.json"),
        project=ancient(session.project_file),
    output:
        "episodes/{ep}/papers/storyboard.pdf",
    log:
        "logs/{ep}/storyboard.log",
    resources:
        cpu_queue=1,
    params:
        notes=notes,
        shown=shown,
        settings=lambda wildcards: session.settings_digest(),
    message:
        "{wildcards.ep}: setting the storyboard"
    script:
        "../scripts/storyboard.py"


rule contact_sheet:
    """Set every shot's picture on one sheet."""
    input:
        made=film,
        plan=delivered_plan,
        shotlist=ancient("episodes/{ep}/shotlist.json"),
        voice=ancient("episodes/{ep}/voice.json"),
        project=ancient(session.project_file),
    output:
        "episodes/{ep}/papers/contact_sheet.png",
    log:
        "logs/{ep}/contact_sheet.log",
    resources:
        cpu_queue=1,
    params:
        notes=notes,
        shown=shown,
        settings=lambda wildcards: session.settings_digest(),
    message:
        "{wildcards.ep}: setting the contact sheet"
    script:
        "../scripts/contact_sheet.py"


rule review:
    """Make the version people talk about: slate, two-pop, names and timecodes in the corners."""
    input:
        made=film,
        plan=delivered_plan,
        shotlist=ancient("episodes/{ep}/shotlist.json"),
        project=ancient(session.project_file),
    output:
        "episodes/{ep}/review.mp4",
    log:
        "logs/{ep}/review.log",
    resources:
        cpu_queue=1,
    params:
        notes=notes,
        shown=shown,
        settings=lambda wildcards: session.settings_digest(),
    message:
        "{wildcards.ep}: making the review version"
    script:
        "../scripts/review.py"


rule mezzanine:
    """Encode the finished film for editing."""
    input:
        made=film,
        plan=delivered_plan,
    output:
        "episodes/{ep}/mezzanine.{codec}.mov",
    log:
        "logs/{ep}/mezzanine.{codec}.log",
    wildcard_constraints:
        codec="prores|dnxhr",
    resources:
        cpu_queue=1,
    params:
        notes=notes,
        settings=lambda wildcards: session.settings_digest(),
    message:
        "{wildcards.ep}: encoding the {wildcards.codec} mezzanine"
    script:
        "../scripts/mezzanine.py"


rule papers:
    """Every paper of an episode, and the list of them. Mezzanines are large and asked for by name."""
    input:
        otio="episodes/{ep}/papers/timeline.otio",
        edl="episodes/{ep}/papers/timeline.edl",
        xml="episodes/{ep}/papers/timeline.xml",
        fcpxml="episodes/{ep}/papers/timeline.fcpxml",
        losses="episodes/{ep}/papers/loss_report.json",
        storyboard="episodes/{ep}/papers/storyboard.pdf",
        contact_sheet="episodes/{ep}/papers/contact_sheet.png",
        review="episodes/{ep}/review.mp4",
        made=film,
        shotlist=ancient("episodes/{ep}/shotlist.json"),
    output:
        "episodes/{ep}/papers/papers.json",
    log:
        "logs/{ep}/papers.log",
    resources:
        cpu_queue=1,
    message:
        "{wildcards.ep}: listing the papers"
    script:
        "../scripts/papers.py"
