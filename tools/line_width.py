"""Say which lines of the documentation are too long: ``python -m tools.line_width``.

A row of a table is excepted, because Markdown cannot break it, and so is a line without a space to break at.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

WIDTH = 120
ROOT = Path(__file__).resolve().parents[1]


def pages(root: Path) -> list[Path]:
    """Return the documentation of a checkout: the pages at its top and all of docs/."""
    return sorted([*root.glob("[A-Z]*.md"), *(root / "docs").rglob("*.md")])


def too_long(text: str) -> Iterator[tuple[int, int]]:
    """Yield the number and the length of each line that is too long."""
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.removeprefix("- ").split()
        if len(line) > WIDTH and len(words) > 1 and not line.lstrip().startswith("|"):
            yield number, len(line)


def main() -> int:
    """Check every page; return 1 when a line is too long."""
    wrong = [
        f"{page.relative_to(ROOT)}:{number}: {length} columns; at most {WIDTH}"
        for page in pages(ROOT)
        for number, length in too_long(page.read_text(encoding="utf-8"))
    ]
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
