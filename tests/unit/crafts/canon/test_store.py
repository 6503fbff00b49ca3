"""The canon file: read with the line of every mistake."""

from __future__ import annotations

import pytest

from reelmake.crafts.canon.store import load_canon
from reelmake.kernel.errors import NotFound, ValidationFailed

GOOD = """\
version: 2
characters:
  maeva: {name: Maeva, aliases: [THE KEEPER]}
  tom:
    name: Tom
locations:
"""


@pytest.mark.spec("C1")
def test_names_and_aliases_lead_to_ids(tmp_path):
    path = tmp_path / "canon.yaml"
    path.write_text(GOOD)
    canon = load_canon(path)
    assert canon.character_ids() == {"maeva": "maeva", "the keeper": "maeva", "tom": "tom"}
    assert canon.location_ids() == {}


@pytest.mark.spec("C1")
def test_two_characters_with_one_name_are_refused_where_the_second_stands(tmp_path):
    path = tmp_path / "canon.yaml"
    path.write_text(GOOD.replace("name: Tom", "name: the  keeper"))
    with pytest.raises(ValidationFailed, match="already belongs to maeva") as caught:
        load_canon(path)
    assert caught.value.where.startswith(f"{path}:4:")


def test_a_missing_canon_says_how_to_begin_one(tmp_path):
    with pytest.raises(NotFound) as caught:
        load_canon(tmp_path / "canon.yaml")
    assert caught.value.reason == "CANON_MISSING"
    assert "version: 1" in caught.value.remedy


def test_a_canon_of_one_line_is_a_canon(tmp_path):
    path = tmp_path / "canon.yaml"
    path.write_text("version: 1\n")
    assert load_canon(path).characters == {}
