from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from support.cluster_world import ClusterWorld
from support.slurm import Cluster, why_unavailable


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip the tests marked ``sweep`` without ``--full-sweep``: they take long."""
    if not config.getoption("--full-sweep"):
        for item in items:
            if item.get_closest_marker("sweep"):
                item.add_marker(pytest.mark.skip(reason="it takes long: pytest tests/cluster --full-sweep"))


@pytest.fixture(scope="session")
def clusters() -> Iterator[Callable[[str], Cluster]]:
    """Return a function that gives a cluster by name; each is started on first use and stopped at the end."""
    reason = why_unavailable()
    if reason:
        pytest.skip(f"no Slurm here: {reason}")
    started: dict[str, Cluster] = {}

    def cluster(name: str) -> Cluster:
        if name not in started:
            started[name] = Cluster(name)
            started[name].start()
        return started[name]

    yield cluster
    for each in started.values():
        each.stop()


@pytest.fixture
def cluster(clusters: Callable[[str], Cluster]) -> Cluster:
    """A cluster with all its nodes up."""
    return clusters("siteb")


@pytest.fixture
def world(cluster: Cluster, tmp_path: Path) -> ClusterWorld:
    """An unbuilt workspace whose jobs go to the cluster."""
    return ClusterWorld(tmp_path / "world", cluster)


@pytest.fixture(scope="session")
def reference(tmp_path_factory: pytest.TempPathFactory) -> ClusterWorld:
    """A workspace with the same episode, rendered on this machine without a cluster."""
    world = ClusterWorld(tmp_path_factory.mktemp("reference") / "world", site="ci")
    world.make()
    return world
