"""Runs on a real Slurm: jobs in their partitions, the same bytes, and no finished work lost by any failure."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from support.cluster_world import FILM, SMALL, ClusterWorld, kill_leader
from support.processes import eventually
from support.slurm import Cluster

pytestmark = pytest.mark.timeout(450)
DELIVERED = (FILM, "episodes/ep01/render_output.json", "episodes/ep01/captions.srt")


def same_bytes(world: ClusterWorld, reference: ClusterWorld) -> None:
    for name in DELIVERED:
        assert world.bytes_of(name) == reference.bytes_of(name)


@pytest.mark.spec("O8", "O4", "E9", "E8")
def test_on_a_cluster_jobs_run_in_their_partitions_and_the_film_has_the_bytes_of_one_machine(
    world: ClusterWorld, reference: ClusterWorld
) -> None:
    world.make()
    same_bytes(world, reference)
    assert world.done_twice() == []
    jobs = world.jobs_of(world.runs()[-1])
    submitted = world.jobs_on_cluster()
    assert {job.state for job in submitted} == {"COMPLETED"}
    assert len(submitted) < len(jobs) - 5, "small jobs share a cluster job"
    nodes = {"cpu_queue": {"cpu1", "cpu2"}, "local_ai_queue": {"ai1"}, "media_queue": {"media1"}}
    for job in jobs:
        assert job["host"] in nodes[job["queue"]], job
        assert job["site_id"] == "site-b"
        assert job["attempt"] == 1
        assert job["started"] <= job["ended"]
        assert float(job["queue_wait_seconds"]) >= 0
    for cluster_job in submitted:
        assert cluster_job.node in nodes[cluster_job.partition]
    assert (world.root / "cache-b/objects").is_dir(), "results are in the site's cache"
    for record in world.root.glob("cache-b/objects/*/*/record.json"):
        stored = json.loads(record.read_bytes())
        assert (stored["site_id"], stored["host"] in nodes["cpu_queue"] | nodes["local_ai_queue"]) == ("site-b", True)
    for log in world.root.glob("logs/**/*.log"):
        lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines() if line.startswith("{")]
        assert {line["site_id"] for line in lines} <= {"site-b"}
    assert "Nothing to be done" in world.make().output


@pytest.mark.spec("E4", "O8")
def test_after_a_kill_the_next_run_cancels_old_jobs_and_gives_the_same_bytes(
    world: ClusterWorld, reference: ClusterWorld
) -> None:
    leader = world.begin()
    eventually(lambda: list(world.root.glob("build/art/*.png")))
    kill_leader(leader)
    left = [job.id for job in world.active()]
    world.make()
    same_bytes(world, reference)
    assert world.done_twice() == []
    states = {job.id: job.state for job in world.jobs_on_cluster()}
    assert all(states[job] in ("CANCELLED", "COMPLETED") for job in left)
    assert not world.active() + world.active("PENDING")


@pytest.mark.sweep
@pytest.mark.spec("O8", "E9")
def test_a_failed_gate_does_not_stop_the_other_episodes_of_a_season(
    world: ClusterWorld, reference: ClusterWorld
) -> None:
    world.write("story/ep02.fountain", SMALL.replace("BEN", "MALLORY"))
    world.write("story/ep03.fountain", SMALL.replace("five", "four"))
    build = world.make("season", check=False)
    assert build.status != 0
    same_bytes(world, reference)
    assert (world.root / "episodes/ep03/render.mp4").is_file()
    states = {row["episode"]: row["state"] for row in json.loads(world.reelmake("season", "--json"))["episodes"]}
    assert states == {"ep01": "done", "ep02": "failed", "ep03": "done"}
    world.replace("story/ep02.fountain", "MALLORY", "ADA")
    world.make("season")
    assert (world.root / "season/1").is_file()
    # The corrected episode ends as before, so the gate of the next one does not run again.
    assert [name for name in world.done_twice() if not name.endswith(" ep02")] == []


@pytest.mark.sweep
@pytest.mark.spec("E4", "O8")
def test_a_node_that_crashes_costs_only_the_work_it_was_doing(
    world: ClusterWorld, reference: ClusterWorld, cluster: Cluster
) -> None:
    leader = world.begin()
    eventually(lambda: list(world.root.glob("build/art/*.png")) and world.active())
    node = world.active()[0].node
    cluster.crash_node(node)
    cluster.run("scontrol", "update", f"nodename={node}", "state=down", "reason=test")
    try:
        assert leader.wait() == 0
    finally:
        cluster.start_node(node)
        cluster.run("scontrol", "update", f"nodename={node}", "state=resume", check=False)
        eventually(lambda: cluster.node_states().get(node) == "idle")
    same_bytes(world, reference)
    assert [name for name in world.done_twice() if name.split()[0] in ("art", "clip", "gain", "sound", "mux")] == []


@pytest.mark.sweep
@pytest.mark.spec("E4", "O8")
def test_a_drained_node_and_a_cancelled_job_only_move_the_work_elsewhere(
    world: ClusterWorld, reference: ClusterWorld, cluster: Cluster
) -> None:
    cluster.run("scontrol", "update", "nodename=cpu1", "state=drain", "reason=test")
    try:
        leader = world.begin()
        first = eventually(lambda: list(world.root.glob("build/art/*.png")) and world.active())[0]
        cluster.run("scancel", first.id)
        assert leader.wait() == 0
    finally:
        cluster.run("scontrol", "update", "nodename=cpu1", "state=resume")
    same_bytes(world, reference)
    assert {job.node for job in world.jobs_on_cluster() if job.partition == "cpu_queue" and job.node} == {"cpu2"}
    assert {job.state for job in world.jobs_on_cluster()} == {"COMPLETED", "CANCELLED"}
    attempts = {job["attempt"] for job in world.jobs_of(world.runs()[-1])}
    assert attempts == {1, 2}, "the cancelled job ran as a second attempt"
    assert world.done_twice() == []


@pytest.mark.sweep
@pytest.mark.spec("O4", "O8")
def test_two_sites_at_once_have_separate_caches_and_make_the_same_bytes(
    clusters: Callable[[str], Cluster], reference: ClusterWorld, tmp_path: Path
) -> None:
    worlds = [
        ClusterWorld(tmp_path / "b", clusters("siteb"), "site-b"),
        ClusterWorld(tmp_path / "c", clusters("sitec"), "site-c"),
    ]
    running = [world.begin() for world in worlds]
    assert [leader.wait() for leader in running] == [0, 0]
    for world, letter in zip(worlds, "bc", strict=True):
        same_bytes(world, reference)
        assert [path.name for path in world.root.glob("cache*")] == [f"cache-{letter}"]
        assert {job["site_id"] for job in world.jobs_of(world.runs()[-1])} == {f"site-{letter}"}
        assert {job.state for job in world.jobs_on_cluster()} == {"COMPLETED"}


@pytest.mark.sweep
@pytest.mark.spec("O8")
def test_cancel_ends_the_cluster_jobs_of_a_run_and_the_same_command_continues_it(
    world: ClusterWorld, reference: ClusterWorld
) -> None:
    leader = world.begin()
    eventually(lambda: list(world.root.glob("build/art/*.png")) and world.active())
    run = world.runs()[-1]
    assert json.loads(world.reelmake("cancel", run, "--json"))["cancelled"]
    assert leader.wait() != 0
    assert not world.active() + world.active("PENDING")
    world.make()
    same_bytes(world, reference)
    assert world.done_twice() == []


@pytest.mark.sweep
@pytest.mark.spec("E4", "O8")
def test_an_unreachable_controller_delays_a_run_and_does_not_end_it(
    world: ClusterWorld, reference: ClusterWorld, cluster: Cluster
) -> None:
    leader = world.begin()
    eventually(lambda: list(world.root.glob("build/art/*.png")) and world.active())
    cluster.stop_controller()
    time.sleep(12)
    cluster.start_controller()
    eventually(cluster.node_states)
    assert leader.wait() == 0
    same_bytes(world, reference)
    assert os.listdir(world.root / "runs") == world.runs()  # noqa: PTH208 one run, and no other
    assert world.done_twice() == []
