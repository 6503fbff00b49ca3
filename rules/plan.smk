# From needs to actions: the jobs of rules/actions.smk follow from the plan.


rule library:
    """Index assets/: usable files with their licences, refused ones with reasons."""
    input:
        **stage("library").input,
    output:
        **stage("library").output,
    log:
        stage("library").log,
    priority: stage("library").priority
    resources:
        **stage("library").resources,
    params:
        **stage("library").params,
    message:
        stage("library").message
    shell:
        stage("library").shell


checkpoint plan:
    """Choose a source for every need, and plan every action with its key."""
    input:
        **stage("plan").input,
    output:
        **stage("plan").output,
    log:
        stage("plan").log,
    priority: stage("plan").priority
    resources:
        **stage("plan").resources,
    params:
        **stage("plan").params,
    message:
        stage("plan").message
    shell:
        stage("plan").shell
