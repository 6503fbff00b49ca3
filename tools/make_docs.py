"""Build the documentation site in build/docs, offline: ``python -m tools.make_docs [--check]``.

The pages stay where a reader of the repository finds them. They are copied with the layout of the repository, so that a
link works in both places, and Sphinx fails on every link, anchor or page that leads nowhere. With ``--check`` no pages
are written.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "docs" / "site"
OUTPUT = ROOT / "build" / "docs"
START = "README.md"
_LINK = re.compile(r"(!?\[[^\]]*\]\()([^)#\s]+)((?:#[^)\s]*)?\))")
_FETCHED = re.compile(r"""<(?:script|img|iframe|source)[^>]+src="(?:https?:)?//|<link[^>]+href="(?:https?:)?//""")
_FETCHED_BY_CSS = re.compile(r"""(?:@import|url\()\s*["']?(?:https?:)?//""")


def navigation() -> list[tuple[str, list[str]]]:
    """Return the parts of the site with their pages."""
    parts = tomllib.loads((SITE / "contents.toml").read_text(encoding="utf-8"))["part"]
    return [(part["title"], [page for name in part["pages"] for page in _matching(name)]) for part in parts]


def pages() -> list[Path]:
    """Return every Markdown page that the site has to show, listed or not."""
    return sorted([*ROOT.glob("[A-Z]*.md"), *(ROOT / "docs").rglob("*.md")])


def lay_out(directory: Path) -> None:
    """Copy the pages and all that they link to; the start page gets the navigation."""
    shutil.rmtree(directory, ignore_errors=True)
    for page in pages():
        text = page.read_text(encoding="utf-8")
        for target in _linked_files(page, text):
            copy = directory / target.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(target, copy)
        text = _LINK.sub(lambda link, page=page: link[1] + _target(page, link[2]) + link[3], text)
        place = directory / ("index.md" if page == ROOT / START else page.relative_to(ROOT))
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text + (_table_of_contents() if page == ROOT / START else ""), encoding="utf-8")


def build(*, check: bool) -> int:
    """Run Sphinx over the pages and return its status; ``check`` reads and resolves everything and writes nothing."""
    sources, work = ROOT / "build" / "docs-sources", ROOT / "build" / "docs-work"
    lay_out(sources)
    builder, output = ("dummy", work / "dummy") if check else ("html", OUTPUT)
    if not check:
        shutil.rmtree(OUTPUT, ignore_errors=True)
    strict = ("--fail-on-warning", "--keep-going", "--nitpicky", "--fresh-env", "--quiet")
    command = [sys.executable, "-m", "sphinx", *strict, "-b", builder, "-c", str(SITE), "-d", str(work / "doctrees")]
    return subprocess.run([*command, str(sources), str(output)], cwd=ROOT, check=False).returncode


def fetched(directory: Path) -> list[str]:
    """Return the files of a built site that would load something from another host."""
    found = []
    for path in sorted(directory.rglob("*")):
        pattern = {".html": _FETCHED, ".css": _FETCHED_BY_CSS}.get(path.suffix)
        if pattern is not None and pattern.search(path.read_text(encoding="utf-8")):
            found.append(str(path.relative_to(directory)))
    return found


def main() -> int:
    """Build the site, or check its links."""
    parser = argparse.ArgumentParser(prog="python -m tools.make_docs")
    parser.add_argument("--check", action="store_true", help="check links, anchors and navigation; write no pages")
    check = parser.parse_args().check
    status = build(check=check)
    if status:
        print("docs: see the warnings above; each is a link, an anchor or a page that leads nowhere", file=sys.stderr)
    elif not check:
        for name in fetched(OUTPUT):
            print(f"docs: {name} would load something from another host", file=sys.stderr)
            status = 1
        print(f"The documentation is in {OUTPUT.relative_to(ROOT)}/index.html")
    return status


def _matching(name: str) -> list[str]:
    if "*" not in name:
        return [name]
    return sorted(str(path.relative_to(ROOT)) for path in ROOT.glob(name))


def _linked_files(page: Path, text: str) -> Iterator[Path]:
    for link in _LINK.finditer(text):
        target = (page.parent / link[2]).resolve()
        if "://" not in link[2] and target.suffix != ".md" and target.is_file() and target.is_relative_to(ROOT):
            yield target


def _target(page: Path, target: str) -> str:
    """Return where a link leads on the site: a directory is its README, and the repository's README the start page."""
    if "://" in target:
        return target
    if target.endswith("/"):
        target += "README.md"
    if (page.parent / target).resolve() == ROOT / START:
        return target.removesuffix(START) + "index.md"
    return target


def _table_of_contents() -> str:
    parts = [
        "\n".join(["```{toctree}", ":hidden:", f":caption: {title}", "", *names, "```"])
        for title, names in navigation()
    ]
    return "\n\n" + "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    sys.exit(main())
