"""The local asset library: what lies in ``assets/``, with its licence, and what was refused."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import ConfigDict, Field

from reelmake.documents.action import DAY_PATTERN, FromFile
from reelmake.documents.base import Document, Model
from reelmake.kernel.digest import DIGEST_PATTERN


class Licence(Model):
    """Under which terms an asset may be used."""

    license_type: str = Field(
        min_length=1, description="SPDX id where one exists; generated_local, proprietary_cleared"
    )
    attribution: str = Field(default="", description="Whom to name; required by CC-BY and its like")
    purchase_record: str = Field(default="", description="Invoice or contract, for what was bought")
    provider_or_model: str = Field(default="", description="Who or what made it")
    retrieval_date: str = Field(default="", description="When it was acquired, ISO 8601")
    expires: str = Field(
        default="", pattern=DAY_PATTERN, description="Last day it may be used, like 2027-01-31; empty: no end is set"
    )
    redistributable: bool = Field(default=False, description="Whether it may leave the house as a file")


class LicenceRecord(Licence):
    """The licence record beside an asset: ``<file>.licence.yaml``. People write it, so unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class LibraryAsset(Model):
    """One usable file of the library."""

    path: str = Field(description="Path inside the workspace, with forward slashes")
    digest: str = Field(pattern=DIGEST_PATTERN)
    media: Literal["picture", "video", "audio"]
    format: str = Field(description="What its bytes are, by our own look: png, jpeg, webp, mp4, wav …")
    kind: str = Field(description="character, location, prop, music, sfx: its first directory")
    subject_id: str = Field(description="Whom or what it shows: its second directory or its name")
    tags: tuple[str, ...] = Field(default=(), description="From the file's name: night, closeup, happy …")
    width: int = 0
    height: int = 0
    cut_out: bool = Field(default=False, description="Whether parts of a picture are transparent")
    licence: Licence

    def as_input(self) -> FromFile:
        """Return this file as an input of an action."""
        return FromFile(digest=self.digest, path=self.path, licence_expires=self.licence.expires)


class RefusedAsset(Model):
    """A file that may not be used, and why."""

    path: str
    why: str
    remedy: str


class Library(Document):
    """The library as it stands."""

    kind: ClassVar[str] = "library"

    assets: tuple[LibraryAsset, ...]
    refused: tuple[RefusedAsset, ...] = ()
