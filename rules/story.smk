# From a brief or a screenplay to a script that keeps to the canon.


rule write:
    """Write an episode that has a brief and no screenplay."""
    input:
        **stage("write").input,
    output:
        **stage("write").output,
    log:
        stage("write").log,
    priority: stage("write").priority
    resources:
        **stage("write").resources,
    params:
        **stage("write").params,
    message:
        stage("write").message
    shell:
        stage("write").shell


rule intake:
    """Parse a screenplay into a script; every line is placed or listed as unplaced."""
    input:
        **stage("intake").input,
    output:
        **stage("intake").output,
    log:
        stage("intake").log,
    priority: stage("intake").priority
    resources:
        **stage("intake").resources,
    params:
        **stage("intake").params,
    message:
        stage("intake").message
    shell:
        stage("intake").shell


rule gate:
    """Judge a script against the canon. The verdict is always written; on FAIL nothing is spoken."""
    input:
        **stage("gate").input,
    output:
        **stage("gate").output,
    log:
        stage("gate").log,
    priority: stage("gate").priority
    resources:
        **stage("gate").resources,
    params:
        **stage("gate").params,
    message:
        stage("gate").message
    shell:
        stage("gate").shell


rule safety:
    """Check for content that must not be filmed. On FAIL nothing is spoken."""
    input:
        **stage("safety").input,
    output:
        **stage("safety").output,
    log:
        stage("safety").log,
    priority: stage("safety").priority
    resources:
        **stage("safety").resources,
    params:
        **stage("safety").params,
    message:
        stage("safety").message
    shell:
        stage("safety").shell
