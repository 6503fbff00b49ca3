"""Keys: every field that determines a result changes the key, and no other field does."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from reelmake.documents.action import (
    NAME_PATTERN,
    Action,
    Command,
    FromAction,
    FromFile,
    action_path,
    build_path,
    key_of,
    whole_action,
)

A, B, C = "a" * 64, "b" * 64, "c" * 64

FILE = FromFile(digest=A, path="assets/one.png")
OTHER = FromAction(key=B, kind="art", extension="png")
TOOL = Command(tool="ffmpeg", digest=C, argv=("-i", "in/plate.png", "out.mp4"))
ACTION = Action(
    kind="clip",
    recipe=1,
    pipeline=(Command(tool="move", digest=A, argv=("--frames", "48")), TOOL),
    inputs={"plate.png": OTHER, "font.ttf": FILE},
    texts={"graph.txt": "[0]scale[v]"},
    extension="mp4",
    expect_frames=48,
    subject="shot 14A",
)


def changed(**fields):
    return ACTION.model_copy(update=fields)


def command(**fields):
    return changed(pipeline=(ACTION.pipeline[0], TOOL.model_copy(update=fields)))


def inputs(**fields):
    return changed(inputs={"plate.png": OTHER, "font.ttf": FILE, **fields})


SEEN = {
    "kind": [changed(kind="art")],
    "recipe": [changed(recipe=2)],
    "extension": [changed(extension="mov")],
    "expect_frames": [changed(expect_frames=49), changed(expect_frames=0)],
    "pipeline": [
        changed(pipeline=(TOOL,)),
        changed(pipeline=tuple(reversed(ACTION.pipeline))),
        changed(pipeline=(*ACTION.pipeline, TOOL)),
        command(tool="ffmpeg2"),
        command(digest=B),
        command(argv=(*TOOL.argv, "-y")),
        command(argv=("-i", "in/plate.png out.mp4")),
        command(argv=tuple(reversed(TOOL.argv))),
    ],
    "inputs": [
        changed(inputs={}),
        changed(inputs={"plate.png": OTHER}),
        changed(inputs={"plate.png": FILE, "font.ttf": OTHER}),
        changed(inputs={"plate2.png": OTHER, "font.ttf": FILE}),
        inputs(**{"font.ttf": FILE.model_copy(update={"digest": B})}),
        inputs(**{"plate.png": OTHER.model_copy(update={"key": A})}),
        inputs(**{"plate.png": OTHER.model_copy(update={"digest": C})}),
        inputs(**{"plate.png": FILE.model_copy(update={"digest": B})}),
    ],
    "texts": [
        changed(texts={}),
        changed(texts={"graph.txt": "[0]scale[w]"}),
        changed(texts={"graph2.txt": "[0]scale[v]"}),
        changed(texts={"graph.txt": "[0]scale[v]", "more.txt": ""}),
    ],
}
PART = ACTION.model_copy(update={"kind": "art"})
SEEN["parts"] = [
    changed(parts={"one.png": PART}),
    changed(parts={"two.png": PART}),
    changed(parts={"one.png": PART, "two.png": PART}),
    changed(parts={"one.png": PART.model_copy(update={"recipe": 2})}),
]
UNSEEN = {
    "subject": [changed(subject="shot 15"), changed(subject="")],
    "inputs": [
        changed(inputs={"font.ttf": FILE, "plate.png": OTHER}),
        inputs(**{"font.ttf": FILE.model_copy(update={"path": "elsewhere/two.png"})}),
        inputs(**{"font.ttf": FILE.model_copy(update={"licence_expires": "2031-01-31"})}),
        inputs(**{"plate.png": OTHER.model_copy(update={"kind": "clip"})}),
        inputs(**{"plate.png": OTHER.model_copy(update={"extension": "webp"})}),
    ],
}


@pytest.mark.spec("E5", "E7")
def test_a_key_is_pinned():
    assert ACTION.key == "a6afefa3776f8a7b88cd274423d27c8a2f9e8da6aabc8310dc8813ab7e62c818"


@pytest.mark.spec("E2", "E7")
@pytest.mark.parametrize("field", SEEN)
def test_changing_a_field_that_determines_the_result_changes_the_key(field):
    keys = [action.key for action in SEEN[field]]
    assert ACTION.key not in keys
    assert len(set(keys)) == len(keys), "and no two changes share a key"


@pytest.mark.spec("E2", "E7")
@pytest.mark.parametrize("field", UNSEEN)
def test_changing_any_other_field_keeps_the_key(field):
    assert {action.key for action in UNSEEN[field]} == {ACTION.key}


def test_these_tests_cover_every_field_of_an_action():
    assert set(Action.model_fields) == set(SEEN) | set(UNSEEN)
    assert set(Command.model_fields) == {"tool", "digest", "argv"}
    assert set(FromFile.model_fields) == {"source", "digest", "path", "licence_expires"}
    assert set(FromAction.model_fields) == {"source", "key", "kind", "extension", "digest"}


@pytest.mark.spec("E2")
def test_the_digest_of_a_known_input_determines_the_key():
    """An input that came out with the same bytes, from another action or as a file, rebuilds nothing."""
    told = inputs(**{"plate.png": OTHER.model_copy(update={"digest": C})})
    again = inputs(**{"plate.png": FromAction(key=A, kind="art", extension="png", digest=C)})
    as_file = inputs(**{"plate.png": FromFile(digest=C, path="plate.png")})
    assert told.key == again.key == as_file.key


@given(st.lists(st.text(), max_size=4), st.lists(st.text(), max_size=4))
def test_no_two_command_lines_share_a_key(one, other):
    assert (command(argv=tuple(one)).key == command(argv=tuple(other)).key) == (one == other)


@given(st.dictionaries(st.from_regex(NAME_PATTERN, fullmatch=True), st.text(), max_size=5))
def test_an_action_and_its_key_round_trip_through_json(texts):
    action = changed(texts=texts)
    again = Action.model_validate_json(action.model_dump_json())
    assert again == action
    assert again.key == action.key


def test_parents_are_the_actions_it_reads_each_once():
    twice = inputs(**{"last.png": OTHER, "first.png": FromAction(key=A, kind="art", extension="png")})
    assert twice.parent_keys == (A, B)
    assert changed(inputs={"font.ttf": FILE}).parent_keys == ()


def test_paths_are_made_of_kind_key_and_extension():
    assert ACTION.path == build_path("clip", ACTION.key, "mp4") == f"build/clip/{ACTION.key}.mp4"
    assert action_path(ACTION.key) == f"build/actions/{ACTION.key}.json"


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "../clip"},
        {"kind": ""},
        {"recipe": 0},
        {"pipeline": []},
        {"extension": "mp4;rm"},
        {"extension": "../x"},
        {"expect_frames": -1},
        {"pipeline": [{"tool": "a b", "digest": A, "argv": []}]},
        {"pipeline": [{"tool": "ffmpeg", "digest": "short", "argv": []}]},
        {"inputs": {"x": {"source": "file", "digest": "", "path": "p"}}},
    ],
)
def test_names_that_are_paths_or_meaningless_are_refused(fields):
    with pytest.raises(ValidationError):
        Action.model_validate({**ACTION.model_dump(), **fields})


@pytest.mark.parametrize("name", ["../escape", "/etc/passwd", "a/b", "", ".", ".."])
@pytest.mark.parametrize("field", ["inputs", "texts"])
def test_a_file_of_an_action_cannot_be_outside_its_directory(field, name):
    value = FILE.model_dump() if field == "inputs" else "text"
    with pytest.raises(ValidationError):
        Action.model_validate({**ACTION.model_dump(), field: {name: value}})


def document(**fields):
    return json.dumps({**json.loads(ACTION.model_dump_json()), **fields}).encode()


def test_an_action_and_its_document_have_one_key():
    for action in (ACTION, *(one for changes in (*SEEN.values(), *UNSEEN.values()) for one in changes)):
        assert key_of(json.loads(action.model_dump_json())) == action.key
        assert whole_action(action.model_dump_json().encode(), action.key) == action


def test_a_document_that_leaves_out_what_has_a_default_is_the_same_action():
    bare = Action(kind="mix", recipe=1, pipeline=(TOOL,), extension="wav", inputs={"one.wav": OTHER})
    data = bare.model_dump_json(exclude={"texts", "expect_frames", "subject"}).encode()
    assert whole_action(data, bare.key) == bare


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"null",
        b'"text"',
        b"{}",
        b"\xff",
        document(recipe=1.0),
        document(recipe=True),
        document(recipe=2),
        document(pipeline=[]),
        document(pipeline=None),
        document(pipeline=["ffmpeg"]),
        document(inputs=[]),
        document(inputs={"plate.png": {}}),
        document(inputs={"plate.png": {"source": "action", "kind": "art"}}),
        document(texts="text"),
        document(extension=None),
        document()[:-2],
    ],
)
def test_a_document_that_does_not_hash_to_its_key_is_no_action(data):
    assert whole_action(data, ACTION.key) is None


def test_a_document_that_hashes_to_its_key_and_cannot_be_used_is_no_action():
    """What a key does not see may be damaged all the same."""
    inputs = json.loads(document())["inputs"]
    inputs["plate.png"]["kind"] = ["art"]
    assert key_of(json.loads(document(inputs=inputs))) == ACTION.key
    assert whole_action(document(inputs=inputs), ACTION.key) is None
