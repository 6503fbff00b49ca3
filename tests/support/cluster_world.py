"""A scratch workspace whose jobs go to a Slurm cluster."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from reelmake.documents.project import SitesConfig
from reelmake.documents.yaml.files import load_yaml
from reelmake.operations.profiles import write_profiles
from support.slurm import Cluster, ClusterJob
from support.world import CHECKOUT, Build, World

FILM = "episodes/ep01/render.mp4"
SMALL = """Title: Small Hours

INT. KITCHEN - NIGHT

ADA
There were six cups.

BEN
There are five now.
"""
SITES = """
sites:
  local: {}
  ci: {}
  site-b: {executor: slurm, storage: cache-b}
  site-c: {executor: slurm, storage: cache-c}
"""


class ClusterWorld(World):
    """A workspace. ``site`` selects the profile of its builds, ``cluster`` the Slurm commands they find."""

    def __init__(self, root: Path, cluster: Cluster | None = None, site: str = "site-b", longest: int = 200) -> None:
        super().__init__(root)
        self.cluster, self.site, self.longest = cluster, site, longest
        self.write("story/ep01.fountain", SMALL)
        self.write("config/sites.yaml", SITES)
        write_profiles(load_yaml(SitesConfig, root / "config/sites.yaml"), root / "profiles")

    def command(self, *arguments: str) -> list[str]:
        """Return the command line of a build; it is killed if it hangs."""
        start = ["timeout", "-s", "KILL", str(self.longest), sys.executable, "-m", "snakemake"]
        place = ["--snakefile", str(CHECKOUT / "Snakefile"), "--directory", str(self.root)]
        return [*start, *place, "--profile", str(self.root / "profiles" / self.site), *arguments]

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment of a build."""
        return self.cluster.environment if self.cluster else {}

    def make(self, *arguments: str, check: bool = True) -> Build:
        """Build on the cluster."""
        return self.build(*arguments, check=check, environment=self.environment)

    def begin(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a build on the cluster and return at once."""
        return self.start(*arguments, environment=self.environment)

    def reelmake(self, *arguments: str) -> str:
        """Run a verb in this workspace."""
        done = subprocess.run(
            [str(Path(sys.executable).with_name("reelmake")), *arguments],
            cwd=self.root,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, **self.environment},
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def jobs_on_cluster(self) -> list[ClusterJob]:
        """Return the cluster jobs of this workspace's runs."""
        assert self.cluster
        names = {f"reelmake-{run}" for run in self.runs()}
        return [job for job in self.cluster.jobs() if job.name in names]

    def active(self, state: str = "RUNNING", partition: str = "cpu_queue") -> list[ClusterJob]:
        """Return the jobs of this workspace that are in a state, in one partition."""
        return [job for job in self.jobs_on_cluster() if job.state == state and job.partition == partition]

    def done_twice(self) -> list[str]:
        """Return the actions and stages that finished more than once."""
        counts: dict[str, int] = {}
        for run in self.runs():
            for job in self.jobs_of(run):
                if job["status"] == "done":
                    name = f"{job['stage']} {job['key'] or job['episode']}"
                    counts[name] = counts.get(name, 0) + 1
        return sorted(name for name, count in counts.items() if count > 1)

    def run_record(self) -> dict[str, str]:
        """Return the record of the last run."""
        loaded = json.loads(self.bytes_of(f"runs/{self.runs()[-1]}/run.json"))
        assert isinstance(loaded, dict)
        return loaded


def kill_leader(process: subprocess.Popen[bytes]) -> None:
    """``kill -9`` a build's Snakemake and the timeout around it; its cluster jobs keep running."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
