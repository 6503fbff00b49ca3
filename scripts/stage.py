"""Run one stage of the table in src/reelmake/episode/stages.py: the command of every stage's rule."""

from reelmake.episode.job_commands import main

if __name__ == "__main__":
    main("stage")
