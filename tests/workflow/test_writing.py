"""A season written from briefs, in real runs without a model, a network or a voice."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from support.world import SCREENPLAY, World

BRIEF = """
title: {title}
logline: {title}, and nobody says so.
cast: [ada, ben]
tone: [{tone}]
seconds: 15
beats:
  - what: {what}
    where: {where}
    when: NIGHT
    fact: {fact}
"""
SEASON = {
    "ep01": BRIEF.format(
        title="Five Cups", tone="wry", what="Ada asks Ben.", where="kitchen", fact="I broke it in June."
    ),
    "ep02": BRIEF.format(
        title="The Hatch", tone="tense", what="Ben hides a key from Ada.", where="roof", fact="It opens nothing now."
    ),
    "ep03": BRIEF.format(
        title="Tuesday", tone="tender", what="Ada waits for Ben.", where="kitchen", fact="They are not coming back."
    ),
}


@pytest.fixture
def briefs(world: World) -> World:
    (world.root / "story/ep01.fountain").unlink()
    for episode, brief in SEASON.items():
        world.write(f"story/{episode}.brief.yaml", brief)
    return world


@pytest.mark.slow
@pytest.mark.spec("S2", "S3", "C2")
def test_a_season_of_briefs_is_written_passes_the_gate_and_is_rendered(briefs: World) -> None:
    films = [f"episodes/{episode}/render.mp4" for episode in SEASON]
    dry_run = briefs.build("--dry-run", *films)
    assert "ep03: writing the screenplay" in dry_run.output
    briefs.build(*films)
    lines: list[str] = []
    for episode, film in zip(SEASON, films, strict=True):
        assert briefs.bytes_of(film)
        assert briefs.document(f"episodes/{episode}/canon_verdict.json")["verdict"] == "PASS"
        record = briefs.document(f"episodes/{episode}/writing_record.json")
        assert (record["writer"], record["fallback"]) == ("grammar", "")
        written = briefs.bytes_of(f"episodes/{episode}/written.fountain").decode()
        body = (line for line in written.split("\n")[3:] if not line.startswith((">", "=", "INT.", "EXT.")))
        lines += [line for line in body if len(line.split()) > 2]
    assert len(lines) == len(set(lines))
    assert "Nothing to be done" in briefs.build(*films).output
    # A changed brief is written again, and the episodes before it stay as they are.
    first = briefs.bytes_of("episodes/ep01/written.fountain")
    briefs.replace("story/ep03.brief.yaml", "not coming back", "on the stairs")
    briefs.build(*films)
    assert "write" in briefs.jobs_run()
    assert b"on the stairs" in briefs.bytes_of("episodes/ep03/written.fountain")
    assert briefs.bytes_of("episodes/ep01/written.fountain") == first
    # A film says so if its script was not written by the configured writer.
    assert "written by" not in str(briefs.document("episodes/ep01/render_output.json")["flags"])
    config = 'writing: {writer: model, url: "http://127.0.0.1:9/v1", model: tiny}\n'
    briefs.replace("config/project.yaml", "series:", f"{config}series:")
    briefs.build(films[0])
    assert briefs.bytes_of("episodes/ep01/written.fountain") == first
    (flag, *_) = briefs.document("episodes/ep01/render_output.json")["flags"]
    assert flag.startswith("written by the grammar, for model:tiny: the model's server does not answer")
    assert "ep01: not written as asked: model:tiny" in reelmake(briefs, "status").stdout


def reelmake(world: World, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from reelmake.cli.main import main; main()", *arguments]
    done = subprocess.run(command, cwd=world.root, env=dict(os.environ), capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    return done


@pytest.mark.spec("S2")
def test_write_puts_a_screenplay_into_story_and_from_then_on_it_is_filmed(briefs: World) -> None:
    target = "episodes/ep01/script.json"
    briefs.build(target)
    assert "write" in " ".join(briefs.jobs_run())
    printed = reelmake(briefs, "write", "ep01", "--print").stdout
    assert printed.encode() == briefs.bytes_of("episodes/ep01/written.fountain")
    assert reelmake(briefs, "write", "ep01", "--refresh").returncode == 0
    assert "take: 2" in (briefs.root / "story/ep01.brief.yaml").read_text(encoding="utf-8")
    second_take = reelmake(briefs, "write", "ep01", "--print").stdout
    assert second_take != printed
    assert reelmake(briefs, "write", "ep01").returncode == 0
    assert briefs.bytes_of("story/ep01.fountain").decode() == second_take
    briefs.replace("story/ep01.fountain", "I broke it in June", "I broke it in May")
    briefs.build(target)
    assert "write" not in " ".join(briefs.jobs_run())
    assert "in May" in briefs.bytes_of(target).decode()
    again = reelmake(briefs, "write", "ep01")
    assert again.returncode == 5
    assert "which takes precedence over its brief" in again.stderr
    assert reelmake(briefs, "write", "ep09").returncode == 4


@pytest.mark.spec("S2")
def test_an_unknown_name_in_a_brief_is_an_error_with_its_line(briefs: World) -> None:
    briefs.replace("story/ep01.brief.yaml", "where: kitchen", "where: kitchn")
    build = briefs.build("episodes/ep01/script.json", check=False)
    assert build.status != 0
    assert 'story/ep01.brief.yaml:9:12 beats.0.where: the canon has no location "kitchn"' in build.output
    assert "Traceback" not in build.output
    assert reelmake(briefs, "write", "ep01").returncode == 2
    briefs.write("story/ep01.brief.yaml", SEASON["ep01"].replace("logline", "login"))
    assert "story/ep01.brief.yaml:3:1" in reelmake(briefs, "write", "ep01").stderr


@pytest.mark.spec("S2")
def test_status_shows_where_the_versions_of_a_failed_episode_are(briefs: World) -> None:
    nowhere = SEASON["ep01"].replace("    where: kitchen\n", "") + "must_not: [kitchen, roof]\n"
    briefs.write("story/ep01.brief.yaml", nowhere)
    failed = briefs.build("episodes/ep01/script.json", check=False)
    assert failed.status != 0
    assert "episodes/ep01/blocked.fountain" in failed.output
    assert b"= Ada asks Ben." in briefs.bytes_of("episodes/ep01/blocked.fountain")
    status = reelmake(briefs, "status").stdout
    assert "ep01: not written; of " in status
    assert "the script contains" in status
    briefs.write("story/ep01.brief.yaml", SEASON["ep01"])
    assert reelmake(briefs, "write", "ep01", "--print").returncode == 0
    assert not (briefs.root / "episodes/ep01/blocked.fountain").exists()
    assert "not written" not in reelmake(briefs, "status").stdout


@pytest.mark.spec("G4")
def test_an_external_writer_waits_for_an_approval_and_does_not_stop_other_episodes(briefs: World) -> None:
    config = 'writing: {writer: model, url: "https://models.example.com/v1", model: large}\n'
    briefs.replace("config/project.yaml", "series:", f"{config}series:")
    (briefs.root / "story/ep02.brief.yaml").unlink()
    briefs.write("story/ep02.fountain", SCREENPLAY)
    build = briefs.build("episodes/ep01/script.json", "episodes/ep02/script.json", check=False)
    assert build.status == 75
    assert "reelmake approve ep01 external_spend" in build.output
    assert (briefs.root / "episodes/ep02/script.json").is_file()
    assert b"models.example.com" in briefs.bytes_of("episodes/ep01/spend_estimate.json")
    briefs.replace("config/project.yaml", "writer: model", "writer: grammar")
    briefs.build("episodes/ep01/script.json")
    assert not (briefs.root / "episodes/ep01/spend_estimate.json").exists()
