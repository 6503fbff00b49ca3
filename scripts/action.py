"""Make or fetch the result of a planned action: the command of every keyed rule."""

from reelmake.episode.job_commands import main

if __name__ == "__main__":
    main("action")
