localrules:
    season,
    season_list,


rule season:
    """Every season. An episode that fails stops none of the others."""
    input:
        expand("season/{number}", number=session.workspace.seasons()),


rule season_list:
    """Every film of one season, and a list of them by content."""
    input:
        films=lambda wildcards: expand(
            "episodes/{ep}/render.mp4",
            ep=session.workspace.seasons()[wildcards.number],
        ),
    output:
        "season/{number}",
    log:
        "logs/season/{number}.log",
    wildcard_constraints:
        number="[0-9]+",
    resources:
        cpu_queue=1,
    params:
        episodes=lambda wildcards: session.workspace.seasons()[wildcards.number],
    message:
        "season {wildcards.number}: complete"
    script:
        "../scripts/season.py"
