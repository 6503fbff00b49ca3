"""The sign (a simple drawing) of each kind of thing; templates/art/prop.svg.j2 draws every sign named here."""

from __future__ import annotations

from reelmake.documents.lexicon.picture_words import words_of

SIGNS: dict[str, str] = {
    "letter": "letter envelope note telegram invitation mail",
    "key": "key keys keyring",
    "phone": "phone mobile smartphone cellphone",
    "telephone": "telephone handset receiver",
    "book": "book diary notebook journal ledger manuscript script novel bible passport",
    "photo": "photo photograph picture portrait painting polaroid snapshot postcard",
    "cup": "cup mug coffee tea teacup",
    "glass": "glass wine goblet tumbler drink whisky whiskey beer",
    "bottle": "bottle flask vial perfume",
    "lamp": "lamp desklamp",
    "lantern": "lantern torch flashlight",
    "candle": "candle candles candlestick",
    "watch": "watch wristwatch pocketwatch",
    "clock": "clock alarm",
    "wheel": "wheel reel gear film tape",
    "compass": "compass dial",
    "gun": "gun pistol revolver rifle",
    "umbrella": "umbrella parasol",
    "bag": "bag handbag purse backpack satchel sack",
    "suitcase": "suitcase briefcase case luggage trunk",
    "ticket": "ticket tickets card coupon",
    "flower": "flower flowers rose roses bouquet tulip",
    "knife": "knife dagger blade",
    "hat": "hat cap fedora",
    "newspaper": "newspaper paper papers magazine headline",
    "radio": "radio transistor walkman",
    "map": "map chart plan",
    "ring": "ring rings",
    "coin": "coin coins money medal",
    "box": "box parcel package carton crate present gift",
    "glasses": "glasses spectacles sunglasses",
    "cane": "cane stick crutch",
    "camera": "camera camcorder",
    "microphone": "microphone mic",
    "pen": "pen pencil quill brush",
    "screen": "computer laptop screen monitor television tv tablet",
    "shoe": "shoe shoes boot boots slippers",
    "hammer": "hammer mallet axe",
    "guitar": "guitar violin cello",
    "bell": "bell doorbell",
    "mirror": "mirror",
    "kettle": "kettle teapot pot",
    "bread": "bread loaf cake pie sandwich",
    "boat": "boat ship",
    "bulb": "bulb lightbulb",
    "scissors": "scissors shears",
}
GENERIC_SIGN = "thing"
_SIGN_OF = {word: sign for sign, words in SIGNS.items() for word in words.split()}


def sign_of(prop: str) -> str:
    """Return the sign for a thing's name, or ``GENERIC_SIGN`` when no word of it has one."""
    # The last word before "of" says what a thing is: a key ring is a ring, and a bottle of wine a bottle.
    head = prop.casefold().split(" of ")[0]
    words = (*reversed(words_of(head)), *words_of(prop))
    return next(
        (_SIGN_OF[one] for word in words for one in (word, word.removesuffix("s")) if one in _SIGN_OF), GENERIC_SIGN
    )
