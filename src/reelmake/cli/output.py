"""How verbs print their results: tables and lines for people, JSON for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

import click

T = TypeVar("T")
MAX_LINES = 20
"""How many lines of a list are printed; the rest is only counted. A feature film's plan has thousands."""
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs instead of a table.")
all_option = click.option(
    "--all", "everything", is_flag=True, help=f"Print every line, not only the first {MAX_LINES}."
)


def print_json(data: object) -> None:
    """Print plain data as JSON; equal data prints the same text."""
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n")


def print_table(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[object]], *, numeric: Iterable[int] = ()
) -> None:
    """Print a table. Cells are printed literally: markup in them has no effect."""
    from rich.table import Table
    from rich.text import Text

    right = set(numeric)
    table = Table(title=title or None, title_justify="left", header_style="bold", box=_box(), pad_edge=False)
    for index, column in enumerate(columns):
        table.add_column(column, justify="right" if index in right else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(str(cell)) for cell in row))
    console().print(table)


def first_lines(lines: Sequence[T], *, everything: bool) -> Sequence[T]:
    """Return the lines to print: all of them, or the first ``MAX_LINES``."""
    return lines if everything else lines[:MAX_LINES]


def print_omitted(lines: Sequence[object], what: str, *, everything: bool) -> None:
    """Print how many lines were omitted, if any, and which option prints them."""
    if left := len(lines) - len(first_lines(lines, everything=everything)):
        print_line(f"… and {left:,} more {what}; --all prints every one.")


def print_line(text: str) -> None:
    """Print one line literally: markup in it has no effect."""
    console().print(text, markup=False, highlight=False, soft_wrap=True)


def console() -> Any:
    """Return the console for tables. If stdout is not a terminal, it is wide enough for paths."""
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else 140, highlight=False)


def _box() -> Any:
    from rich import box

    return box.SIMPLE_HEAD
