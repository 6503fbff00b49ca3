"""CONTRIBUTING's recipes for a kind of place, a rule of the gate and a skill, followed to the letter in a copy."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from support.world import CHECKOUT

PACKAGE = "src/reelmake/crafts"


class Copy:
    """A copy of the program and its tests, to be changed as a contributor would."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for part in ("src", "tests", "templates", "schemas", "story", "config"):
            shutil.copytree(CHECKOUT / part, root / part, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(CHECKOUT / "pyproject.toml", root / "pyproject.toml")

    def insert(self, name: str, before: str, text: str) -> None:
        """Put text before the only place in a file that reads like this."""
        whole = (self.root / name).read_text(encoding="utf-8")
        assert whole.count(before) == 1, f"{name} has {whole.count(before)} places that read {before!r}"
        (self.root / name).write_text(whole.replace(before, text + before), encoding="utf-8")

    def append(self, name: str, text: str) -> None:
        path = self.root / name
        path.write_text((path.read_text(encoding="utf-8") if path.exists() else "") + text, encoding="utf-8")

    def passes(self, *tests: str) -> str:
        """Run tests of the copy; they have to pass."""
        environment = {**os.environ, "PYTHONPATH": str(self.root / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *tests]
        done = subprocess.run(command, cwd=self.root, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
        return done.stdout


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path / "checkout")


def blocks(title: str) -> list[str]:
    """Return the code of a section of the page, block by block."""
    text = (CHECKOUT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = text.split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]
    return [textwrap.dedent(block) for block in re.findall(r"^ *```python\n(.*?)^ *```$", section, re.M | re.S)]


def test_a_kind_of_place_is_added_by_following_the_page(copy: Copy) -> None:
    (drawing,) = blocks("Add a kind of place")
    sets = f"{PACKAGE}/drawing/sets"
    copy.insert(f"{sets}/homes.py", "HOMES: dict", f"{drawing}\n\n")
    copy.insert(f"{sets}/homes.py", '    "bathroom": bathroom,\n', '    "laundry": laundry,\n')
    words = re.search(r'`("laundry": "[^`]+")`', (CHECKOUT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    assert words is not None
    copy.insert(f"{sets}/backdrop.py", '    "bathroom": "', f"    {words[1]},\n")
    copy.insert("tests/unit/crafts/drawing/test_places.py", '    "workplace": "', '    "laundry": "LAUNDROMAT",\n')
    tests = "tests/unit/crafts/drawing/test_places.py"
    copy.passes(tests, "-k", "every_kind or distinct or a_heading or same_place or night")


@pytest.mark.spec("C2")
def test_a_rule_of_the_gate_is_added_by_following_the_page(copy: Copy) -> None:
    rule, subtype = blocks("Add a rule of the gate")
    rules = f"{PACKAGE}/canon/rules"
    imported = "from reelmake.crafts.canon.note_grammar import"
    copy.insert(f"{rules}/ages.py", imported, "from reelmake.crafts.canon.happenings import APPEARS\n")
    copy.append(f"{rules}/ages.py", f"\n\n{rule}")
    copy.insert(f"{rules}/__init__.py", "    ages.ages,\n", "    ages.unborn,\n")
    copy.insert("tests/support/contradictions.py", "    # age\n", textwrap.indent(subtype, "    "))
    copy.passes("tests/unit/crafts/canon/test_contradictions.py")


@pytest.mark.spec("S5")
def test_a_skill_is_added_by_following_the_page(copy: Copy) -> None:
    (skill,) = blocks("Add a skill")
    copy.append(f"{PACKAGE}/skills/catalogue/names.py", skill)
    copy.insert("tests/unit/crafts/skills/test_skills.py", '"psychology", "redteam"}', '"names", ')
    copy.append(
        "tests/unit/crafts/skills/test_skills.py",
        "\n\ndef test_a_name_said_twice_in_a_speech_is_found_at_its_line() -> None:\n"
        '    (one,) = findings("names", "INT. ROOM - DAY\\n\\nBEN\\nAda, listen, Ada.\\n")\n'
        '    assert (one.kind, one.line) == ("name_repeated", 4)\n',
    )
    assert "[100%]" in copy.passes("tests/unit/crafts/skills/test_skills.py")
