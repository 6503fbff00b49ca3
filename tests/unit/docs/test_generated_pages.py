"""Pages that are made from the code say what the code says."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from tools import make_code_map, make_reference
from tools.reference import errors
from tools.reference.failures import Failure, failures_in
from tools.reference.markdown import WIDTH, escaped, wrapped

from conftest import SPEC_IDS
from reelmake.documents.reference import config, schemas
from reelmake.materials.shipped import shipped

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("name", make_reference.PAGES)
def test_a_generated_page_says_what_the_code_says(name: str) -> None:
    assert name not in make_reference.out_of_date(), f"{name} is out of date: run make regen"


def test_the_configuration_reference_and_the_schemas_say_what_the_models_say() -> None:
    assert config.main(["--check"]) == 0
    assert schemas.out_of_date(shipped("schemas")) == []


def test_the_map_of_rooms_is_current() -> None:
    page = (ROOT / make_code_map.PAGE).read_text(encoding="utf-8")
    assert make_code_map.complaints(page, make_code_map.rooms()) == [], "run make regen"


def test_the_map_forgives_small_changes_of_size_and_nothing_else() -> None:
    rooms = make_code_map.rooms()
    page = make_code_map.drawn(rooms)
    episode = next(index for index, room in enumerate(rooms) if room.name == "episode")

    def with_room(**changes: object) -> list[make_code_map.Room]:
        return [*rooms[:episode], replace(rooms[episode], **changes), *rooms[episode + 1 :]]

    assert make_code_map.complaints(page, with_room(lines=rooms[episode].lines + 120)) == []
    assert make_code_map.complaints(page, with_room(lines=rooms[episode].lines * 2))
    assert make_code_map.complaints(page, with_room(files=rooms[episode].files * 2))
    assert make_code_map.complaints(page, with_room(holds="Something else."))
    assert make_code_map.complaints(page, rooms[1:])
    assert make_code_map.complaints(page, [*rooms[1:], rooms[0]])


@pytest.mark.spec("E12")
def test_every_reason_in_the_source_is_on_the_page_of_errors() -> None:
    page = errors.text()
    stated = set(re.findall(r'reason="([A-Z_]+)"', "".join(p.read_text() for p in (ROOT / "src").rglob("*.py"))))
    listed = re.findall(r"^### `([A-Z_]+)`$", page, re.MULTILINE)
    # A reason may be the beginning of several: APPROVALS of APPROVALS_BROKEN and APPROVALS_ROLLED_BACK.
    assert [one for one in stated if not any(f"{name}_".startswith(f"{one}_") for name in listed)] == []


def test_errors_are_found_through_functions_that_pass_a_reason_on(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text(
        "WRITE = 'write it'\n"
        "def refused(what: str, remedy: str, reason: str):\n"
        "    return ValidationFailed(what, remedy=remedy, reason=reason)\n"
        "raise refused(f'no {thing.name} in {here}', WRITE, 'NOTHING_THERE')\n"
        "class Late(Waiting): ...\n"
        "raise Late('not yet', reason=LATER)\n",
        encoding="utf-8",
    )
    (tmp_path / "two.py").write_text("LATER = 'TOO_SOON'\n", encoding="utf-8")
    assert failures_in(tmp_path) == [
        Failure("NOTHING_THERE", "VALIDATION_ERROR", 2, "no … in …", "write it"),
        Failure("TOO_SOON", "MODE_VIOLATION", 75, "not yet", ""),
    ]


def test_errors_are_found_through_objects_that_give_theirs_a_reason(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text(
        "class Kind:\n"
        "    def broken(self, path):\n"
        "        return InvariantViolated(f'{self.name} is broken', where=path, reason=f'{self.reason}_BROKEN')\n"
        "LOG = Kind(name='the log', reason='LOG')\n",
        encoding="utf-8",
    )
    assert failures_in(tmp_path) == [Failure("LOG_BROKEN", "INVARIANT_VIOLATION", 3, "the log is broken", "")]


def test_a_reason_that_only_the_running_program_knows_is_refused(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text("raise NotFound('x', reason=f'NO_{kind}')\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"one\.py:1"):
        failures_in(tmp_path)


def test_text_is_wrapped_without_becoming_something_else() -> None:
    for sign in ("-", "#", "12."):
        first, second = wrapped(f"{'x' * 117} {sign} more", "- ", "  ").splitlines()
        assert len(first) <= WIDTH
        assert second == f"  \\{sign} more", "at the start of a line it would begin a block of its own"
    assert escaped("a*b [c] <d>") == r"a\*b \[c] \<d>"


def test_every_requirement_that_a_test_may_cite_is_explained() -> None:
    page = (ROOT / "docs" / "requirements.md").read_text(encoding="utf-8")
    assert re.findall(r"^- \*\*([A-Z]\d+)\*\* ", page, re.MULTILINE) == SPEC_IDS
