"""CONTRIBUTING's walk through a new stage, followed to the letter in a copy of the program."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from support.world import CHECKOUT, World


def blocks() -> list[str]:
    """The code of the section, block by block."""
    text = (CHECKOUT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = text[text.index("## Add a stage") : text.index("## Add a tool")]
    return [textwrap.dedent(block) for block in re.findall(r"^ *```python\n(.*?)^ *```$", section, re.M | re.S)]


def insert(path: Path, before: str, text: str) -> None:
    whole = path.read_text(encoding="utf-8")
    assert whole.count(before) == 1, f"{path.name} has {whole.count(before)} places for it"
    path.write_text(whole.replace(before, text + before), encoding="utf-8")


@pytest.mark.spec("E1", "E3")
def test_a_stage_is_added_by_following_the_page(built_once: World, tmp_path: Path) -> None:
    checkout = tmp_path / "checkout"
    for part in ("src", "rules", "scripts", "profiles", "templates", "schemas", "config"):
        shutil.copytree(CHECKOUT / part, checkout / part)
    shutil.copy(CHECKOUT / "Snakefile", checkout / "Snakefile")
    document, artifact, function, entry, rule = blocks()
    package = checkout / "src/reelmake"
    (package / "documents/cast_list.py").write_text(document, encoding="utf-8")
    indented = textwrap.indent
    insert(package / "episode/artifacts.py", '    "script": Artifact(', indented(artifact, "    "))
    insert(package / "episode/compute.py", "def read_numbering(", f"{function}\n\n")
    insert(package / "episode/stages.py", '    Stage(\n        name="intake",', indented(entry, "    "))
    insert(checkout / "rules/shots.smk", "rule shoot:", f"{rule}\n\n")
    world = built_once.copy_built(tmp_path / "world")
    target = "episodes/ep01/cast_list.json"
    python, *words = world.command(target)
    command = [python, *(word.replace(str(CHECKOUT), str(checkout)) for word in words)]
    # The worker starts in a steady environment, without PYTHONPATH: it would load the installed program.
    environment = {**os.environ, "PYTHONPATH": str(checkout / "src"), "REELMAKE_NO_WORKER": "1"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    made = json.loads((world.root / target).read_bytes())
    assert made["lines"] == {"ada": 2, "ben": 2}
    assert [parent["role"] for parent in made["parents"]] == ["voice"]
    assert "ep01: listing the cast" in done.stdout + done.stderr
    code = (
        "from pathlib import Path\n"
        "from reelmake.episode.in_memory import InMemoryBuild\n"
        "from reelmake.workspace.workspace import Workspace\n"
        f"print(InMemoryBuild.quiet(Workspace.at(Path({str(world.root)!r}))).document('cast_list', 'ep01').lines)"
    )
    in_memory = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, env=environment
    )
    assert in_memory.stdout.strip() == "{'ada': 2, 'ben': 2}", in_memory.stderr[-2000:]
