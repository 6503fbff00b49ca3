"""The verbs of the command line, run as separate processes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from support.verbs import reelmake
from support.world import CHECKOUT, World


def read_json(world: World, *arguments: str) -> Any:
    return json.loads(reelmake(world, *arguments, "--json"))


@pytest.mark.spec("E3")
def test_plan_lists_exactly_what_a_run_then_makes_and_why(built: World) -> None:
    assert read_json(built, "plan", "ep01")["tasks"] == []
    built.replace("story/ep01.fountain", "There are five now.", "There are nine now.")
    planned = read_json(built, "plan", "ep01")
    assert all(task["why"] for task in planned["tasks"])
    built.build()
    ran = [job for job in built.jobs_of(built.runs()[-1]) if job["key"]]
    assert sorted(task["key"] for task in planned["tasks"]) == sorted(job["key"] for job in ran)


def test_plan_works_before_anything_is_built_and_writes_nothing_of_the_episode(world: World) -> None:
    planned = read_json(world, "plan", "ep01")
    heard = {"music", "texture", "gain", "sound"}
    assert {task["kind"] for task in planned["tasks"]} == {"art", "clip", "mux"} | heard
    assert not (world.root / "episodes").exists()


def test_explain_names_the_field_that_changed(built: World) -> None:
    assert read_json(built, "explain", "ep01") == []
    built.replace("config/project.yaml", "crf: 35", "crf: 36")
    changes = read_json(built, "explain", "ep01")
    clips = [change for change in changes if change["kind"] == "clip"]
    assert clips
    for change in clips:
        (difference,) = change["differences"]
        assert difference["field"].startswith("pipeline[1].argv")
        assert (difference["before"], difference["after"]) == ("35", "36")


def test_explain_compares_the_last_two_plans_after_a_run(built: World) -> None:
    built.replace("story/ep01.fountain", "Somebody did.", "Somebody did, once.")
    built.build()
    changed = {change["kind"] for change in read_json(built, "explain", "ep01", "--previous")}
    assert changed - {"stem"} == {"clip", "music", "gain", "sound", "mux"}, "the line became longer"


@pytest.mark.spec("E6")
def test_lineage_reaches_from_the_film_to_the_tools_and_from_documents_to_the_screenplay(built: World) -> None:
    film = read_json(built, "lineage", "episodes/ep01/render.mp4")
    kinds: set[str] = set()

    def walk(node: dict[str, Any]) -> None:
        if node["record"]:
            kinds.add(node["record"]["artifact_kind"])
        for parent in node["parents"]:
            walk(parent)

    walk(film)
    assert {"clip", "art", "gain", "packets", "sound"} <= kinds
    plan = read_json(built, "lineage", "episodes/ep01/render_plan.preview_local.json", "--depth", "0")
    roles = json.dumps(plan)
    assert '"role": "screenplay"' in roles
    reelmake(built, "lineage", "story/ep01.fountain", status=4)


def test_verify_finds_nothing_in_a_fresh_render_and_every_damaged_file_later(built: World) -> None:
    assert read_json(built, "verify", "ep01")["problems"] == []
    film = built.root / "episodes/ep01/render.mp4"
    film.write_bytes(film.read_bytes()[:-1] + b"x")
    clip = next((built.root / "build/clip").iterdir())
    clip.write_bytes(b"short")
    output = reelmake(built, "verify", "ep01", status=3)
    assert "episodes/ep01/render.mp4" in output
    assert clip.name[:12] in output
    assert "2 of" in output


def test_status_shows_how_far_each_episode_is_built(built: World) -> None:
    built.write("story/ep02.fountain", "INT. KITCHEN - DAY\n\nNothing.\n")
    first, second = read_json(built, "status")
    assert (first["built"], first["gate"], second["built"]) == ("film", "PASS", "nothing yet")


@pytest.mark.spec("F1")
def test_locked_numbers_survive_an_insertion(built: World) -> None:
    def ids() -> list[str]:
        built.build("episodes/ep01/shotlist.json")
        return [shot["id"] for shot in built.document("episodes/ep01/shotlist.json")["shots"]]  # type: ignore[union-attr]

    before = ids()
    reelmake(built, "number", "ep01")
    built.replace("story/ep01.fountain", "EXT. ROOF - DAY", "INT. KITCHEN - LATER\n\nThe tap drips.\n\nEXT. ROOF - DAY")
    built.replace("story/ep01.fountain", "ADA\nSomebody", "Ada points.\n\nADA\nSomebody")
    after = ids()
    assert set(before) <= set(after)
    scenes = {shot.rpartition("-")[0] for shot in after}
    assert "1A" in scenes
    reelmake(built, "number", "ep01", "--unlock")
    assert not (built.root / "story/ep01.numbers.yaml").exists()


def test_a_new_workspace_can_be_rendered(tmp_path: Path) -> None:
    world = World.__new__(World)
    world.root = tmp_path
    reelmake(world, "new", "orchard", "--title", 'The "Orchard": {{ 7 * 7 }}')
    world.root = tmp_path / "orchard"
    project = world.root / "config/project.yaml"
    text = project.read_text(encoding="utf-8")
    assert "{{ 7 * 7 }}" in text
    command = [
        sys.executable,
        "-m",
        "snakemake",
        "--profile",
        str(CHECKOUT / "profiles/site-a"),
        "episodes/ep01/render.mp4",
    ]
    done = subprocess.run(command, cwd=world.root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    assert (world.root / "episodes/ep01/render.mp4").stat().st_size > 10_000
    output = reelmake(world, "new", ".", status=5)
    assert "not empty" in output


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (("plan", "ep09"), 4, "story/ep09.fountain"),
        (("plan", "../etc"), 2, "allowed"),
        (("lineage", "nothing.mp4"), 4, "no such file"),
        (("verify", "ep01"), 4, "render it first"),
        (("canon", "check", "ep7"), 4, "no screenplay"),
        (("papers", "ep01", "reviw"), 4, "did you mean"),
    ],
)
def test_mistakes_give_an_error_with_a_remedy_and_a_status(
    world: World, arguments: tuple[str, ...], status: int, says: str
) -> None:
    assert says in reelmake(world, *arguments, status=status)


def test_outside_a_workspace_verbs_say_how_to_create_one(tmp_path: Path) -> None:
    world = World.__new__(World)
    world.root = tmp_path
    for verb in ("status", "plan"):
        output = reelmake(world, verb, *(["ep01"] if verb == "plan" else []), status=4)
        assert "reelmake new" in output


def test_help_loads_no_heavy_library() -> None:
    code = "import sys\nsys.argv=['reelmake','--help']\nfrom reelmake.cli.main import main\n"
    code += "try: main()\nexcept SystemExit: pass\n"
    code += "print('HEAVY', sorted({'pydantic','numpy','PIL','rich','snakemake','jinja2'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "HEAVY []" in done.stdout


def test_a_film_rebuilt_without_a_cache_has_the_same_bytes(built: World) -> None:
    film = built.bytes_of("episodes/ep01/render.mp4")
    for part in ("cache", "build", "episodes"):
        shutil.rmtree(built.root / part)
    built.build(environment={**os.environ})
    assert built.bytes_of("episodes/ep01/render.mp4") == film
