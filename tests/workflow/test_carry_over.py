"""What an edit of one episode costs later ones: their gates depend on the content of the world they start from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reelmake.actions.store import Store
from reelmake.documents.plan import RenderPlan
from reelmake.documents.verdict import CanonVerdict
from reelmake.provenance.ledger import Ledger
from reelmake.provenance.lineage import Lineage
from support.world import World

STAGES = {"intake", "gate", "safety", "voice", "shoot", "manifest", "plan"}
JUDGED_AGAIN = STAGES - {"intake", "safety"}
FILMS = [f"episodes/{episode}/render.mp4" for episode in ("ep01", "ep02", "ep03")]
SHORT = """Title: {title}

INT. KITCHEN - NIGHT

{speaker}
{words}
"""
BRIEF = """
title: The Hatch
logline: A hatch, and nobody says so.
cast: [ada, ben]
tone: [tense]
seconds: 15
beats:
  - what: Ben hides a key from Ada.
    where: roof
    when: NIGHT
    fact: It opens nothing now.
"""
DOCUMENTS = (
    "script.json",
    "canon_verdict.json",
    "world_state.json",
    "continuity_report.json",
    "voice.json",
    "shotlist.json",
    "asset_manifest.json",
    "render_plan.preview_local.json",
    "render_output.json",
)


@pytest.fixture
def three(world: World) -> World:
    """Three short episodes, built. Their films differ in length, so they share no sound."""
    for name, speaker, words in (
        ("ep01", "ADA", "There were six cups."),
        ("ep02", "BEN", "Five cups."),
        ("ep03", "ADA", "Four."),
    ):
        world.write(f"story/{name}.fountain", SHORT.format(title=name, speaker=speaker, words=words))
    world.build(*FILMS)
    return world


def stages_of(world: World) -> dict[str, set[str]]:
    """Return the stages that the last run ran for each episode."""
    found: dict[str, set[str]] = {}
    for job in world.jobs_of(world.runs()[-1]):
        if job["stage"] in STAGES:
            found.setdefault(job["episode"], set()).add(job["stage"])
    return found


def documents(world: World) -> dict[str, bytes]:
    """Return the bytes of all documents of the three episodes."""
    names = [f"episodes/{episode}/{name}" for episode in ("ep01", "ep02", "ep03") for name in DOCUMENTS]
    return {name: world.bytes_of(name) for name in names}


def plan_of(world: World, episode: str) -> RenderPlan:
    """Return an episode's plan."""
    return RenderPlan.load(world.root / f"episodes/{episode}/render_plan.preview_local.json")


def build_as_dry_run_says(world: World, *targets: str) -> None:
    """Build, and require that exactly the jobs run that a dry run has named."""
    named = world.build("-n", *targets).messages
    assert named == world.build(*targets).messages
    assert named
    assert "Nothing to be done" in world.build(*targets).output


@pytest.mark.spec("E2", "E3")
def test_an_edit_that_does_not_change_the_world_runs_no_stage_of_a_later_episode(three: World, tmp_path: Path) -> None:
    three.replace("story/ep01.fountain", "six cups.", "nine cups, I think.")
    build_as_dry_run_says(three, *FILMS)
    assert stages_of(three) == {"ep01": STAGES}
    # Two at once: neither gate may read what the other is about to replace.
    three.replace("story/ep01.fountain", "nine cups, I think.", "ten cups or eleven, I think.")
    three.replace("story/ep02.fountain", "Five cups.", "Nine cups, and a half.")
    build_as_dry_run_says(three, *FILMS)
    assert stages_of(three) == {"ep01": STAGES, "ep02": STAGES}
    fresh = three.copy(tmp_path / "fresh")
    fresh.build(*FILMS)
    assert documents(three) == documents(fresh)


@pytest.mark.spec("E2", "E3", "C2", "C3")
def test_an_edit_that_changes_the_world_runs_every_later_gate_and_gives_the_bytes_of_a_fresh_workspace(
    three: World, tmp_path: Path
) -> None:
    three.replace("story/ep01.fountain", "six cups.", "six cups. [[canon: thread cups: who took them]]")
    build_as_dry_run_says(three, *FILMS)
    assert stages_of(three) == {"ep01": STAGES, "ep02": JUDGED_AGAIN, "ep03": JUDGED_AGAIN}
    assert three.document("episodes/ep03/continuity_report.json")["threads_in"] == ["cups"]
    fresh = three.copy(tmp_path / "fresh")
    fresh.build(*FILMS)
    assert documents(three) == documents(fresh)

    three.write("story/ep02.fountain", SHORT.format(title="ep02", speaker="BEN", words="Five. [[canon: ADA dies]]"))
    build = three.build(*FILMS, "--keep-going", check=False)
    assert build.status != 0
    assert "story/ep03.fountain:5: ADA is dead and speaks" in build.output
    assert "ep01" not in stages_of(three)
    assert three.document("episodes/ep03/canon_verdict.json")["verdict"] == "FAIL"


@pytest.mark.spec("E3")
def test_after_an_episode_written_from_a_brief_each_gate_waits_for_the_previous_gate(three: World) -> None:
    (three.root / "story/ep02.fountain").unlink()
    three.write("story/ep02.brief.yaml", BRIEF)
    three.build(*FILMS)
    assert {"ep02", "ep03"} <= set(stages_of(three))
    assert "Nothing to be done" in three.build(*FILMS).output


@pytest.mark.spec("E1")
def test_the_starting_world_of_an_episode_is_an_ancestor_of_its_verdict(three: World) -> None:
    verdict = three.document("episodes/ep03/canon_verdict.json")
    parents = verdict["parents"]
    assert isinstance(parents, list)
    (past,) = (parent["digest"] for parent in parents if parent["role"] == "past")
    records = list((three.root / "registry/records").glob(f"*/{past}.*.json"))
    made_from = json.loads(records[0].read_bytes())["parents"]
    script = three.document("episodes/ep02/world_state.json")["parents"]
    assert made_from == script
    assert (three.root / f"registry/versions/{past[:2]}/{past}.json").is_file()


@pytest.mark.spec("E1", "E2")
def test_one_episode_can_be_built_alone_and_reuses_what_it_shares_with_another(world: World) -> None:
    for name, number in (("ep01", "six"), ("ep02", "ten")):
        words = f"There were {number} cups."
        world.write(f"story/{name}.fountain", SHORT.format(title=name, speaker="ADA", words=words))
    world.build(FILMS[1])
    assert not (world.root / "episodes/ep01").exists()
    verdict = CanonVerdict.load(world.root / "episodes/ep02/canon_verdict.json")
    (past,) = (parent.digest for parent in verdict.parents if parent.role == "past")
    lineage = Lineage(Ledger(world.root / "registry"), Store(world.root / "cache"))
    assert [ancestor.role for ancestor in lineage.of(past).parents] == []
    world.build(FILMS[0])
    assert [ancestor.role for ancestor in lineage.of(past).parents] == ["script", "canon"]
    first, second = (plan_of(world, name).actions for name in ("ep01", "ep02"))
    assert {first[key].kind for key in first.keys() & second.keys()} >= {"art", "texture"}
    for name, number in (("ep01", "six"), ("ep02", "ten")):
        world.replace(f"story/{name}.fountain", f"{number} cups", f"{number} mugs")
        world.build(f"episodes/{name}/render.mp4")
        did = {job["stage"] for job in world.jobs_of(world.runs()[-1])}
        assert {"clip", "mux"} <= did
        assert did.isdisjoint({"music", "texture", "gain", "sound"})
