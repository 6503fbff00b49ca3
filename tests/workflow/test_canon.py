"""The canon across episodes, in real runs."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from support.world import World

EP02 = "episodes/ep02/render.mp4"
NEXT = """Title: After

INT. KITCHEN - {time}

BEN
Who is there?
"""


@pytest.mark.spec("C2", "C3")
def test_a_character_who_died_in_the_previous_episode_may_speak_only_in_a_flashback(world: World) -> None:
    world.replace("story/ep01.fountain", "Ben looks at the street.", "Ben falls. [[canon: BEN dies]]\n\n!Nobody moves.")
    world.replace("story/ep01.fountain", "BEN\nNobody came.\n\n", "")
    world.replace("story/ep01.fountain", "Nobody moves.", "Nobody moves. [[canon: thread street: who was there]]")
    world.write("story/ep02.fountain", NEXT.format(time="NIGHT"))
    build = world.build(EP02, check=False)
    assert build.status != 0
    assert "INVARIANT_VIOLATION" in build.output
    assert "story/ep02.fountain:5: BEN is dead and speaks" in build.output
    assert "story/ep01.fountain:" in build.output
    assert "Traceback" not in build.output
    assert not (world.root / EP02).exists()
    verdict = world.document("episodes/ep02/canon_verdict.json")
    assert verdict["verdict"] == "FAIL"
    world.write("story/ep02.fountain", NEXT.format(time="FLASHBACK"))
    world.build(EP02)
    assert world.bytes_of(EP02)
    report = world.document("episodes/ep02/continuity_report.json")
    assert (report["verdict"], report["follows"], report["threads_out"]) == ("PASS", "ep01", ["street"])
    world.replace("story/ep01.fountain", "[[canon: BEN dies]]", "")
    world.write("story/ep02.fountain", NEXT.format(time="NIGHT"))
    world.build(EP02)


@pytest.mark.spec("C1")
def test_the_canon_verbs_show_change_and_judge(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REELMAKE_KEYS", str(world.root / "keys"))

    def reelmake(*arguments: str, status: int = 0) -> str:
        done = subprocess.run(
            [sys.executable, "-c", "from reelmake.cli.main import main; main()", "canon", *arguments],
            cwd=world.root,
            env=dict(os.environ),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == status, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done.stdout + done.stderr

    output = reelmake("propose", "--set", "characters.ada.description=Tall: and quick", "--because", "page 3")
    assert "at version 2 now" in output
    assert "Tall: and quick" in (world.root / "story/canon.yaml").read_text(encoding="utf-8")
    blocked = reelmake("propose", "--set", "characters.ben.died=ep00", status=3)
    assert "story/ep01.fountain:10 would be false: BEN is dead and speaks" in blocked
    waiting = json.loads(reelmake("log", "--json"))[-1]["diff"]
    assert "CANON_DIFF_BLOCKED" not in reelmake("check", waiting[:12], status=3)
    reelmake("reject", waiting[:12])
    asks = reelmake("propose", "--set", "characters.ada.name=ADDA", "--set", "characters.ada.aliases=[ADA]")
    assert "PARTIAL; it waits" in asks
    waiting = json.loads(reelmake("log", "--json"))[-1]["diff"]
    assert "at version 3 now" in reelmake("approve", waiting[:12], "--by", "eva")
    assert "name" in reelmake("diff", "2")
    assert reelmake("diff", "9", status=4)
    world.replace(
        "story/ep01.fountain", "Ada counts the cups.", "Ada counts. [[canon: new location CELLAR; time day 2]]"
    )
    assert "locations.cellar" in reelmake("propose", "ep01")
    assert "day 2" in reelmake("at", "ep01")
    assert "ep01: PASS" in reelmake("check", "ep01")
    assert "CELLAR" in reelmake("show")
    assert "approved" in reelmake("log")
    world.replace("story/canon.yaml", "Tall", "Short")
    assert "was edited since its last version" in reelmake("log")
    assert "characters.ada.description" in reelmake("propose", "--edited")
    assert "Tall" in (world.root / "story/canon.yaml").read_text(encoding="utf-8")
    assert "takes PATH=VALUE" in reelmake("propose", "--set", "nonsense", status=2)
    world.replace("config/project.yaml", "fps: 24", "fps: 24\ncanon: {ask: true, second_person: true}")
    output = reelmake("propose", "--set", "characters.ben.description=Small", "--by", "ann")
    assert "PASS; it waits" in output
    waiting = json.loads(reelmake("log", "--json"))[-1]["diff"]
    assert "may not decide" in reelmake("approve", waiting[:12], "--by", "ann", status=6)
    reelmake("approve", waiting[:12], "--by", "ben")
