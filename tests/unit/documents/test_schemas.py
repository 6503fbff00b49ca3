"""The generated schemas agree with the models, and generated files are up to date."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import HealthCheck, Phase, given, reject, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from ruamel.yaml import YAML

from reelmake.documents.brief import Brief
from reelmake.documents.canon import Canon
from reelmake.documents.library import Licence
from reelmake.documents.project import ProjectConfig, SitesConfig
from reelmake.documents.reference import config
from reelmake.documents.reference.schemas import (
    DIALECT,
    UNVERSIONED,
    document_schema,
    document_types,
    main,
    out_of_date,
    schemas,
    write,
)
from reelmake.materials.shipped import shipped

DOCUMENTS = document_types()


def values(schema, parts):
    """Return a strategy for what a schema allows: as much of JSON Schema as the models use."""
    if "$ref" in schema:
        return st.deferred(lambda: values(parts[schema["$ref"].rsplit("/", 1)[1]], parts))
    if "const" in schema or "enum" in schema:
        return st.sampled_from(schema.get("enum", [schema.get("const")]))
    choices = schema.get("anyOf", schema.get("oneOf", ()))
    if choices:
        return st.one_of([values(choice, parts) for choice in choices])
    return KINDS[schema["type"]](schema, parts)


def texts(schema, _parts):
    if "pattern" in schema:
        return st.from_regex(schema["pattern"], fullmatch=True)
    return st.text(min_size=schema.get("minLength", 0), max_size=6)


def lists(schema, parts):
    least = schema.get("minItems", 0)
    return st.lists(values(schema["items"], parts), min_size=least, max_size=min(3, schema.get("maxItems", 3)))


def objects(schema, parts):
    if "properties" in schema:
        fields = {name: values(field, parts) for name, field in schema["properties"].items()}
        required = {name: fields.pop(name) for name in schema.get("required", ())}
        return st.fixed_dictionaries(required, optional=fields)
    for pattern, entry in schema.get("patternProperties", {}).items():
        return st.dictionaries(st.from_regex(pattern, fullmatch=True), values(entry, parts), max_size=2)
    names = values({"type": "string", **schema.get("propertyNames", {})}, parts)
    return st.dictionaries(names, values(schema["additionalProperties"], parts), max_size=2)


KINDS = {
    "string": texts,
    "array": lists,
    "object": objects,
    "integer": lambda schema, _parts: st.integers(schema.get("minimum", -99), schema.get("maximum", 10**6)),
    "boolean": lambda _schema, _parts: st.booleans(),
    "null": lambda _schema, _parts: st.none(),
}
UNSHRUNK = settings(
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a drawn plan is readable as it is, and slow to shrink
)


@pytest.mark.spec("E12")
def test_the_schemas_are_up_to_date():
    stale = out_of_date(shipped("schemas"))
    assert not stale, f"{', '.join(stale)} out of date: run make regen"


def test_the_config_reference_is_up_to_date():
    text = config.page().read_text(encoding="utf-8")
    assert text == config.reference(), "docs/config.md is out of date: run make regen"


@pytest.mark.parametrize("name", schemas())
def test_every_schema_is_valid_and_has_id_and_description(name):
    schema = schemas()[name]
    jsonschema.Draft202012Validator.check_schema(schema)
    stem, major, minor, patch, _ = name.rsplit(".", 4)
    assert schema["$schema"] == DIALECT
    assert schema["$id"] == f"reelmake/{stem}/{major}.{minor}.{patch}"
    assert schema["description"]


def test_every_kind_of_document_and_of_file_has_a_schema():
    kinds = {document.kind for document in DOCUMENTS}
    assert {"script", "voice", "shotlist", "asset_manifest", "render_plan", "render_output", "run_summary"} <= kinds
    assert {"canon_verdict", "world_state", "library", "artifact_record"} <= kinds
    assert {name.split(".")[0] for name in schemas()} == kinds | set(UNVERSIONED)
    assert len(kinds) == len(DOCUMENTS), "no two documents call themselves the same"


EMBEDDED = {"context_pack": {"canon": Canon, "brief": Brief}}
"""Files that documents hold; that their parts must not contradict each other is more than a schema can say."""


def agreeing(model, raw):
    """Return drawn data of a file without what the reader objects to in it, taken out entry by entry."""
    while True:
        try:
            model.model_validate(raw)
        except ValidationError as problem:
            (error, *_) = problem.errors()
            *way, last = error.get("ctx", {}).get("path", error["loc"])[:2]
            entries = raw[way[0]] if way else raw
            if error["type"] in ("missing", "empty"):
                reject()
            del entries[last]
        else:
            return raw


@pytest.mark.spec("E12")
@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.kind)
@settings(UNSHRUNK, max_examples=20)
@given(data=st.data())
def test_documents_that_a_schema_allows_are_read_and_written_documents_match_it(document, data):
    schema = document_schema(document)
    raw = data.draw(values(schema, schema.get("$defs", {})))
    raw |= {name: agreeing(model, raw[name]) for name, model in EMBEDDED.get(document.kind, {}).items()}
    read = document.from_data(raw, "drawn")
    written = read.to_bytes()
    jsonschema.validate(json.loads(written), schema, cls=jsonschema.Draft202012Validator)
    assert document.from_bytes(written, "written").to_bytes() == written


@pytest.mark.spec("E12")
@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.kind)
@settings(UNSHRUNK, max_examples=3)
@given(data=st.data())
def test_a_schema_refuses_what_the_reader_refuses(document, data):
    schema = document_schema(document)
    checker = jsonschema.Draft202012Validator(schema)
    raw = data.draw(values(schema, schema.get("$defs", {})))
    major = int(document.version.split(".")[0])
    assert checker.is_valid({**raw, "added_by_a_later_minor": 1, "schema_version": f"{major}.9.0"})
    for name in schema["required"]:
        assert not checker.is_valid({key: value for key, value in raw.items() if key != name})
    assert not checker.is_valid({**raw, "schema_version": f"{major + 1}.0.0"})
    assert not checker.is_valid({**raw, "document": "another"})


@pytest.mark.parametrize(
    ("pattern", "model", "name"),
    [
        ("config/project.yaml", ProjectConfig, "project"),
        ("config/sites.yaml", SitesConfig, "sites"),
        ("story/canon.yaml", Canon, "canon"),
        ("assets/**/*.licence.yaml", Licence, "licence"),
    ],
)
def test_the_files_of_the_example_series_match_their_schemas(pattern, model, name):
    files = sorted(Path(shipped()).glob(pattern))
    assert files
    for file in files:
        raw = YAML(typ="safe", pure=True).load(file)
        raw = json.loads(json.dumps(raw, default=str))
        jsonschema.validate(raw, schemas()[f"{name}.1.0.0.json"], cls=jsonschema.Draft202012Validator)
        model.model_validate(raw)


def test_a_misspelled_key_or_a_bad_id_is_refused_by_the_schema_of_a_config():
    checker = jsonschema.Draft202012Validator(schemas()["project.1.0.0.json"])
    good = {
        "series": {"id": "s", "title": "S"},
        "fps": 24,
        "profiles": {"preview_local": {"width": 640, "height": 360}},
    }
    assert checker.is_valid(good)
    assert checker.is_valid({**good, "fps": "24000/1001"})
    assert not checker.is_valid({**good, "fsp": 24})
    assert not checker.is_valid({**good, "series": {"id": "No Slug", "title": "S"}})
    assert not checker.is_valid({**good, "profiles": {"Preview Local": {"width": 640, "height": 360}}})


def test_check_lists_outdated_schemas_and_write_updates_them(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("reelmake.documents.reference.schemas.shipped", tmp_path.joinpath)
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas" / "script.0.9.0.json").write_text("{}", encoding="utf-8")
    assert main(["--check"]) == 1
    assert "schemas/voice.1.0.0.json is out of date: run make regen" in capsys.readouterr().err
    assert main([]) == 0
    assert main(["--check"]) == 0
    (tmp_path / "schemas" / "voice.1.0.0.json").write_text("{}", encoding="utf-8")
    assert main(["--check"]) == 1
    assert write(tmp_path / "schemas") == ["voice.1.0.0.json"]
    assert (tmp_path / "schemas" / "script.0.9.0.json").exists(), "files of an older version still have their schema"


def test_the_reference_has_every_key_with_its_limits():
    rows = {key.name: key for key in config.keys(ProjectConfig.model_json_schema())}
    assert rows["voice.characters_per_second"].allowed == "5 to 40"
    assert rows["voice.characters_per_second"].default == "`15`"
    assert rows["series.id"].default == "**required**"
    assert rows["profiles.<name>.width"].allowed == "160 to 7680; even"
    assert rows["voice.engine"].allowed == "`piper`, `kokoro`, `espeak-ng`, `none`"
    assert all(key.description and key.type for key in rows.values())
    for model in (SitesConfig, Canon, Licence):
        assert all(key.description and key.type for key in config.keys(model.model_json_schema()))
