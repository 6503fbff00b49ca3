"""Run a planned action: the command of every rule in rules/actions.smk."""

from reelmake.episode.job_commands import main

if __name__ == "__main__":
    main("action")
