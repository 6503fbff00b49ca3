"""Every craft is usable alone: it imports with the documents and what is below them, and with no other room."""

from __future__ import annotations

import pkgutil
import subprocess
import sys

import pytest

from reelmake import crafts

CRAFTS = [module.name for module in pkgutil.iter_modules(crafts.__path__)]
BELOW = ("kernel", "materials", "documents", "actions", "provenance", "providers")
PROGRAM = """
import importlib, pkgutil, sys
craft, below = sys.argv[1], sys.argv[2:]
allowed = tuple(f"reelmake.{room}" for room in below) + (f"reelmake.crafts.{craft}",)

class Walls:
    def find_spec(self, name, path=None, target=None):
        if name.startswith("reelmake.") and name != "reelmake.crafts":
            if not any(name == one or name.startswith(one + ".") for one in allowed):
                raise ImportError(f"{craft} reaches for {name}")
        if name.partition(".")[0] in ("snakemake", "click"):
            raise ImportError(f"{craft} reaches for {name}")

sys.meta_path.insert(0, Walls())
package = importlib.import_module(f"reelmake.crafts.{craft}")
for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
    importlib.import_module(module.name)
"""


@pytest.mark.spec("P1")
@pytest.mark.parametrize("craft", CRAFTS)
def test_a_craft_imports_with_its_documents_and_what_is_below(craft: str) -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM, craft, *BELOW], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-800:]
