"""The check by word lists and context: deterministic, without a model, with a reason for each finding."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

from reelmake.crafts.safety.disguised_words import Hit, find_phrases, nearby, normal, without
from reelmake.crafts.safety.passages import ADULT
from reelmake.crafts.safety.port import CheckContext, Passage
from reelmake.crafts.safety.private_data import private_data
from reelmake.documents.project import SafetyCategory
from reelmake.documents.safety import SafetyFinding
from reelmake.documents.verdict import Severity

NAME = "words"
_AGE = re.compile(r"\b(\d{1,2})[- ]years?[- ]old\b|,\s(\d{1,2})(?=[,.)])|\((\d{1,2})\)")
_NEAR = 12


@dataclass(frozen=True)
class Rule:
    """What to find, near which other words, and what it means."""

    id: str
    category: SafetyCategory
    severity: Severity
    prompts: Severity
    words: tuple[str, ...]
    near: tuple[str, ...]
    within: int
    one_sentence: bool
    why: str
    repair: str


@dataclass(frozen=True)
class Lexicon:
    """The shipped lists."""

    harmless: tuple[str, ...]
    minors: tuple[str, ...]
    explicit: tuple[str, ...]
    suggestive: tuple[str, ...]
    rules: tuple[Rule, ...]


class WordClassifier:
    """Finds words in context. The shipped lists are in English; a series' own may be in any language."""

    name = NAME

    def check(self, passages: Sequence[Passage], context: CheckContext) -> Iterable[SafetyFinding]:
        """Return the findings of the lists, per passage and per scene."""
        lists = lexicon()
        harmless = (*lists.harmless, *context.harmless)
        texts = [without(normal(passage.text), harmless) for passage in passages]
        for passage, text in zip(passages, texts, strict=True):
            for rule in lists.rules:
                yield from _by_rule(rule, passage, text, context)
            for name, words in context.lists.items():
                for hit in find_phrases(text, words):
                    why = f"it is in the series' list {name!r}"
                    yield _finding("series_list", "HIGH", passage, hit, why=why, repair="use other words")
            yield from private_data(passage, NAME)
        yield from _minors(passages, texts, context, lists)


@cache
def lexicon() -> Lexicon:
    """Return the shipped lists."""
    raw = tomllib.loads(Path(__file__).with_name("lexicon.toml").read_text(encoding="utf-8"))
    return Lexicon(
        harmless=tuple(raw["harmless"]),
        minors=tuple(raw["minors"]),
        explicit=tuple(raw["explicit"]),
        suggestive=tuple(raw["suggestive"]),
        rules=tuple(_rule(entry) for entry in raw["rule"]),
    )


def _rule(raw: Mapping[str, object]) -> Rule:
    severity = cast("Severity", raw["severity"])
    return Rule(
        id=str(raw["id"]),
        category=cast("SafetyCategory", raw["category"]),
        severity=severity,
        prompts=cast("Severity", raw.get("prompts", severity)),
        words=tuple(cast("list[str]", raw["words"])),
        near=tuple(cast("list[str]", raw.get("near", []))),
        within=cast("int", raw.get("within", _NEAR)),
        one_sentence=bool(raw.get("one_sentence", False)),
        why=str(raw["why"]),
        repair=str(raw["repair"]),
    )


def _by_rule(rule: Rule, passage: Passage, text: str, context: CheckContext) -> Iterator[SafetyFinding]:
    hits = find_phrases(text, rule.words)
    company = find_phrases(text, rule.near) if hits and rule.near else []
    for hit in hits:
        beside = nearby(hit, company, rule.within, one_sentence=rule.one_sentence)
        if rule.near and beside is None:
            continue
        severity = rule.prompts if context.point == "prompts" else rule.severity
        why = f"{rule.why}: {hit.phrase!r}" + (f" near {beside.phrase!r}" if beside else "")
        yield _finding(rule.category, severity, passage, hit, why=why, repair=rule.repair)
        return


def _minors(
    passages: Sequence[Passage], texts: Sequence[str], context: CheckContext, lists: Lexicon
) -> Iterator[SafetyFinding]:
    """Find sexual content with a minor: explicit words in the same scene, suggestive ones in the same passage."""
    young: dict[str, str] = {}
    for passage, text in zip(passages, texts, strict=True):
        who = _young(passage, text, context, lists)
        if who:
            young.setdefault(_scene(passage), who)
    for passage, text in zip(passages, texts, strict=True):
        here = _young(passage, text, context, lists)
        hits = [(hit, young.get(_scene(passage), "")) for hit in find_phrases(text, lists.explicit)]
        hits += [(hit, here) for hit in find_phrases(text, lists.suggestive) if here]
        for hit, who in hits:
            if who:
                why = f"sexual content ({hit.phrase!r}) with a minor ({who})"
                yield _finding(
                    "sexual_minors", "CRITICAL", passage, hit, why=why, repair="remove it; no setting allows it"
                )
                break


def _scene(passage: Passage) -> str:
    return passage.scene_id or f"line {passage.line}"


def _young(passage: Passage, text: str, context: CheckContext, lists: Lexicon) -> str:
    """Return the words that make a passage about a minor; empty if there are none."""
    if passage.speaker_id in context.minors:
        return passage.speaker_id
    named = find_phrases(text, sorted(context.minor_names))
    called = named or find_phrases(text, lists.minors)
    if called:
        return called[0].phrase
    for found in _AGE.finditer(text):
        age = next(group for group in found.groups() if group)
        if int(age) < ADULT and int(age) > 0:
            return found[0].strip(" ,.()")
    return ""


def _finding(category: str, severity: Severity, passage: Passage, hit: Hit, *, why: str, repair: str) -> SafetyFinding:
    return SafetyFinding.model_validate(
        {
            "category": category,
            "severity": severity,
            "scene_id": passage.scene_id,
            "line": passage.line,
            "quote": _quote(passage, hit),
            "why": why,
            "repair": repair,
            "classifier": NAME,
        }
    )


def _quote(passage: Passage, hit: Hit) -> str:
    # Positions are those of the normal form; if its length differs from the text's, the normal form is quoted.
    text = passage.text if len(passage.text) == len(hit.text) else hit.text
    start, end = max(0, hit.start - 30), min(len(text), hit.end + 30)
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
