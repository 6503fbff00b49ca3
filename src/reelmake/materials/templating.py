"""The shipped Jinja templates. Compiled ones are kept on disk, as Python keeps compiled modules."""

from __future__ import annotations

import io
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket

from reelmake.kernel.files import write_atomic
from reelmake.materials.shipped import shipped


class CompiledBeside(BytecodeCache):
    """Keeps compiled templates in ``__pycache__`` beside their sources, if that is writable.

    Jinja uses one only if the source's checksum and the versions of Jinja and Python match.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory / "__pycache__"

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket from the compiled file of its template, if there is one that matches."""
        with suppress(OSError):
            bucket.load_bytecode(io.BytesIO(self._path(bucket).read_bytes()))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write a bucket beside the templates. Where that is not permitted, every process compiles them itself."""
        made = io.BytesIO()
        bucket.write_bytecode(made)
        with suppress(OSError):
            self.directory.mkdir(exist_ok=True)
            write_atomic(self._path(bucket), made.getvalue())

    def _path(self, bucket: Bucket) -> Path:
        return self.directory / f"{bucket.key}.{sys.implementation.cache_tag}.jinja"


@cache
def templates(kind: str, *, markup: bool) -> Environment:
    """Return the templates of ``templates/<kind>/``; with ``markup``, values are escaped for XML and HTML."""
    directory = shipped("templates", kind)
    return Environment(
        loader=FileSystemLoader(directory),
        undefined=StrictUndefined,
        autoescape=markup,  # noqa: S701 filtergraphs are not markup
        bytecode_cache=CompiledBeside(directory),
    )
