"""Where to break a sentence: best after punctuation, less well before a connecting word, worst inside a phrase."""

from __future__ import annotations

from functools import cache

SENTENCE_ENDS = tuple(".?!…。！？؟")
CLAUSE_ENDS = (",", ";", ":", "—", "–", "、", "，", "；", "：", "،", "؛")
_CLOSERS = "\"'”’»)]}」』）】"

AFTER_SENTENCE, AFTER_CLAUSE, BEFORE_CONNECTIVE, BETWEEN_WORDS, INSIDE_PHRASE = 0, 2, 5, 10, 30
"""The badness of each kind of break."""

_TITLES = frozenset({"mr", "mr.", "mrs", "mrs.", "ms", "ms.", "dr", "dr.", "st.", "prof.", "captain", "lady", "lord"})
_CONNECTIVES = {
    "en": "and but or so because that which who when where while if though as than then until with without for from "
    "to of in on at by about into over under after before",
    "fr": "et mais ou donc car que qui quand où si comme avec sans pour de à dans sur sous par après avant",
    "de": "und aber oder denn weil dass der die das wenn wo als mit ohne für von zu in auf an bei nach vor über unter",
    "es": "y pero o porque que quien cuando donde si como con sin para por de a en sobre desde hasta",
    "it": "e ma o perché che chi quando dove se come con senza per di a in su da tra fra",
    "ru": "и но а или что который когда где если как с без для из от к в на по до после",
    "el": "και αλλά ή γιατί που όταν αν όπως με χωρίς για από σε προς",
}
_KEPT_WITH_NEXT = {
    "en": "a an the my your his her its our their this that these those i you he she we they no not very is are was "
    "were be been am to of in on at by for from with and but or",
    "fr": "le la les un une des du au aux mon ma mes ton ta tes son sa ses ce cette ces je tu il elle nous vous ne "
    "de à en et ou",
    "de": "der die das den dem des ein eine einen einem einer mein dein sein ihr ich du er sie wir nicht zu in und",
    "es": "el la los las un una unos unas mi tu su este esta ese esa yo no de a en y o",
    "it": "il lo la i gli le un uno una mio tuo suo questo questa non di a in e o",
    "ru": "и а но не ни в на с к у о за по из от до",
    "el": "ο η το οι τα τον την του της ένα μια δεν να θα και σε με",
}


def break_badness(before: str, after: str, language: str) -> int:
    """Return the badness of a break between two neighbouring words of a language; lower is better."""
    bare = before.rstrip(_CLOSERS) or before
    connectives, kept_with_next = _words(language.partition("-")[0].lower())
    if before.casefold() in _TITLES:
        return INSIDE_PHRASE
    if bare.endswith(SENTENCE_ENDS):
        return AFTER_SENTENCE
    if bare.endswith(CLAUSE_ENDS):
        return AFTER_CLAUSE
    if before.casefold() in kept_with_next:
        return INSIDE_PHRASE
    if before[:1].isupper() and after[:1].isupper() and len(before) > 1:
        return INSIDE_PHRASE  # two parts of a name
    return BEFORE_CONNECTIVE if after.casefold() in connectives else BETWEEN_WORDS


@cache
def _words(language: str) -> tuple[frozenset[str], frozenset[str]]:
    return (
        frozenset(_CONNECTIVES.get(language, "").split()),
        frozenset(_KEPT_WITH_NEXT.get(language, "").split()),
    )
