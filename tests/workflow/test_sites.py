"""The sites of a series: separate caches, artifacts that are copied only on command, shared records."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from support.world import World

SITES = "sites:\n  local: {}\n  ci: {storage: cache-ci}\n  site-c: {executor: slurm, storage: cache-c}\n"
FILM = "episodes/ep01/render.mp4"


def reelmake(world: World, *arguments: str, status: int = 0) -> dict[str, object]:
    command = [str(Path(sys.executable).with_name("reelmake")), *arguments, "--json"]
    done = subprocess.run(command, cwd=world.root, capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stderr
    assert "Traceback" not in done.stderr
    loaded = json.loads(done.stdout) if done.stdout else {}
    assert isinstance(loaded, dict)
    return loaded


@pytest.mark.spec("O4", "E8")
def test_a_film_is_promoted_to_another_site_and_sites_exchange_records(world: World, tmp_path: Path) -> None:
    world.write("config/sites.yaml", SITES)
    world.build()
    assert not (world.root / "cache").exists(), "the site's own cache was used"
    jobs = world.jobs_of(world.runs()[-1])
    assert {job["site_id"] for job in jobs} == {"ci"}
    assert all(job["host"] and job["started"] <= job["ended"] and job["attempt"] == 1 for job in jobs)
    run = json.loads(world.bytes_of(f"runs/{world.runs()[-1]}/run.json"))
    assert run["site_id"] == "ci"
    logs = [line for log in world.root.glob("logs/**/*.log") for line in log.read_text(encoding="utf-8").splitlines()]
    assert {json.loads(line)["site_id"] for line in logs if line.startswith("{")} == {"ci"}
    assert {json.loads(p.read_bytes())["site_id"] for p in world.root.glob("registry/records/*/*.json")} == {"ci"}

    done = reelmake(world, "promote", "ep01", "--from", "ci", "--to", "site-c")
    key = done["brought"][0]  # type: ignore[index]
    copied = world.root / "cache-c/objects" / key[:2] / key / "object.mp4"
    assert copied.read_bytes() == world.bytes_of(FILM)
    assert reelmake(world, "promote", FILM, "--from", "ci", "--to", "site-c")["brought"] == []
    promoted = [json.loads(path.read_bytes()) for path in world.root.glob("registry/records/*/*.json")]
    assert [(r["site_id"], r["key"]) for r in promoted if r["status"] == "promoted"] == [("site-c", key)]
    everything = reelmake(world, "promote", "ep01", "--from", "ci", "--to", "site-c", "--with-parts")
    assert everything["there"] == [key]
    reelmake(world, "promote", "ep01", "--to", "nowhere", status=2)
    reelmake(world, "promote", "ep01", "--from", "ci", "--to", "ci", status=5)
    reelmake(world, "promote", "episodes/ep01/captions.srt", "--to", "site-c", status=4)

    share = tmp_path / "share"
    reelmake(world, "sites", "sync-records", str(share), status=4)
    share.mkdir()
    first = reelmake(world, "sites", "sync-records", str(share))
    assert first["sent"] and not first["received"]
    again = reelmake(world, "sites", "sync-records", str(share))
    assert (again["sent"], again["received"], again["gathered"]) == (0, 0, 0)
    other = World(tmp_path / "other")
    got = reelmake(other, "sites", "sync-records", str(share))
    assert got["received"] == first["sent"]
    other.write("config/sites.yaml", SITES.replace("ci: {storage: cache-ci}", "ci: {}\n  site-d: {storage: cache-d}"))
    output = other.build("episodes/ep01/render.mp4", "--config", "site=site-d").output
    assert "the cache of site-d is empty" in output and "may be at ci" in output
    assert "reelmake promote EPISODE --from ci --to site-d" in output
    other.replace("story/ep01.fountain", "There were six of them.", "There were ten of them.")
    assert "is empty" not in other.build("episodes/ep01/render.mp4", "--config", "site=site-d").output
