"""No modules import each other in a circle, not even inside functions."""

from __future__ import annotations

import grimp
import pytest


@pytest.mark.spec("P1")
def test_no_modules_import_each_other() -> None:
    graph = grimp.build_graph("reelmake", exclude_type_checking_imports=True)
    left = {module: set(graph.find_modules_directly_imported_by(module)) for module in graph.modules}
    while leaves := {module for module, imported in left.items() if not imported & left.keys()}:
        left = {module: imported for module, imported in left.items() if module not in leaves}
    assert not left, "these import each other, or import what does"
