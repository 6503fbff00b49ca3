# Copies of finished results in episodes/.


rule deliver:
    """Deliver the film and its captions."""
    input:
        **stage("deliver").input,
    output:
        **stage("deliver").output,
    log:
        stage("deliver").log,
    priority: stage("deliver").priority
    resources:
        **stage("deliver").resources,
    params:
        **stage("deliver").params,
    message:
        stage("deliver").message
    shell:
        stage("deliver").shell


rule deliver_profile:
    """Deliver the film in another profile: episodes/ep01/short/render.mp4"""
    input:
        **stage("deliver_profile").input,
    output:
        **stage("deliver_profile").output,
    log:
        stage("deliver_profile").log,
    priority: stage("deliver_profile").priority
    resources:
        **stage("deliver_profile").resources,
    params:
        **stage("deliver_profile").params,
    message:
        stage("deliver_profile").message
    shell:
        stage("deliver_profile").shell


rule stems:
    """Deliver a stem of the sound, on request: the film does not need it."""
    input:
        **stage("stems").input,
    output:
        **stage("stems").output,
    log:
        stage("stems").log,
    priority: stage("stems").priority
    resources:
        **stage("stems").resources,
    params:
        **stage("stems").params,
    message:
        stage("stems").message
    shell:
        stage("stems").shell


rule page:
    """Make a page that plays a delivered film and shows what each shot is made from."""
    input:
        **stage("page").input,
    output:
        **stage("page").output,
    log:
        stage("page").log,
    priority: stage("page").priority
    resources:
        **stage("page").resources,
    params:
        **stage("page").params,
    message:
        stage("page").message
    shell:
        stage("page").shell
