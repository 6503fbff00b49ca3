"""Spells out English text that is not written as words: abbreviations, times, years, money, numbers, signs."""

from __future__ import annotations

import re
from collections.abc import Callable

from reelmake.crafts.voice.numerals import cardinal, digits, number, ordinal, plural, two_digits, year

Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]

_TITLES = {
    "Mr": "Mister",
    "Mrs": "Missus",
    "Ms": "Miz",
    "Prof": "Professor",
    "Capt": "Captain",
    "Lt": "Lieutenant",
    "Sgt": "Sergeant",
    "Col": "Colonel",
    "Gen": "General",
    "Rev": "Reverend",
}
_SHORT = {
    "vs.": "versus",
    "etc.": "et cetera",
    "e.g.": "for example",
    "i.e.": "that is",
    "approx.": "approximately",
    "Jr.": "Junior",
    "Sr.": "Senior",
    "Ave.": "Avenue",
    "Rd.": "Road",
    "Blvd.": "Boulevard",
}
_NEVER_LAST = ("vs.", "e.g.", "i.e.", "approx.")
_CURRENCIES = {"$": ("dollar", "cent"), "£": ("pound", "pence"), "€": ("euro", "cent")}
_UNITS = {
    "km": "kilometres",
    "cm": "centimetres",
    "mm": "millimetres",
    "kg": "kilos",
    "mph": "miles an hour",
    "ft": "feet",
    "lbs": "pounds",
}
_PARTS = {"2": ("half", "halves"), "3": ("third", "thirds"), "4": ("quarter", "quarters")}
_SIGNS = {
    "&": " and ",
    "@": " at ",
    "+": " plus ",
    "=": " equals ",
    "%": " percent ",
    "°": " degrees ",
    "×": " times ",
    "÷": " divided by ",
    "/": " ",
    "−": "-",
}
_SEAMS = re.compile(r"(?<=[0-9])(?=[A-Za-z])|(?<=[A-Za-z])(?=[0-9])")
_BEFORE_A_NAME = r"(?=\s+[A-Z])"


def read_aloud(text: str) -> str:
    """Return English ``text`` with everything spelled out as words."""
    for pattern, reading in _RULES:
        text = pattern.sub(reading, text)
    for sign, words in _SIGNS.items():
        text = text.replace(sign, words)
    return text


def _time(match: re.Match[str]) -> str:
    hour, minute, half = int(match[1]), int(match[2]), match[3]
    if minute:
        spoken = f"{cardinal(hour)} {two_digits(minute)}"
    elif half or not hour:
        spoken = cardinal(hour)
    else:
        spoken = f"{cardinal(hour)} o'clock" if hour <= 12 else f"{cardinal(hour)} hundred"
    return spoken + _half_of_day(match, 3)


def _half_of_day(match: re.Match[str], group: int) -> str:
    return f" {match[group].upper()}-M" + _stop(match) if match[group] else ""


def _stop(match: re.Match[str]) -> str:
    """Return the full stop of an abbreviation if it also ends the sentence."""
    if not match[0].endswith(".") or match[0] in _NEVER_LAST:
        return ""
    return "." if re.match(r"\s*$|\s+[A-Z]", match.string[match.end() :]) else ""


def _money(match: re.Match[str]) -> str:
    large, small = _CURRENCIES[match[1]]
    whole, part, scale = match[2].replace(",", "") or "0", match[3], match[4]
    if scale:
        point = f" point {digits(part)}" if part else ""
        return f"{number(whole)}{point} {scale} {large}s"
    spoken = f"{number(whole)} {large}" + ("" if whole == "1" else "s")
    if not part or len(part) != 2 or not int(part):
        return spoken
    if whole != "0" and int(part) >= 10:
        return f"{spoken} {cardinal(int(part))}"
    change = f"{cardinal(int(part))} {small}" + ("" if small == "pence" or part == "01" else "s")
    return change if whole == "0" else f"{spoken} and {change}"


def _decade(match: re.Match[str]) -> str:
    century = f"{cardinal(int(match[1]))} " if match[1] else ""
    if match[2] == "0":
        return f"{century}hundreds" if match[1] != "20" else "two thousands"
    return century + plural(cardinal(int(match[2]) * 10) if match[2] != "1" else "ten")


def _fraction(match: re.Match[str]) -> str:
    one, more = _PARTS[match[2]]
    return f"{cardinal(int(match[1]))} {one if match[1] == '1' else more}"


def _decimal(match: re.Match[str]) -> str:
    point = " ".join("zero" if digit == "0" else cardinal(int(digit)) for digit in match[2])
    return f"{number(match[1].replace(',', ''))} point {point}"


def _code(match: re.Match[str]) -> str:
    """Return B12 as ``B-12`` and 14A as ``14 eh``: engines read a single A after a number as the article."""
    parts = [part.upper() if len(part) == 1 else part for part in _SEAMS.split(match[0])]
    return parts[0] + "".join(" eh" if part == "A" else f"-{part}" for part in parts[1:])


def _rule(pattern: str, reading: Callable[[re.Match[str]], str] | str) -> Rule:
    compiled = re.compile(pattern)
    if isinstance(reading, str):
        return compiled, lambda match: match.expand(reading)
    return compiled, reading


_RULES: tuple[Rule, ...] = (
    _rule(r"(?<=[0-9])\s+(?=[1-3]/[234](?![0-9/]))", " and "),
    _rule(rf"\b({'|'.join(_TITLES)})(?:\.|{_BEFORE_A_NAME})", lambda match: _TITLES[match[1]]),
    _rule(rf"\bDr\.?{_BEFORE_A_NAME}", "Doctor"),
    _rule(r"\bDr\.", lambda match: "Drive" + _stop(match)),
    _rule(rf"\bSt\.{_BEFORE_A_NAME}", "Saint"),
    _rule(r"\bSt\.", lambda match: "Street" + _stop(match)),
    _rule(rf"\bMt\.{_BEFORE_A_NAME}", "Mount"),
    _rule(r"(?:\bNo\.\s?|#)(?=[0-9])", "number "),
    _rule("(?<![A-Za-z])(" + "|".join(map(re.escape, _SHORT)) + ")", lambda match: _SHORT[match[1]] + _stop(match)),
    _rule(r"(?<![0-9:])([0-9]{1,2}):([0-5][0-9])(?![0-9:])(?:\s*([ap])\.?m\b\.?)?", _time),
    _rule(r"(?i)(?<![0-9:.])([0-9]{1,2})\s*([ap])\.?m\b\.?", lambda match: number(match[1]) + _half_of_day(match, 2)),
    _rule(
        r"([$£€])\s?(?=\.?[0-9])([0-9]*(?:,[0-9]{3})*)(?:\.([0-9]+))?(?:\s?(hundred|thousand|million|billion)\b)?",
        _money,
    ),
    _rule(r"(?<![0-9])(1[1-9]|20)([0-9])0s\b", _decade),
    _rule(r"(?<![0-9])'?()([2-9])0s\b", _decade),
    _rule(r"(?<![0-9])([0-9]{1,6})(?:st|nd|rd|th)\b", lambda match: ordinal(int(match[1]))),
    _rule(r"(?<![0-9])(?:[0-9]{3}-){1,2}[0-9]{4}(?![0-9])", lambda match: digits(match[0])),
    _rule(r"(?<![0-9.,])([0-9]+(?:,[0-9]{3})*)\.([0-9]+)(?![0-9])", _decimal),
    _rule(
        r"(?<![0-9])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])",
        lambda match: number(match[0].replace(",", "").lstrip("0") or "0"),
    ),
    _rule(r"(?<![0-9/])([1-3])/([234])(?![0-9/])", _fraction),
    _rule(r"(?<=[0-9])\s?[-–]\s?(?=[0-9])", " to "),
    _rule(r"(?<![\w-])[-−](?=[0-9])", "minus "),
    _rule(rf"(?<=[0-9])\s?({'|'.join(_UNITS)})\b", lambda match: f" {_UNITS[match[1]]}"),
    _rule(r"°\s?C\b", " degrees Celsius"),
    _rule(r"°\s?F\b", " degrees Fahrenheit"),
    _rule(r"\b(?=[A-Za-z]*[0-9])(?=[0-9]*[A-Za-z])[A-Za-z0-9]+\b", _code),
    _rule(r"(?<![0-9])(?:1[1-9][0-9]{2}|20[0-9]{2})(?![0-9])", lambda match: year(int(match[0]))),
    _rule(r"[0-9]+", lambda match: number(match[0])),
)
