# From a script to shots with fixed timing.


rule voice:
    """Speak every line once, and measure its length."""
    input:
        **stage("voice").input,
    output:
        **stage("voice").output,
    log:
        stage("voice").log,
    priority: stage("voice").priority
    resources:
        **stage("voice").resources,
    params:
        **stage("voice").params,
    message:
        stage("voice").message
    shell:
        stage("voice").shell


rule shoot:
    """Break a script into shots."""
    input:
        **stage("shoot").input,
    output:
        **stage("shoot").output,
    log:
        stage("shoot").log,
    priority: stage("shoot").priority
    resources:
        **stage("shoot").resources,
    params:
        **stage("shoot").params,
    message:
        stage("shoot").message
    shell:
        stage("shoot").shell


rule commit:
    """Lock timing and ids, once a person has approved them. A release needs this; a preview does not."""
    input:
        **stage("commit").input,
    output:
        **stage("commit").output,
    log:
        stage("commit").log,
    priority: stage("commit").priority
    resources:
        **stage("commit").resources,
    params:
        **stage("commit").params,
    message:
        stage("commit").message
    shell:
        stage("commit").shell


rule manifest:
    """List what the shots need, whatever its source."""
    input:
        **stage("manifest").input,
    output:
        **stage("manifest").output,
    log:
        stage("manifest").log,
    priority: stage("manifest").priority
    resources:
        **stage("manifest").resources,
    params:
        **stage("manifest").params,
    message:
        stage("manifest").message
    shell:
        stage("manifest").shell
