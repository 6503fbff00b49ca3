"""Tool: typeset ``page.typ`` to ``out.pdf`` or ``out.png``, using only the fonts in ``in/``.

    typeset pdf
    typeset png 144

The text comes from ``page.json`` as data: Typst cannot execute it, and reads no file outside this directory.
"""

from __future__ import annotations

import sys
from pathlib import Path


def main(arguments: list[str]) -> None:
    """Typeset the page in the current directory as a PDF, or as one PNG at the given resolution (dots per inch)."""
    import typst

    compiler = typst.Compiler(root=".", font_paths=["in"], ignore_system_fonts=True)
    if arguments[0] == "pdf":
        made = compiler.compile(input="page.typ", format="pdf")
    else:
        made = compiler.compile(input="page.typ", format="png", ppi=float(arguments[1]))
    if not isinstance(made, bytes):
        raise SystemExit("the page does not fit on one sheet")
    Path(f"out.{arguments[0]}").write_bytes(made)


if __name__ == "__main__":
    main(sys.argv[1:])
