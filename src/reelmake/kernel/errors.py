"""The errors reelmake reports: where, what is wrong, what is allowed, and what to do."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterable
from enum import StrEnum


class Code(StrEnum):
    """The stable kinds of failure; each has its own exit status."""

    VALIDATION_ERROR = "VALIDATION_ERROR"
    """The input does not have the required form."""
    INVARIANT_VIOLATION = "INVARIANT_VIOLATION"
    """An invariant does not hold: a digest, a signature, a lock, a gate."""
    NOT_FOUND = "NOT_FOUND"
    """Something that was named does not exist."""
    CONFLICT = "CONFLICT"
    """Two things claim the same place, or a name is ambiguous."""
    MODE_VIOLATION = "MODE_VIOLATION"
    """The action is not allowed in this mode or before this approval."""
    UNSUPPORTED_OPERATION = "UNSUPPORTED_OPERATION"
    """The version or operation is not supported by this program."""
    INTERNAL_ERROR = "INTERNAL_ERROR"
    """A fault of the program or the machine, not of the input."""


EXIT_STATUS: dict[Code, int] = {
    Code.VALIDATION_ERROR: 2,
    Code.INVARIANT_VIOLATION: 3,
    Code.NOT_FOUND: 4,
    Code.CONFLICT: 5,
    Code.MODE_VIOLATION: 6,
    Code.UNSUPPORTED_OPERATION: 7,
    Code.INTERNAL_ERROR: 70,
}


class ReelmakeError(Exception):
    """A failure a person can act on. Subclasses set ``code``; ``reason`` is the finer, stable name.

    Paths below the current directory are shown relative to it.
    """

    code = Code.INTERNAL_ERROR

    def __init__(self, what: str, *, where: str = "", allowed: str = "", remedy: str = "", reason: str = "") -> None:
        super().__init__(what)
        self.what = with_relative_paths(what)
        self.where = with_relative_paths(where)
        self.allowed = with_relative_paths(allowed)
        self.remedy = with_relative_paths(remedy)
        self.reason = reason

    @property
    def exit_status(self) -> int:
        return EXIT_STATUS[self.code]

    @property
    def headline(self) -> str:
        """Return the word a message begins with."""
        return self.code.value

    def __str__(self) -> str:
        text = f"{self.where}: {self.what}" if self.where else self.what
        if self.allowed:
            text += f"\n  allowed: {self.allowed}"
        if self.remedy:
            text += f"\n  to do: {self.remedy}"
        return text

    def as_data(self) -> dict[str, str]:
        """Return the error as plain data, for ``--json`` and for records."""
        return {
            "code": self.code.value,
            "reason": self.reason,
            "where": self.where,
            "what": self.what,
            "allowed": self.allowed,
            "remedy": self.remedy,
        }


class ValidationFailed(ReelmakeError):
    code = Code.VALIDATION_ERROR


class InvariantViolated(ReelmakeError):
    code = Code.INVARIANT_VIOLATION


class NotFound(ReelmakeError):
    code = Code.NOT_FOUND


class Conflict(ReelmakeError):
    code = Code.CONFLICT


class ModeViolated(ReelmakeError):
    code = Code.MODE_VIOLATION


class Waiting(ModeViolated):
    """Not a failure: a person has to decide first. Its exit status is EX_TEMPFAIL, "try again later"."""

    status = 75

    @property
    def exit_status(self) -> int:
        return self.status

    @property
    def headline(self) -> str:
        return "WAITING"


class Unsupported(ReelmakeError):
    code = Code.UNSUPPORTED_OPERATION


class Internal(ReelmakeError):
    code = Code.INTERNAL_ERROR


def with_relative_paths(text: str) -> str:
    """Return ``text`` with every path below the current directory made relative to it."""
    try:
        here = os.getcwd()  # noqa: PTH109 only the text is needed
    except FileNotFoundError:
        return text
    # Only whole path components are removed: /srv/film occurs in /mnt/srv/film and /srv/films, which are other places.
    return re.sub(rf"(?<![\w./~-]){re.escape(here.rstrip('/'))}/(?=[^\s/])", "", text) if here in text else text


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ``; did you mean "…"?`` for the most similar known word, or an empty text when none is similar."""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f'; did you mean "{near[0]}"?' if near else ""


def one_line(text: str, limit: int = 80) -> str:
    """Return ``text`` ready to be quoted in a message: printable, on one line, at most ``limit`` characters."""
    shown = "".join(char if char.isprintable() else "�" for char in text)
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"
