"""The contradiction suite: a taxonomy of what a script can get wrong, and minimal pairs made from it.

Every subtype is a short scene with a «slot». Filled one way the script agrees with the canon, filled the other way it
contradicts it. The line that a finding must name begins with «here». Variants change the people, the places, how notes
are written, and what comes before the scene.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reelmake.crafts.canon.gate import verdict_of
from reelmake.crafts.canon.walk import walk
from reelmake.crafts.story.fountain import parse_fountain
from reelmake.documents.canon import Canon
from reelmake.documents.verdict import CanonVerdict

HERE = "«here»"
PEOPLE = {"ada": ("ADA", 41), "ben": ("BEN", 38), "cleo": ("CLEO", 66), "dov": ("DOV", 29), "eva": ("EVA", 52)}
SURNAMES = ("NORTH", "SOUTH", "EAST", "WEST", "GRAY")
PLACES = {"kitchen": "KITCHEN", "harbour": "HARBOUR", "chapel": "CHAPEL", "mill": "MILL"}
VARIANTS = 10


@dataclass(frozen=True)
class Subtype:
    """One way to contradict the canon."""

    name: str
    family: str
    kind: str
    scene: str
    clean: str
    broken: str
    past: str = ""
    """A previous episode, if the contradiction is with that"""


@dataclass(frozen=True)
class Pair:
    """A correct script, and the same script with a contradiction on a known line."""

    subtype: Subtype
    variant: int
    past: str
    clean: str
    broken: str
    line: int


@dataclass(frozen=True)
class Outcome:
    """What the gate said about a pair."""

    pair: Pair
    clean: CanonVerdict
    broken: CanonVerdict

    @property
    def caught(self) -> bool:
        """Return whether the broken script fails with the right kind on the right line."""
        return self.broken.verdict == "FAIL" and any(
            (found.kind, found.family, found.line) == (self.pair.subtype.kind, self.pair.subtype.family, self.pair.line)
            for found in self.broken.findings
        )

    @property
    def false_alarm(self) -> bool:
        """Return whether the correct script has findings."""
        return bool(self.clean.findings)


def canon() -> Canon:
    """Return the canon of all pairs. Besides the main characters, each person has one property: dead, silent …"""
    people: dict[str, object] = {
        key: {"name": name, "age": age, "aliases": [f"{name} {SURNAMES[index]}"]}
        for index, (key, (name, age)) in enumerate(PEOPLE.items())
    }
    people |= {
        "gil": {"name": "GIL", "age": 70, "died": "ep01/2", "source": "ep01:88"},
        "hal": {"name": "HAL", "died": "day 9"},
        "ivo": {"name": "IVO", "silent": True},
        "jo": {"name": "JO", "look": {"hair": "red"}, "voice": {"accent": "northern"}, "locked": ["look", "voice"]},
        "kit": {"name": "KIT", "age": 12},
        "lou": {"name": "LOU"},
        "mae": {"name": "MAE"},
        "ned": {"name": "NED", "died": "ep09/1"},
    }
    places: dict[str, object] = {key: {"name": name} for key, name in PLACES.items()}
    places |= {
        "lighthouse": {"name": "LIGHTHOUSE"},
        "lamp-room": {"name": "LAMP ROOM", "inside": "lighthouse", "setting": "int"},
        "barn": {"name": "BARN", "lost": "ep01/4"},
        "prison": {"name": "PRISON"},
        "bar": {"name": "BAR", "look": {"walls": "green"}, "locked": ["look"]},
        "island": {"name": "ISLAND", "setting": "ext"},
    }
    return Canon.model_validate(
        {
            "version": 4,
            "characters": people,
            "locations": places,
            "props": {
                "lamp": {"name": "LAMP", "held_by": "lou"},
                "map": {"name": "MAP", "kept_at": "bar"},
                "key": {"name": "KEY"},
            },
            "rules": {
                "no-flying": {"says": "Nobody flies, but MAE.", "never": ["fly"], "but": ["mae"]},
                "never-home": {"says": "LOU never enters the PRISON.", "who": ["lou"], "never_at": ["prison"]},
                "apart": {"says": "MAE and LOU never meet.", "never_together": ["mae", "lou"]},
                "by-night": {"says": "The BAR opens at night.", "at": ["bar"], "only": ["NIGHT", "EVENING"]},
            },
            "relationships": {
                "cleo-ada": {"who": "cleo", "kind": "parent", "of": "ada", "source": "bible p. 2"},
                "ada-kit": {"who": "ada", "kind": "parent", "of": "kit"},
                "ben-eva": {"who": "ben", "kind": "spouse", "of": "eva"},
                "lou-mae": {"who": "lou", "kind": "sibling", "of": "mae"},
            },
            "events": {
                "storm": {"what": "The storm"},
                "rescue": {"what": "The rescue", "after": ["storm"], "where": "harbour"},
                "wreck": {"what": "The wreck", "when": "ep01/1"},
                "trial": {"what": "The trial", "when": "ep08/1"},
            },
            "states": {
                "jailed": {"who": "mae", "kind": "confined", "at": "prison", "since": "ep01/1", "until": "ep05/9"},
                "at-sea": {"who": "ned", "kind": "absent", "since": "ep01", "until": "ep03/9"},
            },
            "secrets": {
                "letters": {"says": "Who wrote them", "known_to": {"cleo": ""}},
                "gold": {"says": "Where it is", "known_to": {"dov": "ep07/1"}},
            },
            "journeys": {"ferry": {"between": ["lighthouse", "harbour"], "minutes": 40}},
        }
    )


def _speaks(who: str, line: str = "Well.") -> str:
    return f"{HERE}{who}\n{line}"


TAXONOMY: tuple[Subtype, ...] = (
    # name
    Subtype("a cue misspelt", "name", "unknown_speaker", "{heading}\n\n«here»«slot»\nWell.", "{a}", "{a}E"),
    Subtype(
        "a stranger's cue",
        "name",
        "unknown_speaker",
        "{heading}\n\n«slot»\n\n«here»ZOLTAN\nWell.",
        "{note:new character ZOLTAN}",
        "He comes in.",
    ),
    Subtype(
        "a name of somebody else",
        "name",
        "name_taken",
        "{heading}\n\n«here»{note:«slot»}\n\n{a}\nWell.",
        "alias THE BOSS = {a}",
        "alias {b} = {a}",
    ),
    Subtype(
        "a new name for somebody known",
        "name",
        "name_wrong",
        "{heading}\n\n«here»{note:{a} is called «slot»}",
        "{a}",
        "{a}MARIE",
    ),
    Subtype(
        "a note about nobody", "name", "unknown_character", "{heading}\n\n«here»{note:«slot» is here}", "{a}", "{a}O"
    ),
    Subtype(
        "a dual cue misspelt", "name", "unknown_speaker", "{heading}\n\n{a}\nYes.\n\n«here»«slot» ^\nNo.", "{b}", "{b}Y"
    ),
    # age
    Subtype(
        "an age in an introduction",
        "age",
        "age_wrong",
        "{heading}\n\n«here»A door. {a}, «slot», comes in.",
        "{age}",
        "{age+}",
    ),
    Subtype("an age in brackets", "age", "age_wrong", "{heading}\n\n«here»{a} («slot») waits.", "{age}", "{age+}"),
    Subtype("an age in words", "age", "age_wrong", "{heading}\n\n«here»KIT, «slot», waits.", "twelve", "twenty-one"),
    Subtype("another decade", "age", "age_wrong", "{heading}\n\n«here»CLEO («slot») waits.", "60s", "late 40s"),
    Subtype(
        "so many years old",
        "age",
        "age_wrong",
        "{heading}\n\n«here»{a}, a «slot»-year-old, waits.",
        "{age}",
        "{age+}",
    ),
    Subtype("an age in a note", "age", "age_wrong", "{heading}\n\n«here»{note:{a} is «slot»}", "{age}", "{age+}"),
    Subtype(
        "older in the past",
        "age",
        "age_wrong",
        "INT. {place} - FLASHBACK\n\n«here»{a}, «slot», waits.",
        "{age-}",
        "{age+}",
    ),
    Subtype(
        "years later, not older",
        "age",
        "age_wrong",
        "{heading}\n\n{note:time day 3660}\n\n«here»{a}, «slot», waits.",
        "{age10}",
        "{age}",
    ),
    Subtype(
        "two ages of a newcomer",
        "age",
        "age_wrong",
        "{heading}\n\n{note:new character ZOE, 30}\n\n«here»ZOE, «slot», waits.",
        "30",
        "33",
    ),
    Subtype(
        "another age than last time",
        "age",
        "age_wrong",
        "{heading}\n\n«here»ZOE, «slot», waits.",
        "30",
        "44",
        past="INT. {place} - DAY\n\n[[canon: new character ZOE, 30]]",
    ),
    # death
    Subtype(
        "speaks after death",
        "death",
        "dead_speaks",
        "{heading}\n\n{note:«slot»}\n\nA pause.\n\n" + _speaks("{a}"),
        "{a} is here",
        "{a} dies",
    ),
    Subtype("the canon's dead speak", "death", "dead_speaks", "{heading}\n\n«here»«slot»\nWell.", "{a}", "GIL"),
    Subtype(
        "the dead speak off screen",
        "death",
        "dead_speaks",
        "{heading}\n\n«here»GIL («slot»)\nWell.",
        "RECORDED",
        "V.O.",
    ),
    Subtype(
        "a dated death",
        "death",
        "dead_speaks",
        "{heading}\n\n{note:time day «slot»}\n\n" + _speaks("HAL"),
        "8 20:00",
        "10",
    ),
    Subtype(
        "an undated scene after a dated death",
        "death",
        "dead_speaks",
        "{heading}\n\n«slot»\n\n" + _speaks("HAL"),
        "{note:time day 2}",
        "He waits.",
    ),
    Subtype(
        "died last episode",
        "death",
        "dead_speaks",
        "INT. {place} - «slot»\n\n" + _speaks("{a}"),
        "FLASHBACK",
        "NIGHT",
        past="INT. {place} - DAY\n\n{note:{a} dies}",
    ),
    Subtype(
        "no flashback after all",
        "death",
        "dead_speaks",
        "{heading}\n\n{note:«slot»}\n\n" + _speaks("GIL"),
        "flashback",
        "time day 3",
    ),
    Subtype(
        "no ghost after all",
        "death",
        "dead_speaks",
        "{heading}\n\n{note:«slot»}\n\n" + _speaks("GIL"),
        "GIL is a ghost",
        "GIL is in disguise",
    ),
    Subtype(
        "no twin after all",
        "death",
        "dead_speaks",
        "{heading}\n\n{note:GIL here is «slot»}\n\n" + _speaks("GIL"),
        "{a}",
        "GIL",
    ),
    Subtype(
        "a flashback to after the death",
        "death",
        "dead_speaks",
        "{heading}\n\n{note:flashback day «slot»}\n\n" + _speaks("HAL"),
        "3",
        "12",
    ),
    Subtype("the dead in the room", "death", "dead_present", "{heading}\n\n«here»{note:«slot» is here}", "{a}", "GIL"),
    Subtype("the dead act", "death", "dead_acts", "{heading}\n\n«here»{note:«slot» takes KEY}", "{a}", "GIL"),
    Subtype(
        "a gift to the dead",
        "death",
        "dead_acts",
        "{heading}\n\n{note:{a} has KEY}\n\n«here»{note:{a} gives KEY to «slot»}",
        "{b}",
        "GIL",
    ),
    Subtype("dies twice", "death", "dies_twice", "{heading}\n\n«here»{note:«slot» dies}", "{a}", "GIL"),
    Subtype(
        "dies before the canon says", "death", "death_moved", "{heading}\n\n«here»{note:«slot» dies}", "{a}", "NED"
    ),
    # location
    Subtype(
        "a heading misspelt",
        "location",
        "unknown_location",
        "«here»INT. «slot» - NIGHT\n\nNobody.",
        "{place}",
        "{place}E",
    ),
    Subtype(
        "a place nobody knows",
        "location",
        "unknown_location",
        "«here»INT. ZIGGURAT - NIGHT\n\n{note:«slot»}",
        "new location ZIGGURAT",
        "{a} is here",
    ),
    Subtype("outside in", "location", "wrong_setting", "«here»«slot». LAMP ROOM - NIGHT\n\nNobody.", "INT", "EXT"),
    Subtype("inside out", "location", "wrong_setting", "«here»«slot». ISLAND - NIGHT\n\nNobody.", "EXT", "INT"),
    Subtype(
        "a room in the wrong house",
        "location",
        "wrong_inside",
        "«here»INT. «slot» - LAMP ROOM - NIGHT\n\nNobody.",
        "LIGHTHOUSE",
        "{place}",
    ),
    Subtype("a place destroyed", "location", "place_lost", "«here»INT. «slot» - NIGHT\n\nNobody.", "{place}", "BARN"),
    Subtype(
        "a place the script destroyed",
        "location",
        "place_lost",
        "{heading}\n\n{note:«slot» is destroyed}\n\n«here»INT. LIGHTHOUSE - LAMP ROOM - DAY\n\nNobody.",
        "BARN",
        "LIGHTHOUSE",
    ),
    Subtype(
        "out of prison",
        "location",
        "confined_elsewhere",
        "INT. «slot» - NIGHT\n\n" + _speaks("MAE"),
        "PRISON",
        "{place}",
    ),
    Subtype(
        "a note about nowhere",
        "location",
        "unknown_place",
        "{heading}\n\n«here»{note:{a} is at «slot»}",
        "{place}",
        "ZIGGURAT",
    ),
    # relationship
    Subtype(
        "a parent for a spouse",
        "relationship",
        "relation_wrong",
        "{heading}\n\n«here»{note:CLEO is «slot» of ADA}",
        "parent",
        "spouse",
    ),
    Subtype(
        "a sibling for a parent",
        "relationship",
        "relation_wrong",
        "{heading}\n\n«here»{note:LOU is «slot» of MAE}",
        "sibling",
        "parent",
    ),
    Subtype(
        "a second spouse",
        "relationship",
        "second_spouse",
        "{heading}\n\n{note:«slot»}\n\n«here»{note:BEN is spouse of LOU}",
        "BEN is no longer spouse of EVA",
        "BEN is here",
    ),
    Subtype(
        "their own ancestor",
        "relationship",
        "relation_circle",
        "{heading}\n\n{note:LOU is parent of CLEO}\n\n«here»{note:«slot» is parent of LOU}",
        "NED",
        "ADA",
    ),
    Subtype(
        "a parent too young",
        "relationship",
        "parent_younger",
        "{heading}\n\n«here»{note:«slot» is parent of DOV}",
        "CLEO",
        "KIT",
    ),
    Subtype(
        "friend and enemy",
        "relationship",
        "relation_wrong",
        "{heading}\n\n{note:{a} is «slot» of {b}}\n\n«here»{note:{b} is friend of {a}}",
        "employer",
        "enemy",
    ),
    # possession
    Subtype(
        "in two hands",
        "possession",
        "held_by_other",
        "{heading}\n\n{note:«slot» has KEY}\n\n«here»{note:{a} has KEY}",
        "{a}",
        "{b}",
    ),
    Subtype(
        "the canon's holder", "possession", "held_by_other", "{heading}\n\n«here»{note:«slot» has LAMP}", "LOU", "{a}"
    ),
    Subtype(
        "a gift of what one has not",
        "possession",
        "not_held",
        "{heading}\n\n{note:«slot» has KEY}\n\n«here»{note:{a} gives KEY to DOV}",
        "{a}",
        "{b}",
    ),
    Subtype(
        "a prop that teleports",
        "possession",
        "prop_elsewhere",
        "INT. «slot» - NIGHT\n\n«here»{note:{a} takes MAP}",
        "BAR",
        "{place}",
    ),
    Subtype(
        "left and used elsewhere",
        "possession",
        "prop_elsewhere",
        "INT. PRISON - DAY\n\n{note:{a} leaves KEY at «slot»}\n\n{heading}\n\n«here»{note:{b} takes KEY}",
        "{place}",
        "PRISON",
    ),
    Subtype(
        "destroyed and used",
        "possession",
        "prop_lost",
        "{heading}\n\n{note:«slot» is destroyed}\n\n«here»{note:{a} has KEY}",
        "MAP",
        "KEY",
    ),
    Subtype(
        "held since last episode",
        "possession",
        "held_by_other",
        "{heading}\n\n«here»{note:«slot» has KEY}",
        "{a}",
        "{b}",
        past="INT. {place} - DAY\n\n{note:{a} takes KEY}",
    ),
    # presence and travel
    Subtype(
        "two places at one minute",
        "presence",
        "two_places",
        "INT. {place} - DAY\n\n{note:time day 3 10:00}\n\n{a}\nHere.\n\n"
        "INT. PRISON - DAY\n\n{note:time day 3 «slot»}\n\n" + _speaks("{a}"),
        "11:00",
        "10:00",
    ),
    Subtype(
        "two places, meanwhile",
        "presence",
        "two_places",
        "INT. {place} - DAY\n\n{a}\nHere.\n\nINT. PRISON - MEANWHILE\n\n" + _speaks("«slot»"),
        "{b}",
        "{a}",
    ),
    Subtype(
        "elsewhere by a note",
        "presence",
        "two_places",
        "{heading}\n\n{a}\nHere.\n\n«here»{note:«slot» is at PRISON}",
        "{b}",
        "{a}",
    ),
    Subtype("away and here", "presence", "absent_present", "{heading}\n\n«here»NED«slot»\nWell.", " (ON PHONE)", ""),
    Subtype(
        "faster than the ferry",
        "travel",
        "too_fast",
        "INT. LIGHTHOUSE - DAY\n\n{note:time day 3 10:00}\n\n{a}\nGo.\n\n"
        "EXT. HARBOUR - DAY\n\n{note:time day 3 «slot»}\n\n" + _speaks("{a}"),
        "10:40",
        "10:30",
    ),
    Subtype(
        "continuous over the water",
        "travel",
        "too_fast",
        "INT. LAMP ROOM - DAY\n\n{a}\nGo.\n\nEXT. HARBOUR - «slot»\n\n" + _speaks("{a}"),
        "LATER",
        "CONTINUOUS",
    ),
    # order
    Subtype(
        "the clock runs back",
        "order",
        "time_backwards",
        "{heading}\n\n{note:time day 5}\n\n«here»INT. BAR - NIGHT\n\n{note:«slot» day 4}",
        "flashback",
        "time",
    ),
    Subtype(
        "rescued before the storm",
        "order",
        "event_order",
        "EXT. HARBOUR - DAY\n\n{note:«slot»}\n\n«here»{note:event rescue}",
        "event storm",
        "{a} is here",
    ),
    Subtype("an event twice", "order", "event_twice", "{heading}\n\n«here»{note:event «slot»}", "storm", "wreck"),
    Subtype("an event too early", "order", "event_early", "{heading}\n\n«here»{note:event «slot»}", "storm", "trial"),
    Subtype(
        "an event elsewhere",
        "order",
        "event_place",
        "EXT. «slot» - DAY\n\n{note:event storm}\n\n«here»{note:event rescue}",
        "HARBOUR",
        "ISLAND",
    ),
    # knowledge
    Subtype(
        "knows before learning",
        "knowledge",
        "knows_too_early",
        "{heading}\n\n{note:{a} «slot»}\n\n«here»{note:{a} knows gold}",
        "learns gold",
        "is here",
    ),
    Subtype(
        "knows before the canon says",
        "knowledge",
        "knows_too_early",
        "{heading}\n\n«here»{note:«slot» knows letters}",
        "CLEO",
        "DOV",
    ),
    Subtype(
        "tells what they do not know",
        "knowledge",
        "tells_unknown",
        "{heading}\n\n«here»{note:«slot» tells letters to EVA}",
        "CLEO",
        "BEN",
    ),
    # world rules
    Subtype("does what nobody does", "rule", "rule_deed", "{heading}\n\n«here»{note:«slot» does fly}", "MAE", "{a}"),
    Subtype("where they never go", "rule", "rule_place", "INT. PRISON - DAY\n\n" + _speaks("«slot»"), "{a}", "LOU"),
    Subtype(
        "two who never meet",
        "rule",
        "rule_together",
        "INT. LAMP ROOM - DAY\n\n{note:flashback}\n\n«slot»\nYes.\n\n" + _speaks("MAE"),
        "{a}",
        "LOU",
    ),
    Subtype("out of hours", "rule", "rule_hour", "«here»INT. BAR - «slot»\n\nNobody.", "NIGHT", "MORNING"),
    Subtype("the silent speak", "rule", "silent_speaks", "{heading}\n\n" + _speaks("«slot»"), "{a}", "IVO"),
    # looks, voices, notes
    Subtype("a locked look", "look", "look_locked", "{heading}\n\n«here»{note:JO look hair = «slot»}", "red", "black"),
    Subtype(
        "a look without a disguise",
        "look",
        "look_locked",
        "{heading}\n\n{note:JO is «slot»}\n\n«here»{note:JO look hair = black}",
        "in disguise",
        "here",
    ),
    Subtype(
        "a look that drifts",
        "look",
        "look_locked",
        "{heading}\n\n{note:JO look coat = grey}\n\n«here»{note:JO look coat = «slot»}",
        "grey",
        "blue",
    ),
    Subtype(
        "a locked set", "look", "set_locked", "{heading}\n\n«here»{note:BAR look walls = «slot»}", "green", "white"
    ),
    Subtype(
        "a locked voice",
        "voice",
        "voice_locked",
        "{heading}\n\n«here»{note:JO voice accent = «slot»}",
        "northern",
        "southern",
    ),
    Subtype("a note misspelt", "note", "note_unclear", "{heading}\n\n«here»{note:{a} «slot»}", "is here", "diess"),
)


def pairs(variants: int = VARIANTS) -> Iterator[Pair]:
    """Yield every subtype in every variant."""
    for subtype in TAXONOMY:
        for variant in range(variants):
            clean, _ = _script(subtype, variant, subtype.clean)
            broken, line = _script(subtype, variant, subtype.broken)
            past = _filled(subtype.past, variant) + "\n" if subtype.past else ""
            yield Pair(subtype, variant, past, clean, broken, line)


def judged(pair: Pair, truth: Canon) -> Outcome:
    """Return the gate's verdicts on both scripts of a pair, each as the second episode."""
    return Outcome(pair, _judge(pair.clean, pair.past, truth), _judge(pair.broken, pair.past, truth))


def _judge(text: str, past: str, truth: Canon) -> CanonVerdict:
    carried = ()
    if past:
        script = _parsed(past, "ep01", truth)
        before = walk(script, truth, canon_path="canon.yaml", script_path="ep01.fountain")
        assert not before.findings, (past, before.findings)
        carried = before.after.sorted()
    script = _parsed(text, "ep02", truth)
    walked = walk(script, truth, carried, canon_path="canon.yaml", script_path="ep02.fountain")
    return verdict_of(script, walked)


def _parsed(text: str, episode: str, truth: Canon):  # type: ignore[no-untyped-def]
    return parse_fountain(
        text.encode(),
        path=f"{episode}.fountain",
        episode=episode,
        series="suite",
        character_ids=truth.character_ids(),
        location_ids=truth.location_ids(),
    )


def _script(subtype: Subtype, variant: int, slot: str) -> tuple[str, int]:
    before = "".join(f"INT. CHAPEL - DAY #{number + 20}#\n\nA bell.\n\n" for number in range(variant % 3))
    text = before + _filled(subtype.scene.replace("«slot»", slot), variant) + "\n"
    line = text[: text.index(HERE)].count("\n") + 1
    return text.replace(HERE, ""), line


def _filled(text: str, variant: int) -> str:
    """Return a scene with the people, places and notes of one variant."""
    people = list(PEOPLE.values())
    (a, age), (b, _) = people[variant % 5], people[(variant * 2 + 1 + variant // 5) % 5]
    if a == b:
        b = people[(variant + 2) % 5][0]
    place = list(PLACES.values())[variant % 4]
    times = ("DAY", "NIGHT", "LATER", "DUSK")
    for name, value in {
        "{heading}": f"INT. {place} - {times[variant % 4]}",
        "{place}": place,
        "{a}": a,
        "{b}": b,
        "{age}": str(age),
        "{age+}": str(age + 1 + variant),
        "{age-}": str(age - 3 - variant),
        "{age10}": str(age + 10),
    }.items():
        text = text.replace(name, value)
    return _with_notes(text, variant)


def _with_notes(text: str, variant: int) -> str:
    """Write the notes of a variant: alone, within action, with spaces and capitals, or as a second statement."""
    forms = ("[[canon: {}]]", "A look. [[canon: {}]]", "[[ CANON :  {} ]]", "[[canon: MAE look hat = none; {}]]")
    while "{note:" in text:
        start = text.index("{note:")
        end = text.index("}", start)
        text = text[:start] + forms[variant % 4].format(text[start + 6 : end]) + text[end + 1 :]
    return text
