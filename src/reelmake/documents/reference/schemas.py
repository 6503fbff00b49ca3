"""Generates the JSON Schemas of every document and file from the models.

``python -m reelmake.documents.reference.schemas`` writes them to ``schemas/``; with ``--check`` it only lists those
that are out of date. Schemas of older versions are kept: they describe files that exist.
"""

from __future__ import annotations

import argparse
import importlib
import json
import pkgutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel

import reelmake.documents
from reelmake.documents.action import Action
from reelmake.documents.base import Document
from reelmake.documents.brief import Brief
from reelmake.documents.canon import Canon
from reelmake.documents.library import LicenceRecord
from reelmake.documents.numbering import Numbering
from reelmake.documents.project import ProjectConfig, SitesConfig
from reelmake.documents.reask_counts import ReaskCounts
from reelmake.kernel.files import write_if_changed
from reelmake.materials.shipped import shipped

DIALECT = "https://json-schema.org/draft/2020-12/schema"
UNVERSIONED: dict[str, type[BaseModel]] = {
    "action": Action,
    "licence": LicenceRecord,
    "project": ProjectConfig,
    "sites": SitesConfig,
    "canon": Canon,
    "brief": Brief,
    "numbering": Numbering,
    "takes": ReaskCounts,
}
"""Models whose files have no schema_version; their schemas are 1.0.0"""


def document_types() -> list[type[Document]]:
    """Return every document class, sorted by kind."""
    for module in pkgutil.iter_modules(reelmake.documents.__path__, "reelmake.documents."):
        if module.name != __name__:
            importlib.import_module(module.name)
    ours = [document for document in _subclasses(Document) if document.__module__.startswith("reelmake.")]
    return sorted(ours, key=lambda document: document.kind)


def _subclasses(base: type[Document]) -> Iterator[type[Document]]:
    """Yield every document class that names its kind; one without a kind is only a base for others."""
    for document in base.__subclasses__():
        if "kind" in vars(document):
            yield document
        yield from _subclasses(document)


def schemas() -> dict[str, dict[str, Any]]:
    """Return every schema by its file name, ``<name>.<version>.json``."""
    result = {}
    for document in document_types():
        result[f"{document.kind}.{document.version}.json"] = document_schema(document)
    for name, model in UNVERSIONED.items():
        result[f"{name}.1.0.0.json"] = _schema(name, "1.0.0", model)
    return dict(sorted(result.items()))


def document_schema(document: type[Document]) -> dict[str, Any]:
    """Return a document's schema. Like the reader, it accepts every version with the same major number."""
    schema = _schema(document.kind, document.version, document)
    stated = schema["properties"]
    stated["document"] = {"const": document.kind, "description": stated["document"]["description"]}
    major = document.version.split(".")[0]
    stated["schema_version"] = {
        "type": "string",
        "pattern": rf"^{major}\.[0-9]+\.[0-9]+$",
        "description": stated["schema_version"]["description"],
    }
    schema["required"] = ["document", "schema_version", *schema["required"]]
    return schema


def out_of_date(directory: Path) -> list[str]:
    """Return the names of the schema files that are missing from a directory or differ."""
    return [
        name
        for name, schema in schemas().items()
        if not (directory / name).is_file() or (directory / name).read_bytes() != _written(schema)
    ]


def write(directory: Path) -> list[str]:
    """Write every schema into a directory; return the names of those that changed."""
    return [name for name, schema in schemas().items() if write_if_changed(directory / name, _written(schema))]


def _schema(name: str, version: str, model: type[BaseModel]) -> dict[str, Any]:
    schema = model.model_json_schema()
    if "$ref" in schema:
        # A model that holds its own kind is only referred to; what it is of is said here all the same.
        schema = {"description": schema["$defs"][model.__name__]["description"], **schema}
    for part in _objects(schema):
        # The models refuse keys that do not match the pattern; without this the schema would accept them.
        if "patternProperties" in part:
            part["additionalProperties"] = False
    return {"$schema": DIALECT, "$id": f"reelmake/{name}/{version}", **schema}


def _objects(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for item in value.values():
            yield from _objects(item)
    elif isinstance(value, list):
        for item in value:
            yield from _objects(item)


def _written(schema: dict[str, Any]) -> bytes:
    return (json.dumps(schema, indent=2, ensure_ascii=False) + "\n").encode()


def main(argv: Sequence[str]) -> int:
    """Write the schemas, or check them."""
    parser = argparse.ArgumentParser(
        prog="python -m reelmake.documents.reference.schemas", description="Generate JSON Schemas."
    )
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a schema is out of date")
    directory = shipped("schemas")
    if not parser.parse_args(argv).check:
        for name in write(directory):
            print(f"wrote schemas/{name}")
        return 0
    stale = out_of_date(directory)
    for name in stale:
        print(f"schemas/{name} is out of date: run make regen", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
