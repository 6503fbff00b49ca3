# One job per key. A keyed file's name is its content, so its time stamp says nothing, and the command never varies:
# what varies is in the key.
#
# Whatever becomes sound goes before pictures: three jobs of it follow one another, and would be waited for at the end.
# The stages go before both (priority 20): they are short, and the rest of an episode hangs on them.


rule art:
    """Draw a plate."""
    input:
        ancient(planned),
        made=made_before,
    output:
        "build/art/{key}.png",
    log:
        "logs/art/{key}.log",
    resources:
        cpu_queue=1,
    params:
        subject=subject,
    message:
        "art: {params.subject}"
    shell:
        "reelmake run-action {wildcards.key:q} {output:q} --log {log:q}"


rule still:
    """Take the last picture of a video, for a dissolve out of it."""
    input:
        ancient(planned),
        made=made_before,
    output:
        "build/still/{key}.png",
    log:
        "logs/still/{key}.log",
    resources:
        cpu_queue=1,
    params:
        subject=subject,
    message:
        "still: {params.subject}"
    shell:
        "reelmake run-action {wildcards.key:q} {output:q} --log {log:q}"


rule clip:
    """Film one shot."""
    input:
        ancient(planned),
        made=made_before,
    output:
        "build/clip/{key}.mp4",
    log:
        "logs/clip/{key}.log",
    resources:
        cpu_queue=1,
    params:
        subject=subject,
    message:
        "clip: {params.subject}"
    shell:
        "reelmake run-action {wildcards.key:q} {output:q} --log {log:q}"


rule music:
    """Play a cue of music."""
    input:
        ancient(planned),
        made=made_before,
    output:
        "build/music/{key}.wav",
    log:
        "logs/music/{key}.log",
    priority: 10
    resources:
        cpu_queue=1,
    params:
        subject=subject,
    message:
        "music: {params.subject}"
    shell:
        "reelmake run-action {wildcards.key:q} {output:q} --log {log:q}"


rule texture:
    """Make a noise or the air of a place."""
    input:
        ancient(planned),
        made=made_before,
    output:
        "build/texture/{key}.wav",
    log:
        "logs/texture/{key}.log",
    priority: 10
    resources:
        cpu_queue=1,
    params:
        subject=subject,
    message:
        "texture: {params.subject}"
    shell:
        "reelmake run-action {wildcards.key:q} {output:q} --log {log:q}"


rule gain:
    """Measure the sound in pieces and find its gain."""
    input:
        ancient(planned),
        made=made_before,
    output:
        "build/gain/{key}.json",
    log:
        "logs/gain/{key}.log",
    priority: 10
    resources:
        cpu_queue=1,
    params:
        subject=subject,
    message:
        "gain: {params.subject}"
    shell:
        "reelmake run-action {wildcards.key:q} {output:q} --log {log:q}"


rule stem:
    """Write a stem, or the mix, as it is in the film."""
    input:
        ancient(planned),
        made=made_before,
    output:
        "build/stem/{key}.wav",
    log:
        "logs/stem/{key}.log",
    resources:
        cpu_queue=1,
    params:
        subject=subject,
    message:
        "stem: {params.subject}"
    shell:
        "reelmake run-action {wildcards.key:q} {output:q} --log {log:q}"


rule sound:
    """Encode the sound in pieces and join them."""
    input:
        ancient(planned),
        made=made_before,
    output:
        "build/sound/{key}.m4a",
    log:
        "logs/sound/{key}.log",
    priority: 10
    resources:
        cpu_queue=1,
    params:
        subject=subject,
    message:
        "sound: {params.subject}"
    shell:
        "reelmake run-action {wildcards.key:q} {output:q} --log {log:q}"


rule mux:
    """Join clips, sound and captions without encoding again."""
    input:
        ancient(planned),
        made=made_before,
    output:
        "build/mux/{key}.mp4",
    log:
        "logs/mux/{key}.log",
    resources:
        cpu_queue=1,
    params:
        subject=subject,
    message:
        "mux: {params.subject}"
    shell:
        "reelmake run-action {wildcards.key:q} {output:q} --log {log:q}"
