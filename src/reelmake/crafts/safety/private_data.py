"""Finds card numbers, telephone numbers and e-mail addresses of real people."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reelmake.crafts.safety.port import Passage
from reelmake.documents.safety import SafetyFinding
from reelmake.documents.verdict import Severity

_CARD = re.compile(r"(?<!\d)(?:\d[ -]?){12,18}\d(?!\d)")
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_PHONE = re.compile(r"(?<![\d-])(?:\+\d{1,3}[ -]?)?(?:\(\d{2,4}\)[ -]?|\d{2,4}[ -])\d{3}[ -]?\d{3,4}(?![\d-])")
_FICTIONAL_PHONE = re.compile(r"555[ -]?01\d\d|01632|7700[ -]?900")
_FICTIONAL_MAIL = re.compile(r"@(?:[\w-]+\.)*(?:example(?:\.(?:com|org|net))?|test|invalid|localhost)$")


def private_data(passage: Passage, classifier: str) -> Iterator[SafetyFinding]:
    """Yield a finding for each card number, telephone number and e-mail address that is not reserved for fiction."""
    text = passage.text
    for found in _CARD.finditer(text):
        if _luhn(re.sub(r"\D", "", found[0])):
            why = "a payment card number with a valid check digit"
            repair = "use one with an invalid check digit"
            yield _found(passage, found[0], "HIGH", why=why, repair=repair, by=classifier)
    for found in _MAIL.finditer(text):
        if not _FICTIONAL_MAIL.search(found[0].casefold()):
            why = "an e-mail address that may belong to somebody"
            repair = "use one that ends in example.com"
            yield _found(passage, found[0], "MEDIUM", why=why, repair=repair, by=classifier)
    for found in _PHONE.finditer(_CARD.sub("", text)):
        if not _FICTIONAL_PHONE.search(found[0]):
            why = "a telephone number that may belong to somebody"
            repair = "use one reserved for fiction: 555-0100 to 555-0199"
            yield _found(passage, found[0], "MEDIUM", why=why, repair=repair, by=classifier)


def _luhn(digits: str) -> bool:
    total = 0
    for index, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if index % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0 and len(set(digits)) > 1


def _found(passage: Passage, quote: str, severity: Severity, *, why: str, repair: str, by: str) -> SafetyFinding:
    shown = f"{quote[:4]}…" if severity == "HIGH" else quote
    return SafetyFinding(
        category="private_data",
        severity=severity,
        scene_id=passage.scene_id,
        line=passage.line,
        quote=shown,
        why=why,
        repair=repair,
        classifier=by,
    )
