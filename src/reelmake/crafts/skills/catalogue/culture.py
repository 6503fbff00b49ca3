"""Culture: words that stereotype people, and passages that an expert should read."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from reelmake.crafts.skills.contract import Skill, SkillInput, SkillReading
from reelmake.crafts.skills.script_pages import actions_of, advice, found, line_of, speeches_of, table
from reelmake.documents.script import ElementKind, Scene
from reelmake.documents.skill import Tier
from reelmake.documents.spoken import spoken_parts
from reelmake.documents.verdict import Finding

_FLATTENING = {
    r"exotic(?:-looking)?\s+(?:woman|man|girl|boy|beauty|people|looks?)": "say what is seen, not how foreign it is",
    r"oriental\s+(?:woman|man|girl|face|people|looks?)": "name the country or the person",
    r"gyps(?:y|ies)": "Roma, where people are meant",
    r"(?:a|the)\s+(?:cripple|retard|lunatic|spastic)\b": "name the person and, if it matters, what they live with",
    r"wheelchair-bound|confined to a wheelchair": "uses a wheelchair",
    r"(?:deaf and dumb|deaf-mute)": "deaf",
    r"third[- ]world (?:country|village|people)": "name the country",
    r"\bnative(?:s|\s+(?:girl|woman|man|people))\b": "name the people",
    r"spoken like a (?:girl|woman)": "say what it sounds like",
}
_GENDERED = {
    "policeman": "police officer",
    "fireman": "firefighter",
    "stewardess": "flight attendant",
    "chairman": "chair",
    "mailman": "letter carrier",
    "cleaning lady": "cleaner",
    "male nurse": "nurse",
    "lady doctor": "doctor",
}
_FAITH = re.compile(
    r"\b(church|mosque|synagogue|temple|priest|imam|rabbi|monk|nun|prayer|prays|bible|quran|koran|torah|ramadan|easter|"
    r"passover|diwali|funeral|wedding|baptism|hijab|turban|kippah|communion)\b"
)


_JAPANESE = frozenset({"HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "HAN", "LATIN"})


def read(material: SkillInput) -> SkillReading:
    """Return stereotypes as findings, and a table of passages for an expert."""
    findings: list[Finding] = []
    asks: list[tuple[str, int, str, str]] = []
    known = _usual_script(material)
    for scene in material.script.scenes:
        findings += [] if material.unread else _phrases(scene)
        asks += _asks(scene, known, by_words=not material.unread)
    return SkillReading(findings, (table("for a reader who knows", ("scene", "line", "about", "why"), asks),))


def _phrases(scene: Scene) -> Iterator[Finding]:
    for action in actions_of(scene):
        for pattern, instead in _FLATTENING.items():
            if hit := re.search(pattern, action.text.casefold()):
                what = f"the description {hit[0]!r} stereotypes people"
                yield found("flattening", "MEDIUM", scene, action.line, what, instead)
        for word, instead in _GENDERED.items():
            if re.search(rf"\b{word}\b", action.text.casefold()):
                what = f"{word!r} is a gendered name of an occupation"
                yield found("gendered_trade", "LOW", scene, action.line, what, f"{instead}, unless it matters")


def _asks(scene: Scene, known: frozenset[str], *, by_words: bool) -> Iterator[tuple[str, int, str, str]]:
    texts = [(action.line, action.text) for action in actions_of(scene)]
    texts += [(one.source.first, one.words) for one in scene.elements if one.kind is ElementKind.CENTERED]
    texts += [(line_of(part), part.text) for part in speeches_of(scene)]
    for line, text in sorted(texts):
        if by_words and (hit := _FAITH.search(text.casefold())):
            yield scene.id, line, hit[1], "custom or faith"
        for script in sorted(_scripts(text) - known):
            yield (
                scene.id,
                line,
                script.title(),
                "another writing system: have it checked by somebody who reads it",
            )


def _usual_script(material: SkillInput) -> frozenset[str]:
    """Return the writing systems the script is mostly in, which need no check; Japanese uses three."""
    said = "".join(part.text for part in spoken_parts(material.script))
    counts = Counter(name for char in said if char.isalpha() for name in _scripts(char))
    usual = max(sorted(counts), key=counts.__getitem__, default="LATIN")
    return _JAPANESE if usual in _JAPANESE else frozenset({usual, "LATIN"})


def _scripts(text: str) -> set[str]:
    letters = (char for char in text if char.isalpha())
    return {unicodedata.name(char, "LATIN").split()[0].replace("CJK", "HAN") for char in letters}


SKILL = Skill(
    advice("culture", "Words that flatten people, and what somebody who knows the custom should read", Tier.RESEARCH),
    read,
    "Say where a custom, faith, language or people is shown wrongly or as a type.",
)
