"""Documents: one canonical form, version checks, and errors with a remedy."""

from __future__ import annotations

import json
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, ValidationError

from reelmake.documents.base import Document, FrozenModel, upgrade
from reelmake.kernel.digest import digest_bytes
from reelmake.kernel.errors import NotFound, Unsupported, ValidationFailed


class Page(FrozenModel):
    number: int = Field(ge=1)
    words: str = ""


class Leaflet(Document):
    """A document of this test alone, at its second MAJOR."""

    kind: ClassVar[str] = "leaflet"
    version: ClassVar[str] = "2.1.0"

    title: str
    pages: tuple[Page, ...] = ()


class Poster(Document):
    """A document that knows how to read its older MAJORs."""

    kind: ClassVar[str] = "poster"
    version: ClassVar[str] = "3.0.0"

    heading: str
    sizes: dict[str, int]


@upgrade(Poster, 1)
def _title_became_heading(raw):
    return {**{key: value for key, value in raw.items() if key != "title"}, "heading": raw["title"]}


@upgrade(Poster, 2)
def _width_became_sizes(raw):
    return {**raw, "sizes": {"width": raw["width"]}}


def raw(**fields):
    return {"document": "leaflet", "schema_version": "2.1.0", "trace_id": "t", "title": "T", **fields}


leaflets = st.builds(
    Leaflet,
    trace_id=st.text(),
    title=st.text(),
    pages=st.lists(st.builds(Page, number=st.integers(1, 10**12), words=st.text()), max_size=4).map(tuple),
)


@pytest.mark.spec("E12")
@given(leaflets)
def test_a_document_round_trips_through_its_bytes(leaflet):
    data = leaflet.to_bytes()
    again = Leaflet.from_bytes(data, "x")
    assert again == leaflet
    assert again.to_bytes() == data
    assert again.content_digest == digest_bytes(data) == leaflet.as_parent().digest


def test_a_document_has_one_canonical_form():
    leaflet = Leaflet(title="Ж", trace_id="t", pages=(Page(words="a\nb", number=1),))
    assert (
        leaflet.to_bytes()
        == (
            '{"document":"leaflet","pages":[{"number":1,"words":"a\\nb"}],"parents":[],"schema_version":"2.1.0",'
            '"title":"Ж","trace_id":"t"}\n'
        ).encode()
    )


def test_the_order_and_spacing_of_a_file_do_not_matter():
    data = json.dumps(dict(reversed(raw(pages=[{"words": "w", "number": 3}]).items())), indent=4).encode()
    assert (
        Leaflet.from_bytes(data, "x").to_bytes()
        == Leaflet.from_data(raw(pages=[{"number": 3, "words": "w"}]), "x").to_bytes()
    )


@pytest.mark.spec("E12")
def test_unknown_fields_are_ignored_at_every_level():
    plain = Leaflet.from_data(raw(pages=[{"number": 1}]), "x")
    assert Leaflet.from_data(raw(pages=[{"number": 1, "colour": "red"}], paper="thick"), "x") == plain


@pytest.mark.spec("E12")
@pytest.mark.parametrize(
    ("data", "place"),
    [
        ({key: value for key, value in raw().items() if key != "title"}, "title"),
        ({key: value for key, value in raw().items() if key != "trace_id"}, "trace_id"),
        (raw(pages=[{"number": 1}, {"words": "w"}]), "pages.1.number"),
        (raw(pages=[{"number": 0}]), "pages.0.number"),
    ],
)
def test_a_missing_or_wrong_field_is_refused_by_file_and_name(data, place):
    with pytest.raises(ValidationFailed) as caught:
        Leaflet.from_data(data, "episodes/ep01/leaflet.json")
    assert caught.value.where == "episodes/ep01/leaflet.json"
    assert place in caught.value.what
    assert caught.value.exit_status == 2


@pytest.mark.spec("E12")
@pytest.mark.parametrize("stated", ["2.0.0", "2.1.0", "2.1.7", "2.99.3"])
def test_every_minor_of_the_same_major_is_read_and_written_as_our_own(stated):
    leaflet = Leaflet.from_data(raw(schema_version=stated, added_later=True), "x")
    assert leaflet.title == "T"
    written = json.loads(leaflet.to_bytes())
    assert written["schema_version"] == Leaflet.version, "it no longer holds what a newer program added"
    assert "added_later" not in written


@pytest.mark.spec("E12")
def test_an_older_major_is_refused_with_what_to_do():
    with pytest.raises(Unsupported) as caught:
        Leaflet.from_data(raw(schema_version="1.4.0"), "leaflet.json")
    error = caught.value
    assert (error.reason, error.allowed, error.exit_status) == ("UNSUPPORTED_MAJOR_VERSION", "2.x", 7)
    assert "1.4.0" in error.what
    assert "build it again" in error.remedy


def test_a_newer_major_is_refused_with_what_to_do():
    with pytest.raises(Unsupported) as caught:
        Leaflet.from_data(raw(schema_version="3.0.0"), "leaflet.json")
    assert "update reelmake" in caught.value.remedy


@pytest.mark.spec("E12")
def test_an_older_major_with_upgrades_is_read_step_by_step():
    first = {"document": "poster", "schema_version": "1.2.3", "trace_id": "t", "title": "Tonight", "width": 30}
    second = {**first, "schema_version": "2.0.0", "heading": "Tonight"}
    for older in (first, second):
        poster = Poster.from_data(older, "x")
        assert (poster.heading, poster.sizes, poster.schema_version) == ("Tonight", {"width": 30}, "3.0.0")
    assert first["title"] == "Tonight", "what was read is left as it was"


@pytest.mark.parametrize("stated", ["", None, "2", "2.1", "two.one.zero", "2.1.0.0", "-2.1.0", "²1.1.0", "2.1.x"])
def test_an_invalid_version_is_refused(stated):
    with pytest.raises(ValidationFailed, match="schema_version"):
        Leaflet.from_data(raw(schema_version=stated), "x")


def test_a_document_without_a_version_is_refused():
    with pytest.raises(ValidationFailed, match="schema_version is missing"):
        Leaflet.from_data({"trace_id": "t", "title": "T"}, "x")


@pytest.mark.parametrize("data", [b"", b"{", b"\xff\xfe", b"[]", b"null", b'"leaflet"'])
def test_anything_but_a_json_object_is_refused(data):
    with pytest.raises(ValidationFailed):
        Leaflet.from_bytes(data, "x")


def test_a_document_of_another_kind_is_refused_by_name():
    with pytest.raises(ValidationFailed, match="poster"):
        Leaflet.from_data(raw(document="poster"), "x")


def test_a_missing_document_is_reported_with_how_to_build_it(tmp_path):
    with pytest.raises(NotFound) as caught:
        Leaflet.load(tmp_path / "leaflet.json")
    assert "snakemake" in caught.value.remedy
    assert "leaflet.json" in caught.value.where


def test_a_saved_document_is_loaded_again_and_an_equal_one_is_not_written(tmp_path):
    path = tmp_path / "a" / "leaflet.json"
    leaflet = Leaflet(title="T", trace_id="t")
    leaflet.save(path)
    assert Leaflet.load(path) == leaflet
    assert not leaflet.save_if_changed(path)
    assert leaflet.model_copy(update={"title": "U"}).save_if_changed(path)


def test_a_document_cannot_be_changed():
    leaflet = Leaflet(title="T", trace_id="t")
    with pytest.raises(ValidationError):
        leaflet.title = "U"


def test_a_document_always_states_its_own_kind():
    assert Leaflet(title="T", trace_id="t", document="poster").document == "leaflet"


def test_a_long_list_of_problems_is_shortened():
    with pytest.raises(ValidationFailed) as caught:
        Leaflet.from_data(raw(pages=[{"number": 0}] * 50), "x")
    assert "and 42 more" in caught.value.what
