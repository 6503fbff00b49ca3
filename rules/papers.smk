# What an editor expects besides the film, on request only. Each rule asks the checkpoint for the key of its film, so it
# runs again for a new plan and only then. The delivered film is not an input, because it is delivered again even for a
# changed comment in the script, and every paper would be made again with it.


rule timeline:
    """Write the timeline for every editing program, with its media."""
    input:
        **stage("timeline").input,
    output:
        **stage("timeline").output,
    log:
        stage("timeline").log,
    priority: stage("timeline").priority
    resources:
        **stage("timeline").resources,
    params:
        **stage("timeline").params,
    message:
        stage("timeline").message
    shell:
        stage("timeline").shell


rule storyboard:
    """Typeset the storyboard."""
    input:
        **stage("storyboard").input,
    output:
        **stage("storyboard").output,
    log:
        stage("storyboard").log,
    priority: stage("storyboard").priority
    resources:
        **stage("storyboard").resources,
    params:
        **stage("storyboard").params,
    message:
        stage("storyboard").message
    shell:
        stage("storyboard").shell


rule contact_sheet:
    """Put a picture of every shot on one sheet."""
    input:
        **stage("contact_sheet").input,
    output:
        **stage("contact_sheet").output,
    log:
        stage("contact_sheet").log,
    priority: stage("contact_sheet").priority
    resources:
        **stage("contact_sheet").resources,
    params:
        **stage("contact_sheet").params,
    message:
        stage("contact_sheet").message
    shell:
        stage("contact_sheet").shell


rule review:
    """Make the review version: slate, two-pop, names and timecodes in the corners."""
    input:
        **stage("review").input,
    output:
        **stage("review").output,
    log:
        stage("review").log,
    priority: stage("review").priority
    resources:
        **stage("review").resources,
    params:
        **stage("review").params,
    message:
        stage("review").message
    shell:
        stage("review").shell


rule mezzanine:
    """Encode the finished film for editing."""
    input:
        **stage("mezzanine").input,
    output:
        **stage("mezzanine").output,
    log:
        stage("mezzanine").log,
    wildcard_constraints:
        codec="prores|dnxhr",
    priority: stage("mezzanine").priority
    resources:
        **stage("mezzanine").resources,
    params:
        **stage("mezzanine").params,
    message:
        stage("mezzanine").message
    shell:
        stage("mezzanine").shell


rule papers:
    """Make every paper of an episode, and list them. Mezzanines are large, so they are made only by name."""
    input:
        **stage("papers").input,
    output:
        **stage("papers").output,
    log:
        stage("papers").log,
    priority: stage("papers").priority
    resources:
        **stage("papers").resources,
    params:
        **stage("papers").params,
    message:
        stage("papers").message
    shell:
        stage("papers").shell
