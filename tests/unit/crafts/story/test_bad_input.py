"""Files that are no screenplay: one clear error each."""

from __future__ import annotations

import pytest

from reelmake.kernel.errors import ValidationFailed

SCENE = "INT. CAFÉ - DAY\n"


@pytest.mark.spec("S1")
@pytest.mark.parametrize(
    ("data", "reason", "where", "says"),
    [
        (b"", "SCRIPT_EMPTY", "", "empty"),
        (b" \n\t\r\n", "SCRIPT_EMPTY", "", "empty"),
        (b"\xef\xbb\xbf", "SCRIPT_EMPTY", "", "empty"),
        (b"Title: T\n\nINT. CAF\xc9 - DAY\n", "SCRIPT_NOT_UTF8", ":3", "0xC9"),
        (SCENE.encode("utf-16"), "SCRIPT_NOT_UTF8", "", "UTF-16"),
        (SCENE.encode("utf-16-le"), "SCRIPT_NOT_UTF8", ":1", "NUL"),
        (SCENE.encode("utf-32"), "SCRIPT_NOT_UTF8", "", "UTF-32"),
        (b"INT. A - DAY\n\nHe\0llo\n", "SCRIPT_NOT_UTF8", ":3", "NUL"),
        (b"Title: T\nAuthor: A\n", "SCRIPT_NO_SCENE", "", "no scene"),
        (b"Just words.\n", "SCRIPT_NO_SCENE", "", "no scene"),
        (b"INT. A - DAY\n\n" + b"x" * 20_000, "LINE_TOO_LONG", ":3", "20,000"),
        (b"INT. A - DAY\n\n" + b"x\n" * 20_001, "TOO_MANY_LINES", ":20001", "20,003"),
        (b"x" * (17 << 20), "SCRIPT_TOO_LARGE", "", "bytes"),
    ],
)
def test_bad_files_are_refused_with_place_reason_and_remedy(read, data, reason, where, says):
    with pytest.raises(ValidationFailed) as caught:
        read(data)
    error = caught.value
    assert error.reason == reason
    assert error.where == f"story/ep01.fountain{where}"
    assert says in error.what
    assert error.allowed
    assert error.remedy


def test_the_remedy_for_latin_1_is_a_command_that_names_the_file(read):
    with pytest.raises(ValidationFailed, match="ISO-8859-1") as caught:
        read(SCENE.encode("latin-1"))
    assert "-t UTF-8 story/ep01.fountain" in caught.value.remedy
    assert "byte 9 of the line" in caught.value.what


def test_the_longest_allowed_line_is_read(read):
    assert read("INT. A - DAY\n\n" + "x" * 10_000).line_count == 3
