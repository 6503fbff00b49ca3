"""docs/documents.md: every kind of file with its version, purpose and schema, from the models."""

from __future__ import annotations

from collections.abc import Iterable

from tools.reference.markdown import paragraphs

from reelmake.documents.reference.schemas import UNVERSIONED, document_types

PATH = "docs/documents.md"
_HEAD = """# Documents

Everything that one part of reelmake hands to another is a *document*: a JSON file with a kind, a version and a schema.
They are the interface of every product: a program in any language may read them, and each craft works with
nothing but the documents it names. This page is generated from the models: do not edit it, run `make regen`.

## Reading and writing them

- `document` names the kind and `schema_version` its version, `MAJOR.MINOR.PATCH`. A reader ignores fields that it does
  not know and refuses a document in which a required one is missing. Every MINOR of one MAJOR can be read; another
  MAJOR is refused with an instruction.
- The bytes are canonical: sorted keys, no spaces, UTF-8, one newline at the end. Equal content is equal bytes.
- No document that is hashed says when or where it was made. `parents` names what it was made from, by blake3.
- The files in `schemas/` are JSON Schema 2020-12, named `<kind>.<version>.json`.
"""


def text() -> str:
    """Return the page."""
    documents = ((one.kind, one.version, one.__doc__ or "") for one in document_types())
    written = ((name, "1.0.0", model.__doc__ or "") for name, model in sorted(UNVERSIONED.items()))
    return "\n".join(
        [
            _HEAD,
            "## Documents that stages exchange\n",
            *_entries(documents),
            "## Files without a version of their own\n",
            "People write most of these, in YAML; [config.md](config.md) has every key. They are at version 1.0.0.\n",
            *_entries(written),
        ]
    )


def _entries(kinds: Iterable[tuple[str, str, str]]) -> Iterable[str]:
    for kind, version, purpose in kinds:
        schema = f"{kind}.{version}.json"
        yield f"### `{kind}`\n\n{paragraphs(purpose)}\n\nVersion {version}, schema [{schema}](../schemas/{schema}).\n"
