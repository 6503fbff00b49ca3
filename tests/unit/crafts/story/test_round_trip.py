"""Two laws: reading what was written gives the same script, and every line is accounted for."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reelmake.crafts.story.fountain import accounted_lines, parse_fountain, write_fountain
from reelmake.documents.script import Script
from reelmake.kernel.errors import ValidationFailed

EXAMPLES = Path(__file__).parents[4] / "story"


def parse(text: str) -> Script:
    return parse_fountain(text.encode(), path="a.fountain", episode="ep01", series="lamp")


def without_lines(value: Any) -> Any:
    """Take out what says where in the source something stood, and the source's own spelling in reports."""
    if isinstance(value, dict):
        if "why" in value:
            return value["why"]
        return {key: without_lines(item) for key, item in value.items() if key not in ("source", "line", "line_count")}
    return [without_lines(item) for item in value] if isinstance(value, list) else value


def assert_lawful(text: str) -> None:
    script = parse(text)
    written = write_fountain(script)
    again = parse(written)
    assert without_lines(again.model_dump(mode="json")) == without_lines(script.model_dump(mode="json")), written
    assert write_fountain(again) == written
    lines = re.split(r"\r\n|\n|\r", text)
    known = accounted_lines(script) | {entry.line for entry in script.unplaced}
    assert {number for number, line in enumerate(lines, start=1) if line.strip()} <= known
    assert re.findall(r"\w+", written) == re.findall(r"\w+", text), "a word was lost"


PIECES = st.sampled_from(
    [
        "INT. HOUSE - DAY",
        "INT. HOUSE - DAY #14A#",
        "ext. sea",
        "I/E CAR - NIGHT [[a note]]",
        ".FORCED PLACE",
        "...and then",
        ".5 of it",
        "MARY",
        "MARY (V.O.) (CONT'D)",
        "BOB ^",
        "@McCLURE",
        "@明子 ^",
        "@",
        "ЕЛЕНА",
        "STRAßE",
        "**BOLD**",
        "MARY [[who]] (O.S.)",
        "MARY /* cut */ ^ [[n]]",
        "MARY:",
        "(beat)",
        "(she looks",
        "away)",
        "(a) and (b)",
        "(beat) [[note]]",
        "[[n]] (beat)",
        "[[n]] ~sung",
        "Hello *there*, _you_.",
        "    indented",
        "\tTitle: no",
        "! SHOUT",
        "!SHOUT NOT CUE",
        "[[n]] !forced",
        "[[n]] MARY",
        "[[n]] # One",
        "[[n]] INT. HALL - DAY",
        "> FADE OUT.",
        "> centred <",
        "> centred < [[n]]",
        "> [[n]] <",
        ">",
        "><",
        "CUT TO:",
        "CUT TO: [[n]]",
        "FADE IN:",
        "~la la",
        "~",
        "# Act",
        "####### deep",
        "#[[n]]# odd",
        "= synopsis",
        "==",
        "===",
        "=== [[n]]",
        "=[[n]]==",
        "[[note]]",
        "[[one]] /* two */ [[three]]",
        "[[ two",
        "lines ]] rest",
        "[[x] ]]",
        "[[]]",
        "/* cut",
        "all */ more",
        "/**/",
        "/*/ */",
        "*/",
        "[[",
        "]]",
        "/*",
        "",
        "",
        "",
        " ",
        "  ",
        "   ",
        "text",
        "Title: A",
        "key: value",
        "x',drawtext=textfile=/etc/passwd",
        "\u2028",
        "a\x0bb",
        "مريم",
        "#1#",
        "BANG! #2#",
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=14), st.lists(PIECES, max_size=14))
@pytest.mark.spec("S1")
def test_writing_a_script_and_reading_it_again_changes_nothing(before: list[str], after: list[str]) -> None:
    numbers: set[str] = set()
    lines = []
    for line in [*before, "", "INT. CERTAIN - DAY", "", *after]:
        number = re.search(r"#(\w+)#", line)
        lines.append(line.replace(f"#{number[1]}#", "") if number and number[1] in numbers else line)
        numbers |= {number[1]} if number else set()
    text = "\n".join(lines)
    if re.search(r"INT. CERTAIN", write_or_nothing(text)):
        assert_lawful(text)


def write_or_nothing(text: str) -> str:
    """Return the script written, or nothing when a comment swallowed its only heading."""
    try:
        return write_fountain(parse(text))
    except ValidationFailed as error:
        assert error.reason == "SCRIPT_NO_SCENE"
        return ""


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=200))
@pytest.mark.spec("S1")
def test_any_text_at_all_keeps_the_laws(text: str) -> None:
    whole = f"INT. CERTAIN - DAY\n\n{text}"
    if "#" not in text:
        assert_lawful(whole.replace("\r\n", "\n").replace("\r", "\n"))


@pytest.mark.spec("S1")
@pytest.mark.parametrize("episode", sorted(EXAMPLES.glob("*.fountain")), ids=lambda path: path.stem)
def test_the_shipped_episodes_keep_the_laws(episode: Path) -> None:
    assert_lawful(episode.read_text(encoding="utf-8"))
