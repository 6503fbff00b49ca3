"""The canon as a document: the same in YAML and JSON, and without contradictions."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from reelmake.documents.canon import Canon
from reelmake.documents.story_time import (
    MinuteSpan,
    ScenePosition,
    day_minutes,
    format_minute,
    has_begun,
    is_over,
    story_order,
)
from reelmake.documents.yaml.files import load_yaml
from reelmake.kernel.errors import ValidationFailed
from support.canons import as_yaml, canons

PEOPLE = """\
version: 1
characters:
  ada: {name: ADA, age: 41}
  ben: {name: BEN, age: 60, died: day 9}
  kit: {name: KIT, age: 12}
locations:
  mill: {name: MILL}
  yard: {name: YARD}
"""


@pytest.mark.spec("C1")
@settings(max_examples=60, deadline=None)
@given(canon=canons())
def test_a_canon_is_the_same_in_yaml_and_in_json(canon, tmp_path_factory):
    path = tmp_path_factory.mktemp("canon") / "canon.yaml"
    for shortened in (True, False):
        path.write_text(as_yaml(canon.model_dump(mode="json", exclude_defaults=shortened)), encoding="utf-8")
        assert load_yaml(Canon, path) == canon
    assert Canon.model_validate_json(canon.model_dump_json()) == canon


@pytest.mark.spec("C1")
@pytest.mark.parametrize(
    ("more", "line", "says"),
    [
        (
            "relationships:\n  r: {who: ada, kind: parent, of: kitt}\n",
            10,
            'characters has no "kitt"; did you mean "kit"?',
        ),
        ("relationships:\n  r: {who: kit, kind: parent, of: ada}\n", 10, "kit is 12 and parent of ada, who is 41"),
        (
            "relationships:\n  a: {who: ben, kind: parent, of: ada}\n  b: {who: ben, kind: child, of: ada}\n",
            10,
            "these people are each other's ancestors: ben → ada → ben",
        ),
        (
            "relationships:\n  a: {who: ada, kind: spouse, of: ben}\n  b: {who: kit, kind: spouse, of: ben}\n",
            11,
            "nobody can have two at the same time",
        ),
        ("relationships:\n  a: {who: ada, kind: friend, of: ada}\n", 10, "ada is friend of themselves"),
        ("events:\n  a: {what: A, after: [b]}\n  b: {what: B, after: [a]}\n", 10, "come after each other: a → b → a"),
        ("events:\n  a: {what: A, when: day 12, who: [ben]}\n", 10, "ben died day 9, before this event"),
        ("states:\n  s: {who: ada, kind: confined}\n", 10, "`at` is required for `confined`"),
        ("states:\n  s: {who: ada, kind: other, since: day 5, until: day 2}\n", 10, "it ends (day 2) before it begins"),
        ("props:\n  p: {name: P, held_by: ada, kept_at: mill}\n", 10, "ada already holds it"),
        ("journeys:\n  j: {between: [mill, mill], minutes: 3}\n", 10, "the two locations are the same"),
        ("rules:\n  r: {says: No., never_at: [moon]}\n", 10, 'locations has no "moon"'),
        ("states:\n  s: {who: ada, kind: other, since: yesterday at noon}\n", 10, "since"),
    ],
)
def test_a_contradiction_in_the_canon_is_reported_at_its_line(tmp_path, more, line, says):
    path = tmp_path / "canon.yaml"
    path.write_text(PEOPLE + more)
    with pytest.raises(ValidationFailed) as caught:
        load_yaml(Canon, path)
    assert says in str(caught.value)
    assert caught.value.where.startswith(f"{path}:{line}:")


def test_cycles_of_ancestors_and_of_locations_are_refused(tmp_path):
    path = tmp_path / "canon.yaml"
    ring = "".join(f"  {a}{b}: {{who: {a}, kind: parent, of: {b}}}\n" for a, b in ("xy", "yz", "zx"))
    path.write_text("version: 1\ncharacters: {x: {name: X}, y: {name: Y}, z: {name: Z}}\nrelationships:\n" + ring)
    with pytest.raises(ValidationFailed, match="each other's ancestors: x → y → z → x"):
        load_yaml(Canon, path)
    path.write_text("version: 1\nlocations: {a: {name: A, inside: b}, b: {name: B, inside: a}}\n")
    with pytest.raises(ValidationFailed, match="are inside each other: a → b → a"):
        load_yaml(Canon, path)


def test_facts_at_different_times_do_not_contradict_each_other(tmp_path):
    path = tmp_path / "canon.yaml"
    path.write_text(
        PEOPLE
        + "relationships:\n  a: {who: ada, kind: spouse, of: ben, until: day 9}\n"
        + "  b: {who: ada, kind: enemy, of: kit, until: ep01}\n  c: {who: ada, kind: friend, of: kit, since: ep02}\n"
    )
    assert len(load_yaml(Canon, path).relationships) == 3


def test_story_time_is_parsed_formatted_and_compared():
    assert day_minutes("day 3") == MinuteSpan(2880, 4319)
    assert day_minutes("Day  3  14:30") == MinuteSpan(3750, 3750)
    assert day_minutes("ep01") is None
    assert format_minute(3750) == "day 3 14:30"
    assert format_minute(-10) == "day 0 23:50"
    scene = ScenePosition("ep02", ("1", "2", "2A", "3"), 2, MinuteSpan(3750, 3750))
    assert [has_begun(when, scene) for when in ("ep01", "ep02/2", "ep02/2A", "ep02/3", "ep10", "day 3", "day 4")] == [
        True, True, True, False, False, True, False,
    ]  # fmt: skip
    assert [is_over(when, scene) for when in ("ep02/2", "ep02/2A", "ep02", "day 3", "day 2")] == [
        True, False, False, False, True,
    ]  # fmt: skip
    assert is_over("day 2", ScenePosition("ep02", ("1",), 0)) is None

    assert sorted(["ep10", "ep2", "Ep1"], key=story_order) == ["Ep1", "ep2", "ep10"]
