"""The log writes one JSON line per event, whatever it contains."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from reelmake.kernel.log import Log, open_log, utc_now


@given(st.text(), st.dictionaries(st.sampled_from(["line", "why", "path"]), st.text() | st.integers() | st.none()))
def test_an_event_is_one_line_with_its_fields(name, fields):
    stream = io.StringIO()
    Log(stream).event(name, **fields)
    (line,) = stream.getvalue().split("\n")[:-1]
    record = json.loads(line)
    assert record["event"] == name
    assert {key: record[key] for key in fields} == fields


def test_bound_fields_are_in_every_event_of_the_new_log_only():
    stream = io.StringIO()
    log = Log(stream, {"run": "r1"})
    log.bind(stage="voice").event("line_spoken", samples=48_000)
    log.event("ended")
    first, second = map(json.loads, stream.getvalue().splitlines())
    assert (first["run"], first["stage"], first["samples"]) == ("r1", "voice", 48_000)
    assert second["run"] == "r1" and "stage" not in second


def test_values_that_are_not_json_are_written_as_text():
    stream = io.StringIO()
    Log(stream).event("found", path=Path("a/b"))
    assert json.loads(stream.getvalue())["path"] == "a/b"


def test_without_a_stream_events_go_to_standard_error(capsys):
    Log().event("started")
    captured = capsys.readouterr()
    assert captured.out == ""
    assert json.loads(captured.err)["event"] == "started"


def test_a_log_file_is_appended_to_and_its_directory_created(tmp_path):
    path = tmp_path / "logs" / "ep01" / "voice.log"
    open_log(path, stage="voice").event("one")
    open_log(path).event("two")
    assert [json.loads(line)["event"] for line in path.read_text().splitlines()] == ["one", "two"]
    assert json.loads(path.read_text().splitlines()[0])["stage"] == "voice"


def test_times_are_utc_with_milliseconds():
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", utc_now())
