# All episodes of a season.


localrules:
    season,
    season_list,


rule season:
    """Every season. An episode that fails does not stop the others."""
    input:
        expand("season/{number}", number=session.workspace.seasons()),


rule season_list:
    """Make every film of one season, and list them with their digests."""
    input:
        **stage("season_list").input,
    output:
        **stage("season_list").output,
    log:
        stage("season_list").log,
    priority: stage("season_list").priority
    resources:
        **stage("season_list").resources,
    params:
        **stage("season_list").params,
    message:
        stage("season_list").message
    shell:
        stage("season_list").shell
