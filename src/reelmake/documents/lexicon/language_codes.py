"""The three-letter language codes that MP4 tracks carry."""

from __future__ import annotations

UNDETERMINED = "und"
_PAIRS = """
af:afr am:amh ar:ara az:aze be:bel bg:bul bn:ben bs:bos ca:cat cs:ces cy:cym da:dan de:deu el:ell en:eng es:spa
et:est eu:eus fa:fas fi:fin fil:fil fr:fra ga:gle gl:glg gu:guj he:heb hi:hin hr:hrv hu:hun hy:hye id:ind is:isl
it:ita ja:jpn ka:kat kk:kaz km:khm kn:kan ko:kor lo:lao lt:lit lv:lav mk:mkd ml:mal mn:mon mr:mar ms:msa my:mya
nb:nob ne:nep nl:nld nn:nno no:nor pa:pan pl:pol pt:por ro:ron ru:rus si:sin sk:slk sl:slv sq:sqi sr:srp sv:swe
sw:swa ta:tam te:tel th:tha tr:tur uk:ukr ur:urd uz:uzb vi:vie yi:yid zh:zho zu:zul
"""
_THREE_LETTERS = dict(pair.split(":") for pair in _PAIRS.split())


def track_language(tag: str) -> str:
    """Return the ISO 639-2 code of a BCP 47 tag; ``und`` for a language this table does not know."""
    primary = tag.partition("-")[0].lower()
    if primary in _THREE_LETTERS:
        return _THREE_LETTERS[primary]
    return primary if primary in _THREE_LETTERS.values() else UNDETERMINED
