"""Approvals and safety in real runs: previews never wait, and an episode that waits does not block the others."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from support.verbs import reelmake
from support.world import World

FILM, LOCK = "episodes/ep01/render.mp4", "episodes/ep01/timing_lock.json"


@pytest.fixture
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Mapping[str, str]:
    """An environment with signing keys for this test only."""
    monkeypatch.setenv("REELMAKE_KEYS", str(tmp_path / "keys"))
    return {"REELMAKE_KEYS": str(tmp_path / "keys")}


def read_json(world: World, *arguments: str) -> Any:
    return json.loads(reelmake(world, *arguments, "--json"))


@pytest.mark.spec("G4")
def test_a_preview_never_waits_and_waiting_has_an_exit_status_of_its_own(world: World, keys: Mapping[str, str]) -> None:
    world.write("story/ep02.fountain", "INT. KITCHEN - DAY\n\nADA\nNobody came.\n")
    build = world.build(FILM, LOCK, "episodes/ep02/render.mp4", check=False)
    assert build.status == 75, build.output[-3000:]
    assert "WAITING: episode ep01, shotlist_timing_lock" in build.output
    assert "Traceback" not in build.output
    assert (world.root / FILM).is_file(), "the preview was made"
    assert (world.root / "episodes/ep02/render.mp4").is_file(), "and so was the other episode"
    assert not (world.root / LOCK).exists()
    summary = world.document("episodes/ep01/run_summary.json")
    assert (summary["status"], summary["failures"]) == ("waiting", 0)

    assert "reelmake approve ep01" in reelmake(world, "commit", "ep01", status=75)
    reelmake(world, "approve", "ep01", "shotlist-timing-lock", "--by", "ada", "--note", "good")
    world.build(LOCK)
    lock, shots = world.document(LOCK), world.document("episodes/ep01/shotlist.json")
    assert lock["timing_lock_hash"] == shots["timing_lock_hash"]
    states = {one["checkpoint"]: one for one in read_json(world, "approvals", "list", "ep01")}
    assert states["shotlist_timing_lock"]["state"] == "approved"
    assert lock["approval"]
    assert states["shotlist_timing_lock"]["decision"]["note"] == "good"
    assert world.build(LOCK).messages == []

    world.replace("story/ep01.fountain", "There are five now.", "There are nine of them now, I think.")
    again = world.build(FILM, LOCK, check=False)
    assert again.status == 75
    assert "changed since" in again.output
    assert not (world.root / LOCK).exists(), "an invalid lock is not left behind"


@pytest.mark.spec("G4")
def test_every_verb_reports_a_tampered_record_and_nothing_is_locked(built: World, keys: Mapping[str, str]) -> None:
    reelmake(built, "approve", "ep01", "shotlist_timing_lock", "--by", "ada")
    reelmake(built, "reject", "ep01", "shotlist_timing_lock", "--by", "ada", "--note", "no")
    verified = read_json(built, "approvals", "verify")
    assert (verified["decisions"], verified["canon_entries"]) == (2, 0)
    assert "ada rejected this" in reelmake(built, "commit", "ep01", status=6)
    record = built.root / "approvals/approvals.jsonl"
    lines = record.read_bytes().splitlines(keepends=True)
    record.write_bytes(lines[1])
    assert "broken" in reelmake(built, "approvals", "verify", status=3)
    assert "broken" in reelmake(built, "commit", "ep01", status=3)
    assert built.build(LOCK, check=False).status == 1, "a broken record is a failure, not waiting"


@pytest.mark.spec("G4")
def test_locking_waits_for_the_approval_of_characters_if_the_project_requires_it(
    built: World, keys: Mapping[str, str]
) -> None:
    built.replace("config/project.yaml", "series:", "human_checkpoints: {approve_character_packs: true}\nseries:")
    reelmake(built, "approve", "ep01", "shotlist_timing_lock", "--by", "ada")
    assert "ep01, character_packs" in reelmake(built, "commit", "ep01", status=75)
    reelmake(built, "approve", "ep01", "character_packs", "--by", "ada")
    reelmake(built, "commit", "ep01")
    assert (built.root / LOCK).is_file()


def test_mistakes_about_a_checkpoint_are_clear_errors(built: World, keys: Mapping[str, str]) -> None:
    assert "allowed: canon_diff" in reelmake(built, "approve", "ep01", "timing", status=2)
    assert "nothing to look at" in reelmake(built, "approve", "ep01", "external_spend", status=4)
    output = reelmake(built, "approve", "ep01", "canon_diff", "--shown", "beef", status=5)
    assert "and you looked at" in output
    shown = read_json(built, "approvals", "show", "ep01", "canon_diff")["shown"]
    reelmake(built, "approve", "ep01", "canon_diff", "--shown", shown[:12])


@pytest.mark.spec("Q2")
def test_unsafe_content_gets_a_verdict_and_no_film_unless_the_project_only_warns(world: World) -> None:
    world.replace("story/ep01.fountain", "Nobody came.", "Refugees are vermin.")
    build = world.build(check=False)
    assert build.status == 1
    assert "story/ep01.fountain:18: hate" in build.output
    assert "Traceback" not in build.output
    assert not (world.root / FILM).exists()
    verdict = world.document("episodes/ep01/safety_verdict.json")
    assert (verdict["verdict"], verdict["stops_film"]) == ("FAIL", True)
    assert "hate" in reelmake(world, "plan", "ep01", status=3)

    world.replace("config/project.yaml", "fps: 24", "fps: 24\nsafety: {policy: warn_only}")
    world.build()
    assert (world.root / FILM).is_file()
    assert world.document("episodes/ep01/safety_verdict.json")["publishable"] is False
    assert "may not be published" in reelmake(world, "safety", "check", "ep01", status=3)


@pytest.mark.spec("S5")
def test_skills_are_listed_and_report_on_an_episode(built: World) -> None:
    assert len(read_json(built, "skills", "list")) >= 7
    report = read_json(built, "skills", "run", "audience", "ep01")
    assert report["verdict"] == "PASS"
    kept = built.document("episodes/ep01/skills/audience.json")
    assert kept == report
    assert [parent["role"] for parent in report["parents"]] == ["script", "canon", "shotlist"]
    assert len(read_json(built, "skills", "run", "all", "ep01")) >= 7
    assert "did you mean" in reelmake(built, "skills", "run", "audiense", "ep01", status=4)
