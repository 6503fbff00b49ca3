"""English names of numbers."""

from __future__ import annotations

_SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_GROUPS = ((10**9, "billion"), (10**6, "million"), (10**3, "thousand"), (100, "hundred"))
_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
MOST = 10**12
"""This number and larger ones are read digit by digit."""


def cardinal(number: int) -> str:
    """Return 342 as ``three hundred forty-two``."""
    if number < 20:
        return _SMALL[number]
    if number < 100:
        tens, rest = divmod(number, 10)
        return _TENS[tens - 2] + (f"-{_SMALL[rest]}" if rest else "")
    size, name = next((size, name) for size, name in _GROUPS if number >= size)
    head, rest = divmod(number, size)
    return f"{cardinal(head)} {name}" + (f" {cardinal(rest)}" if rest else "")


def ordinal(number: int) -> str:
    """Return 21 as ``twenty-first``."""
    words = cardinal(number)
    cut = max(words.rfind(" "), words.rfind("-")) + 1
    head, last = words[:cut], words[cut:]
    if last in _ORDINALS:
        return head + _ORDINALS[last]
    return head + (last[:-1] + "ieth" if last.endswith("y") else last + "th")


def year(number: int) -> str:
    """Return 1987 as ``nineteen eighty-seven``, 1905 as ``nineteen oh five``, 2007 as ``two thousand seven``."""
    century, rest = divmod(number, 100)
    if century % 10 == 0 and rest < 10:
        return cardinal(number)
    return f"{cardinal(century)} {two_digits(rest)}"


def two_digits(number: int) -> str:
    """Return the second half of a year or a time: 40 as ``forty``, 5 as ``oh five``, 0 as ``hundred``."""
    if number == 0:
        return "hundred"
    return cardinal(number) if number >= 10 else f"oh {_SMALL[number]}"


def plural(words: str) -> str:
    """Return ``eighty`` as ``eighties``."""
    return words[:-1] + "ies" if words.endswith("y") else words + "s"


def digits(text: str) -> str:
    """Return 555 as ``five five five``, 007 as ``oh oh seven``; other characters separate groups."""
    groups = "".join(char if char.isdigit() else " " for char in text).split()
    return ", ".join(" ".join("oh" if char == "0" else _SMALL[int(char)] for char in group) for group in groups)


def number(text: str) -> str:
    """Return a run of digits as a number, or digit by digit when it is a code or too long."""
    if text == "0":
        return "zero"
    if text.startswith("0") or int(text) >= MOST:
        return digits(text)
    return cardinal(int(text))
