"""What every entry of a signed chain holds, and what its head holds; each chain adds its own fields and its kind."""

from __future__ import annotations

from pydantic import Field

from reelmake.documents.base import Document
from reelmake.kernel.digest import DIGEST_PATTERN


class ChainEntry(Document):
    """One entry of a chain. It names the entry before it and is signed by whoever added it."""

    number: int = Field(ge=1, description="Counts the entries from 1")
    previous: str = Field(default="", description="blake3 of the entry before; empty for the first")
    key: str = Field(
        default="",
        pattern=r"^([0-9a-f]{64})?$",
        description="The Ed25519 public key of whoever added the entry, in hexadecimal",
    )
    signature: str = Field(default="", description="Ed25519 over the entry without its signature, in hexadecimal")


class ChainHead(Document):
    """The end of a chain: how many entries there are and which is the last, signed by whoever added that one."""

    count: int = Field(ge=1)
    last: str = Field(pattern=DIGEST_PATTERN, description="blake3 of the last entry")
    key: str = Field(pattern=DIGEST_PATTERN, description="The Ed25519 public key of who added the last entry")
    signature: str = Field(default="", description="Ed25519 over the head without its signature, in hexadecimal")
