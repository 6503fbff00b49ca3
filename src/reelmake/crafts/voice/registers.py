"""Decides whether a character has a low or a high voice, by their description in the canon."""

from __future__ import annotations

import re

from reelmake.crafts.voice.port import Register
from reelmake.documents.canon_facts import CanonCharacter
from reelmake.documents.lexicon.words import word_set

_LOW = word_set("man boy gentleman father husband brother son uncle grandfather widower king he him his himself")
_HIGH = word_set("woman girl lady mother wife sister daughter aunt grandmother widow queen she her hers herself")
_WORD = re.compile(r"[a-z]+")


def register_of(person: CanonCharacter) -> Register:
    """Return the register of a character's voice.

    The canon's words on the voice count first, then the pronouns of the description, then its other words: those may
    describe relatives.
    """
    of_voice = [word for value in person.voice.values() for word in _WORD.findall(str(value).casefold())]
    described = _WORD.findall(person.description.casefold())
    pronouns = [word for word in described if word in ("he", "him", "his", "himself", "she", "her", "hers", "herself")]
    for words in (of_voice, pronouns, described):
        low, high = sum(word in _LOW for word in words), sum(word in _HIGH for word in words)
        if low != high:
            return "low" if low > high else "high"
    return ""
