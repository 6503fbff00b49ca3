"""The shipped Jinja templates, compiled once and not by every process: as Python does it with modules."""

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
    """Keeps compiled templates in ``__pycache__`` beside their sources, where that can be written.

    Jinja compares the source's checksum and its own and Python's version before it takes one.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory / "__pycache__"

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket from the file of its template, if there is one that fits."""
        with suppress(OSError):
            bucket.load_bytecode(io.BytesIO(self._path(bucket).read_bytes()))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write a bucket beside the templates; a place that is not ours to write costs time and nothing else."""
        made = io.BytesIO()
        bucket.write_bytecode(made)
        with suppress(OSError):
            self.directory.mkdir(exist_ok=True)
            write_atomic(self._path(bucket), made.getvalue())

    def _path(self, bucket: Bucket) -> Path:
        return self.directory / f"{bucket.key}.{sys.implementation.cache_tag}.jinja"


@cache
def templates(kind: str, *, markup: bool) -> Environment:
    """Return the templates of ``templates/<kind>/``; where they make ``markup``, values are escaped for it."""
    directory = shipped("templates", kind)
    return Environment(
        loader=FileSystemLoader(directory),
        undefined=StrictUndefined,
        autoescape=markup,  # noqa: S701 what ffmpeg reads is no markup
        bytecode_cache=CompiledBeside(directory),
    )
