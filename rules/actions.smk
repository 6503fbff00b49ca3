# One job for each key. A file's name contains its key, so inputs are ancient: their time stamps mean nothing. The command
# is always the same, because everything that can differ is in the key.
#
# Sound goes before pictures (priority 10): its jobs form a chain that would otherwise be the last to finish.
# Stages go before both (priority 20): they are short, and the rest of an episode depends on them.


rule art:
    """Draw a plate."""
    input:
        ancient(action_document),
        made=results_read,
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
        'python "$REELMAKE_SCRIPTS/action.py" {wildcards.key:q} {output:q} --log {log:q}'


# Extract the last picture of a video, for a dissolve out of it.
use rule art as still with:
    output:
        "build/still/{key}.png",
    log:
        "logs/still/{key}.log",
    message:
        "still: {params.subject}"


# Encode one shot.
use rule art as clip with:
    output:
        "build/clip/{key}.mp4",
    log:
        "logs/clip/{key}.log",
    message:
        "clip: {params.subject}"


# Compose a cue of music.
use rule art as music with:
    output:
        "build/music/{key}.wav",
    log:
        "logs/music/{key}.log",
    priority: 10
    message:
        "music: {params.subject}"


# Make a sound effect or a room tone.
use rule art as texture with:
    output:
        "build/texture/{key}.wav",
    log:
        "logs/texture/{key}.log",
    priority: 10
    message:
        "texture: {params.subject}"


# Measure the sound in pieces and find its gain.
use rule art as gain with:
    output:
        "build/gain/{key}.json",
    log:
        "logs/gain/{key}.log",
    priority: 10
    message:
        "gain: {params.subject}"


# Write a stem, or the mix, as it is in the film.
use rule art as stem with:
    output:
        "build/stem/{key}.wav",
    log:
        "logs/stem/{key}.log",
    message:
        "stem: {params.subject}"


# Encode the sound in pieces and join them.
use rule art as sound with:
    output:
        "build/sound/{key}.m4a",
    log:
        "logs/sound/{key}.log",
    priority: 10
    message:
        "sound: {params.subject}"


# Join clips, sound and captions without encoding again.
use rule art as mux with:
    output:
        "build/mux/{key}.mp4",
    log:
        "logs/mux/{key}.log",
    message:
        "mux: {params.subject}"
