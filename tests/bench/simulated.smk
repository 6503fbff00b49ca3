# The workflow as it is, on a site with many more cores than this machine has: its keyed jobs sleep as long as real ones
# take, and note when they began.

include: "../../Snakefile"


shell.prefix(
    "set -euo pipefail; reelmake() {{ local began=$EPOCHREALTIME; "
    'case "$3" in build/clip/*) sleep 4;; build/art/*) sleep 1;; *) sleep 0.5;; esac; '
    'echo "$2" > "$3"; echo "$2 $began $EPOCHREALTIME" >> build/simulated.txt; }}; '
)
