"""Write the generated pages of docs/, or say which are out of date: ``python -m tools.make_reference [--check]``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from tools.reference import cli, decisions, documents, errors

from reelmake.kernel.files import write_if_changed

ROOT = Path(__file__).resolve().parents[1]
PAGES: dict[str, Callable[[], str]] = {page.PATH: page.text for page in (cli, decisions, documents, errors)}


def out_of_date() -> list[str]:
    """Return the pages that are missing or say something else than the code."""
    return [name for name, text in PAGES.items() if not (ROOT / name).is_file() or _content(name) != text()]


def main() -> int:
    """Write the pages, or check them."""
    parser = argparse.ArgumentParser(prog="python -m tools.make_reference")
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a page is out of date")
    if parser.parse_args().check:
        stale = out_of_date()
        for name in stale:
            print(f"{name} is out of date: run make regen", file=sys.stderr)
        return 1 if stale else 0
    for name, text in PAGES.items():
        if write_if_changed(ROOT / name, text().encode()):
            print(f"wrote {name}")
    return 0


def _content(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
