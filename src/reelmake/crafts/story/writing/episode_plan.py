"""Plans an episode from its brief: people, place, time and shape of each beat's scene."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

from reelmake.crafts.story.writing.port import Objection
from reelmake.documents.brief import Beat, Move
from reelmake.documents.canon import Canon, folded
from reelmake.documents.context_pack import ContextPack
from reelmake.documents.writing import EpisodePlan, ScenePlan
from reelmake.kernel.digest import digest
from reelmake.kernel.errors import InvariantViolated, one_line

Choice = Literal["who", "where", "when"]

_VERBS: tuple[tuple[Move, str], ...] = (
    ("own", r"confess|admit|owns? up|comes? clean|apologi[sz]es? for"),
    ("mend", r"makes? up|forgiv|reconcil|apologi|mend|peace"),
    ("hide", r"hid(?:es|ing|e)|lies\b|lie to|conceal|pretend|covers? up|secret|steals?|pockets"),
    ("leave", r"leav|depart|goodbye|farewell|packs?\b|moves? away|sails?|goes away"),
    ("find", r"find|found|discover|notic|uncover|comes? upon|learns?"),
    ("offer", r"offer|gives?|hands? over|brings?|lends?|sells?|proposes|returns? the"),
    ("wait", r"wait|expect|nobody comes|late\b|watch(?:es)? for"),
    ("work", r"repair|build|cook|fix|paint|works?|carr(?:y|ies)|cleans?|hangs?|loads?|prepares?|sets? up"),
    ("tell", r"tells?|announce|says?|warns?|informs?|reveals?|explains?"),
    ("ask", r"asks?|wants? to know|question|demand|interrogat|presses|confronts?"),
)
_OUTSIDE = re.compile(
    r"\b(?:roof|street|stop|yard|garden|beach|bridge|pier|quay|deck|field|square|road|park|harbour|dock|hill|path"
    r"|platform|market|shore|courtyard|balcony|sea|river|forest|terrace)\b",
    re.IGNORECASE,
)
_TIMES = ("NIGHT", "DAY", "DUSK", "NIGHT", "MORNING", "EVENING", "DAWN", "DAY")
_FAMILIES: dict[str, Choice] = {
    "death": "who",
    "presence": "who",
    "knowledge": "who",
    "look": "who",
    "location": "where",
    "travel": "where",
    "order": "when",
}
_KINDS: dict[str, Choice] = {
    "rule_hour": "when",
    "rule_place": "where",
    "rule_together": "who",
    "silent_speaks": "who",
    "confined_elsewhere": "who",
    "absent_present": "who",
    "wrong_setting": "where",
}


RHYTHMS: dict[str, tuple[str, ...]] = {
    "gather": ("plant", "press", "motif", "press", "business"),
    "circle": ("press", "business", "press", "plant", "motif"),
    "weigh": ("motif", "press", "plant", "press", "business"),
    "early": ("press", "reveal", "business", "press", "plant", "motif"),
    "rush": ("press", "press", "plant", "press", "motif"),
    "drift": ("business", "press", "motif", "plant", "press"),
}
"""The steps of a scene: pressing, looking at things, planting what returns later, revealing."""


class Ban(NamedTuple):
    """A choice that an objection has ruled out for a beat."""

    beat: int
    choice: Choice
    value: str


def plan_episode(pack: ContextPack, objections: Iterable[Objection] = ()) -> EpisodePlan:
    """Return the plan of an episode; objections to earlier versions rule out choices that the brief left open.

    Raise InvariantViolated, with the brief's key, when an objection is to something the brief itself asks for.
    """
    found = tuple(objections)
    bans: set[Ban] = set()
    for number in sorted({objection.round for objection in found}):
        plan = _plan(pack, bans)
        for objection in found:
            if objection.round == number:
                bans |= _ruled_out(objection, plan, pack)
    return _plan(pack, bans)


def names_of(canon: Canon) -> dict[str, str]:
    """Return each character's id by every name and id that a brief may use."""
    return {**{folded(key): key for key in canon.characters}, **canon.character_ids()}


def setting_of(canon: Canon, where: str) -> str:
    """Return INT or EXT for a location, as the canon states it or its name suggests."""
    place = canon.locations[where]
    if place.setting:
        return place.setting.upper()
    return "EXT" if _OUTSIDE.search(place.name) else "INT"


def move_of(beat: Beat) -> Move:
    """Return a beat's move, what the first does to the second: as stated, or by the first known verb."""
    if beat.move:
        return beat.move
    hits = [(found.start(), move) for move, verbs in _VERBS if (found := re.search(rf"\b(?:{verbs})", beat.what, re.I))]
    return min(hits)[1] if hits else "ask"


def _plan(pack: ContextPack, bans: set[Ban]) -> EpisodePlan:
    brief = pack.brief
    scenes: list[ScenePlan] = []
    share = brief.seconds * 1000 // len(brief.beats)
    shapes: list[str] = []
    rhythms: list[str] = []
    for index, beat in enumerate(brief.beats):
        who = _who(pack, index, beat, bans)
        where = _where(pack, index, beat, scenes, bans)
        shape = _pick(_seed(pack, index, "shape"), _shapes(beat, len(who)), avoid=shapes)
        shapes.append(shape)
        rhythms.append(_pick(_seed(pack, index, "rhythm"), RHYTHMS, avoid=rhythms))
        endings = ("look", "empty", "line", "line", "cut") if len(who) > 1 else ("afteralone", "empty")
        scenes.append(
            ScenePlan(
                number=index + 1,
                what=beat.what,
                move=move_of(beat),
                wants=who[0],
                holds=who[1] if len(who) > 1 else "",
                others=who[2:],
                where=where,
                when=_when(index, beat, where, scenes, bans),
                function=_function(index, len(brief.beats)),
                shape=shape,
                rhythm=rhythms[-1],
                ending=_pick(_seed(pack, index, "ending"), endings, avoid=[scene.ending for scene in scenes[-1:]]),
                milliseconds=share,
            )
        )
    threads = ", ".join(thread.id for thread in pack.open_threads)
    arc = f"after: {pack.last_summary}" if pack.last_summary else "the season begins here"
    return EpisodePlan(
        trace_id=pack.trace_id,
        episode=pack.episode,
        arc=arc + (f"; open: {threads}" if threads else ""),
        motif=brief.motif or next((beat.thing for beat in brief.beats if beat.thing), ""),
        scenes=tuple(scenes),
    )


def _who(pack: ContextPack, index: int, beat: Beat, bans: set[Ban]) -> tuple[str, ...]:
    names = names_of(pack.canon)
    if beat.who:
        return tuple(names[folded(name)] for name in beat.who)
    named = [key for key in pack.cast if _named(beat.what, pack.canon, key)]
    named.sort(key=lambda key: _named(beat.what, pack.canon, key))
    said = [names[folded(line.who)] for line in beat.say]
    open_to = [key for key in pack.cast if Ban(index, "who", key) not in bans and not pack.canon.characters[key].silent]
    first = [key for key in dict.fromkeys([*named, *said]) if key in open_to]
    start = index % max(1, len(open_to))
    rest = [key for key in [*open_to[start:], *open_to[:start]] if key not in first]
    return tuple([*first, *rest][: max(2, len(first))]) or pack.cast[:1]


def _named(what: str, canon: Canon, key: str) -> int:
    """Return where a text names a character, counted from 1; 0 when it does not."""
    character = canon.characters[key]
    places = [
        found.start() + 1
        for name in (character.name, *character.aliases)
        if (found := re.search(rf"(?<!\w){re.escape(folded(name))}(?!\w)", folded(what)))
    ]
    return min(places, default=0)


def _where(pack: ContextPack, index: int, beat: Beat, scenes: list[ScenePlan], bans: set[Ban]) -> str:
    canon = pack.canon
    if beat.where:
        return {**{folded(key): key for key in canon.locations}, **canon.location_ids()}[folded(beat.where)]
    words = _long_words(beat.what)
    named = [
        key
        for key, place in canon.locations.items()
        if any(words & _long_words(n) for n in (place.name, *place.aliases))
    ]
    open_to = [key for key in canon.locations if Ban(index, "where", key) not in bans and not canon.locations[key].lost]
    usable = [key for key in named if key in open_to] or open_to
    if not usable:
        raise InvariantViolated(
            f"no location of the canon is left for beat {index + 1}",
            where=f"story/{pack.episode}.brief.yaml beats.{index}",
            remedy="name one with `where`, or add one to the canon",
            reason="NO_LOCATION",
        )
    return _pick(_seed(pack, index, "where"), usable, avoid=[scene.where for scene in scenes[-1:]])


def _long_words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", folded(text)) if len(word) > 3}


def _when(index: int, beat: Beat, where: str, scenes: list[ScenePlan], bans: set[Ban]) -> str:
    if beat.when:
        return beat.when.upper()
    if scenes and scenes[-1].where == where:
        usual = ["LATER", *_TIMES]
    else:
        # Times that the brief leaves open follow the course of a day.
        before = scenes[-1].when if scenes else ""
        start = _TIMES.index(before) + 1 if before in _TIMES else 0
        usual = [*_TIMES[start:], *_TIMES[:start]]
    return next((time for time in usual if Ban(index, "when", time) not in bans), "NIGHT")


def _shapes(beat: Beat, people: int) -> tuple[str, ...]:
    if people == 1:
        return ("alone", "sound", "thing") if beat.thing else ("alone", "sound", "room")
    return ("room", "hands", "sound", "cold", "voice", *(("thing",) if beat.thing else ()))


def _function(index: int, count: int) -> Literal["hook", "pressure", "turn", "button"]:
    if index == 0:
        return "hook"
    if index == count - 1:
        return "button"
    return "turn" if index == count - 2 else "pressure"


def _seed(pack: ContextPack, index: int, what: str) -> str:
    beat = pack.brief.beats[index]
    return digest(("plan", 1, pack.episode, pack.brief.take, beat.model_dump(mode="json"), what))


def _pick(seed: str, options: Iterable[str], *, avoid: Iterable[str] = ()) -> str:
    """Return the option that was used least; the seed decides among equals."""
    used = list(avoid)
    return min(dict.fromkeys(options), key=lambda item: (used.count(item), digest((seed, item))))


def _ruled_out(objection: Objection, plan: EpisodePlan, pack: ContextPack) -> set[Ban]:
    """Return the choices that an objection rules out; raise when the brief made the choice itself."""
    finding = objection.finding
    choice = _KINDS.get(finding.kind) or _FAMILIES.get(finding.family)
    index = int(finding.scene_id) - 1 if finding.scene_id.isdigit() else -1
    if choice is None or not 0 <= index < len(plan.scenes):
        return set()
    beat, scene = pack.brief.beats[index], plan.scenes[index]
    if getattr(beat, choice):
        raise brief_against_canon(pack, index, choice, finding.what)
    if choice == "when":
        return {Ban(index, "when", scene.when)}
    if choice == "where":
        return {Ban(index, "where", scene.where)}
    people = (scene.wants, scene.holds, *scene.others)
    blamed = [key for key in people if key and _named(finding.what, pack.canon, key)]
    return {Ban(index, "who", key) for key in blamed}


def brief_against_canon(pack: ContextPack, beat: int, key: str, what: str) -> InvariantViolated:
    """Return the error for a brief that asks for something the canon forbids."""
    return InvariantViolated(
        f"the brief asks for something the canon forbids: {one_line(what, 200)}",
        where=f"story/{pack.episode}.brief.yaml beats.{beat}.{key}",
        allowed="what the canon says; see reelmake canon show",
        remedy="change this key of the brief, or remove it to let the writer choose; or change the canon",
        reason="BRIEF_AGAINST_CANON",
    )
