"""``reelmake cache`` on a rendered episode."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from reelmake.actions.cache_size import CacheSize, record_added
from support.world import World

FILM = "episodes/ep01/render.mp4"


def cache(world: World, *arguments: str, status: int = 0) -> dict[str, object]:
    command = [str(Path(sys.executable).with_name("reelmake")), "cache", *arguments, "--json"]
    done = subprocess.run(command, cwd=world.root, capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stderr
    loaded = json.loads(done.stdout) if done.stdout else {}
    assert isinstance(loaded, dict)
    return loaded


@pytest.mark.spec("E7")
def test_a_pinned_episode_survives_eviction_and_an_evicted_one_is_made_again(built: World) -> None:
    before = cache(built, "stats")
    objects, film = before["objects"], built.bytes_of(FILM)
    assert objects and before["cap"] == 100 << 30
    assert len(cache(built, "pin", "ep01")["keys"]) >= 10  # type: ignore[arg-type]
    assert cache(built, "gc", "--to-mib", "0", "--grace", "0")["removed"] == []
    assert cache(built, "stats")["objects"] == objects
    cache(built, "pin", "ep01", "--remove")
    assert cache(built, "gc", "--to-mib", "0", "--grace", "90000")["removed"] == [], "all of it was used today"
    would = cache(built, "gc", "--to-mib", "0", "--grace", "0", "--dry-run")["removed"]
    assert would == cache(built, "gc", "--to-mib", "0", "--grace", "0")["removed"]
    assert cache(built, "stats")["objects"] == 0
    shutil.rmtree(built.root / "build")
    shutil.rmtree(built.root / "episodes")
    built.build()
    assert built.bytes_of(FILM) == film


@pytest.mark.spec("E7")
def test_verifying_a_cache_fails_if_an_object_was_changed(built: World) -> None:
    assert cache(built, "verify")["damaged"] == []
    victim = next(iter(built.root.glob("cache/objects/*/*/object.mp4")))
    victim.chmod(0o644)
    victim.write_bytes(victim.read_bytes()[:-1])
    assert cache(built, "verify", status=3)["damaged"] == [victim.parent.name]
    assert cache(built, "verify")["damaged"] == []


def test_an_unknown_site_or_episode_is_an_error(built: World) -> None:
    cache(built, "stats", "--site", "site-x", status=2)
    cache(built, "pin", "ep77", status=4)


@pytest.mark.spec("E7")
def test_a_run_trims_the_cache_to_its_size_limit_when_it_ends(built: World) -> None:
    built.write("config/sites.yaml", "sites:\n  local: {}\n  site-a: {}\n  ci: {cache_gib: 1}\n")
    huge = built.root / "cache/objects/00" / ("0" * 64)
    huge.mkdir(parents=True)
    with (huge / "object.wav").open("wb") as handle:
        handle.truncate(2 << 30)
    os.utime(huge, (1, 1))
    record_added(built.root / "cache", CacheSize(2 << 30))
    built.replace("story/ep01.fountain", "Nobody came.", "Nobody called.")
    assert "1 objects, 2048 MiB, were removed from the cache" in built.build().output
    assert not huge.exists()
    assert cache(built, "verify")["damaged"] == []


@pytest.mark.spec("E7", "A1")
def test_an_ended_licence_is_flagged_and_a_future_end_is_recorded(built: World) -> None:
    for place, day, colour in (("kitchen", "2999-12-31", "red"), ("roof", "2001-01-01", "blue")):
        picture = built.root / f"assets/location/{place}.png"
        picture.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (640, 360), colour).save(picture)
        built.write(f"assets/location/{place}.png.licence.yaml", f"license_type: CC-BY-4.0\nexpires: {day}\n")
    built.build()
    flags = json.dumps(built.document("episodes/ep01/render_output.json")["flags"])
    assert "assets/location/roof.png is there but refused: its licence ended on 2001-01-01" in flags
    assert "kitchen" not in flags
    records = [json.loads(path.read_bytes()) for path in built.root.glob("cache/objects/*/*/record.json")]
    ends = {(record["artifact_kind"], record["licence_expires"]) for record in records}
    assert {("art", "2999-12-31"), ("clip", "2999-12-31"), ("mux", "2999-12-31")} <= ends
    assert ("clip", "") in ends, "the roof is drawn"
    assert "Nothing to be done" in built.build().output
