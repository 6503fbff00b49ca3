"""The local asset library: the files in ``assets/`` with their licences, and the files that were refused."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import ConfigDict, Field

from reelmake.documents.action import DAY_PATTERN, FromFile
from reelmake.documents.base import Document, FrozenModel
from reelmake.kernel.digest import DIGEST_PATTERN


class Licence(FrozenModel):
    """The terms under which an asset may be used."""

    license_type: str = Field(min_length=1, description="SPDX id, or generated_local or proprietary_cleared")
    attribution: str = Field(default="", description="Who to credit; required by CC-BY and similar licences")
    purchase_record: str = Field(default="", description="Invoice or contract, if it was bought")
    provider_or_model: str = Field(default="", description="Who or what made it")
    retrieval_date: str = Field(default="", description="When it was acquired, ISO 8601")
    expires: str = Field(
        default="", pattern=DAY_PATTERN, description="Last day it may be used, such as 2027-01-31; empty: unlimited"
    )
    redistributable: bool = Field(default=False, description="Whether the file itself may be given to others")


class LicenceRecord(Licence):
    """The licence record beside an asset, ``<file>.licence.yaml``. Unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class LibraryAsset(FrozenModel):
    """One usable file of the library."""

    path: str = Field(description="Path inside the workspace, with forward slashes")
    digest: str = Field(pattern=DIGEST_PATTERN)
    media: Literal["picture", "video", "audio"]
    format: str = Field(description="File type detected from its content: png, jpeg, webp, mp4, wav …")
    kind: str = Field(description="Its first directory: character, location, prop, music, sfx")
    subject_id: str = Field(description="Who or what it shows: its second directory or its name")
    tags: tuple[str, ...] = Field(default=(), description="From the file's name: night, closeup, happy …")
    width: int = 0
    height: int = 0
    cut_out: bool = Field(default=False, description="Whether the picture has transparent parts")
    licence: Licence

    def as_input(self) -> FromFile:
        """Return this file as an input of an action."""
        return FromFile(digest=self.digest, path=self.path, licence_expires=self.licence.expires)


class RefusedAsset(FrozenModel):
    """A file that may not be used, and why."""

    path: str
    why: str
    remedy: str


class Library(Document):
    """The usable and the refused files of the library."""

    kind: ClassVar[str] = "library"

    assets: tuple[LibraryAsset, ...]
    refused: tuple[RefusedAsset, ...] = ()
