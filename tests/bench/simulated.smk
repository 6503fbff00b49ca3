# The workflow as it is, on a site with many more cores than this machine has: its keyed jobs sleep as long as real ones
# take, and note when they began.


include: "../../Snakefile"


shell.prefix(
    "set -euo pipefail; python() {{ local began=$EPOCHREALTIME; "
    'case "$1" in */action.py) ;; *) command python "$@"; return;; esac; '
    'case "$3" in build/clip/*) sleep 4;; build/art/*) sleep 1;; *) sleep 0.5;; esac; '
    'echo "$2" > "$3"; echo "$2 $began $EPOCHREALTIME" >> build/simulated.txt; }}; '
)


rule arrival:
    """Nobody has asked for an episode before this moment. Waiting for that takes no slot of any queue."""
    output:
        "build/arrived/{ep}",
    priority: 100
    params:
        after=lambda wildcards: config["arrivals"].get(wildcards.ep, 0),
    shell:
        "sleep {params.after}; touch {output}"


if "arrivals" in config:
    workflow.get_rule("intake").set_input(
        arrived=lambda wildcards: f"build/arrived/{wildcards.ep}"
    )
