"""A site served by an executor plugin that is not ours: Snakemake's cluster-generic, which submits to a real Slurm."""

from __future__ import annotations

from pathlib import Path

import pytest

from reelmake.documents.project import SitesConfig
from reelmake.documents.yaml.files import load_yaml
from reelmake.operations.profiles import write_profiles
from support.cluster_world import FILM, ClusterWorld
from support.slurm import Cluster

pytestmark = pytest.mark.timeout(900)
SITES = """
sites:
  local: {}
  ci: {}
  generic:
    executor: cluster-generic
    storage: cache-generic
    jobs: 6
    settings:
      submit-cmd: sbatch --parsable --partition cpu_queue --output /dev/null
      cancel-cmd: scancel
"""


@pytest.mark.spec("O8", "O4")
def test_an_episode_by_cluster_generic_has_the_bytes_of_one_machine(
    cluster: Cluster, reference: ClusterWorld, tmp_path: Path
) -> None:
    world = ClusterWorld(tmp_path / "world", cluster, site="generic", longest=400)
    world.write("config/sites.yaml", SITES)
    write_profiles(load_yaml(SitesConfig, world.root / "config/sites.yaml"), world.root / "profiles")
    world.make()
    for name in (FILM, "episodes/ep01/render_output.json", "episodes/ep01/captions.srt"):
        assert world.bytes_of(name) == reference.bytes_of(name)
    jobs = world.jobs_of(world.runs()[-1])
    assert {job["site_id"] for job in jobs} == {"generic"}
    assert {job["host"] for job in jobs} <= {"cpu1", "cpu2"}
    assert "Nothing to be done" in world.make().output
