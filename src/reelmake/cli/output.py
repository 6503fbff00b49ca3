"""How verbs report: a table for people, JSON for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

import click

T = TypeVar("T")
FIRST = 20
"""Lines printed for a person before the rest is only counted; a feature film's plan has thousands."""
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs instead of a table.")
all_option = click.option("--all", "everything", is_flag=True, help=f"Print every line, not only the first {FIRST}.")


def print_json(data: object) -> None:
    """Print plain data as JSON, one stable spelling."""
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n")


def print_table(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[object]], *, numeric: Iterable[int] = ()
) -> None:
    """Print a table; cells are data and never markup."""
    from rich.table import Table
    from rich.text import Text

    right = set(numeric)
    table = Table(title=title or None, title_justify="left", header_style="bold", box=_box(), pad_edge=False)
    for index, column in enumerate(columns):
        table.add_column(column, justify="right" if index in right else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(str(cell)) for cell in row))
    console().print(table)


def shown(lines: Sequence[T], *, everything: bool) -> Sequence[T]:
    """Return the lines to print: all of them, or the first few."""
    return lines if everything else lines[:FIRST]


def say_what_is_left(lines: Sequence[object], what: str, *, everything: bool) -> None:
    """Say how many lines were left out, if any, and which option prints them."""
    if left := len(lines) - len(shown(lines, everything=everything)):
        say(f"… and {left:,} more {what}; --all prints every one.")


def say(text: str) -> None:
    """Print one line; it is data and never markup."""
    console().print(text, markup=False, highlight=False, soft_wrap=True)


def console() -> Any:
    """Return the console tables go to; wide enough for paths when nobody watches."""
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else 140, highlight=False)


def _box() -> Any:
    from rich import box

    return box.SIMPLE_HEAD
