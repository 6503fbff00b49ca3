"""The fault in Snakemake's scheduler that we work around, and the workaround (docs/adr/031)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SNAKEFILE = """
if config.get("mended"):
    from reelmake.snakefile.scheduler import mend_scheduler
    mend_scheduler()

rule all:
    input: expand("out/{number}", number=range(6))

rule one:
    output: "out/{number}"
    shell: "sleep 0.1; touch {output}"
"""
COUNTING = """
import sys, threading
Timer = threading.Timer
most = 0

class Counted(Timer):
    def start(self):
        global most
        super().start()
        most = max(most, sum(isinstance(thread, Timer) for thread in threading.enumerate()))

threading.Timer = Counted
from snakemake.cli import main
try:
    main(sys.argv[1:])
except SystemExit as end:
    print("status", end.code)
print("timers", most)
"""


def run(root: Path, *arguments: str) -> list[str]:
    """Run six short jobs; return how it ended, and how many timers were alive at the same time at most."""
    (root / "Snakefile").write_text(SNAKEFILE)
    command = [sys.executable, "-c", COUNTING, "--directory", str(root), "--snakefile", str(root / "Snakefile")]
    command += ["--scheduler", "greedy", "--quiet", "all", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert len(list((root / "out").iterdir())) == 6, done.stderr
    return [line for line in done.stdout.splitlines() if line.startswith(("status", "timers"))]


def test_snakemake_still_starts_a_timer_for_every_round(tmp_path: Path) -> None:
    """When this fails, Snakemake is mended: remove src/reelmake/snakefile/scheduler.py, its call and its tests."""
    _status, timers = run(tmp_path, "--cores", "1")
    assert int(timers.split()[1]) > 1


def test_with_the_workaround_there_is_one_timer(tmp_path: Path) -> None:
    assert run(tmp_path, "--cores", "1", "--config", "mended=1") == ["status 0", "timers 1"]


def test_with_the_workaround_a_limit_of_jobs_in_a_time_still_lets_all_of_them_run(tmp_path: Path) -> None:
    limited = ("--cores", "6", "--max-jobs-per-timespan", "2/1s", "--config", "mended=1")
    assert run(tmp_path, *limited) == ["status 0", "timers 1"]
