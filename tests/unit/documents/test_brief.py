"""Briefs as people write them, and errors with the line that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from reelmake.documents.brief import Brief
from reelmake.documents.yaml.files import load_yaml
from reelmake.kernel.errors import ValidationFailed

GOOD = "logline: A key is missing.\ncast: [ada]\nbeats:\n  - what: Ada looks for the key.\n"


def read(tmp_path: Path, text: str) -> Brief:
    path = tmp_path / "ep02.brief.yaml"
    path.write_text(text, encoding="utf-8")
    return load_yaml(Brief, path)


@pytest.mark.spec("S2")
def test_a_brief_needs_a_logline_a_cast_and_a_beat(tmp_path: Path) -> None:
    brief = read(tmp_path, GOOD)
    assert (brief.seconds, brief.tone, brief.take, brief.beats[0].move) == (90, ("wry",), 1, None)


@pytest.mark.spec("S2")
@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        (GOOD + "must_nots: [x]\n", ":5:1", "must_not"),
        (GOOD + "    thing: the key\n", ":5:12", "write it without"),
        (GOOD + "    turn: 'She turns. [[canon: ADA dies]]'\n", ":5:11", "no place in a brief"),
        (GOOD + "    fact: The key is gone.\nmust_not: [key]\n", ":6:12", 'must_not forbids "key"'),
        (GOOD + "    move: juggle\n", ":5:11", "ask"),
        (GOOD + "tone: [grim]\n", ":5:8", "wry"),
        (GOOD + "tone: wry\n", ":5:7", "make it a list: tone: [wry]"),
        (GOOD + "  - just words\n", ":5:5", "should be keys with values"),
        (GOOD + "seconds: 5\n", ":5:10", "15"),
        ("logline: A key.\ncast: []\nbeats: []\n", ":2:7", "at least one"),
        (GOOD.replace("  - what: Ada looks for the key.\n", "  - where: hall\n"), ":4:5", "'what' is missing"),
    ],
)
def test_mistakes_in_a_brief_are_reported_with_their_lines(tmp_path: Path, text: str, place: str, says: str) -> None:
    with pytest.raises(ValidationFailed) as caught:
        read(tmp_path, text)
    assert place in caught.value.where
    assert says in str(caught.value)
