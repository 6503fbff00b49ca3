"""Reads a script as happenings: who is where and says or does what, line by line.

It reads structure only: headings, cues and their extensions, introductions such as ``LEON, 61,``, and canon notes. It
does not interpret sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from reelmake.crafts.canon.declarations import Declaration, declarations_of
from reelmake.crafts.canon.heading_time import heading_time
from reelmake.crafts.canon.introductions import Introductions
from reelmake.crafts.canon.names import Names, names_of, place_names, place_parts, within
from reelmake.crafts.canon.note_grammar import Statement, Verb
from reelmake.documents.canon import Canon, folded
from reelmake.documents.script import Element, ElementKind, Scene, Script
from reelmake.documents.story_time import MinuteSpan, ScenePosition, day_minutes
from reelmake.documents.world import Known, Mode, StandingFact

OPENS, SPEAKS, APPEARS, UNCLEAR = "opens", "speaks", "appears", "unclear"
"""Happenings read from structure: a scene opens, somebody speaks, somebody is there in person; and an unclear note."""

_NOT_IN_SIGHT = re.compile(
    r"V\.?\s?O\.?|O\.?\s?[SC]\.?|VOICE.?OVER|OFF(?:.?SCREEN)?|OFF.?CAMERA|FILTERED|PRE.?LAP"
    r"|(?:ON|OVER|THROUGH|FROM)\s.*|(?:TELE)?PHONE|RADIO|TV",
    re.IGNORECASE,
)
_RECORDED = re.compile(
    r"RECORD(?:ED|ING)|(?:ON|FROM) (?:TAPE|FILM|THE TAPE|A TAPE)|TAPE|VOICEMAIL|GHOST", re.IGNORECASE
)
_SCENE_WIDE = frozenset({Verb.HERE_IS, Verb.GHOST, Verb.RECORDING, Verb.DISGUISE})


@dataclass(frozen=True)
class Happening:
    """One thing that structure or a note states, with its line."""

    verb: str
    line: int
    who: str = ""
    """The id of whoever or whatever it is about; empty if the name is unknown."""
    written: str = ""
    """The name or statement as written."""
    other: str = ""
    place: str = ""
    value: str = ""
    feature: str = ""
    recorded: bool = False
    missing: tuple[tuple[str, str], ...] = ()
    """The unknown names in it: kind and name."""


@dataclass(frozen=True)
class ReadScene:
    """One scene as happenings, with its place and time."""

    id: str
    line: int
    location: str
    place: str
    """The id of the most specific known location; empty if none is known."""
    setting: str
    time_of_day: str
    mode: Mode
    position: ScenePosition
    stated: MinuteSpan | None
    """The story time that a note states."""
    meanwhile: bool
    gap: int | None
    before: str
    """The id of the scene before; empty for the first."""
    unreal: frozenset[str]
    """The ids of those who are a ghost or a recording in this scene."""
    disguised: frozenset[str]
    happenings: tuple[Happening, ...]


@dataclass(frozen=True)
class ScriptReading:
    """A script as happenings, and its names."""

    names: Names
    scenes: tuple[ReadScene, ...]


def read_script(script: Script, canon: Canon, past: Iterable[StandingFact]) -> ScriptReading:
    """Return a script as happenings. ``past`` is the facts at the end of the episode before."""
    carried = tuple(past)
    declared = [declarations_of(scene) for scene in script.scenes]
    names = names_of(canon, carried, (one.says for scene in declared for one in scene if one.says))
    reader = _Reader(script, canon, names, next((fact.first for fact in carried if fact.kind is Known.CLOCK), None))
    return ScriptReading(names, tuple(reader.read(index, notes) for index, notes in enumerate(declared)))


class _Reader:
    """Reads scene after scene and keeps the current story time."""

    def __init__(self, script: Script, canon: Canon, names: Names, clock: int | None) -> None:
        self._script = script
        self._canon = canon
        self._names = names
        self._clock = clock
        self._scene_ids = tuple(scene.id for scene in script.scenes)
        self._introductions = Introductions(names.people.ids)

    def read(self, index: int, notes: list[Declaration]) -> ReadScene:
        scene = self._script.scenes[index]
        heading = heading_time(scene)
        said = [one.says for one in notes if one.says]
        mode, stated = _time(heading.mode, said)
        if mode == "present" and stated is not None:
            self._clock = stated.first
        time = stated or (MinuteSpan(self._clock) if mode == "present" else MinuteSpan())
        played = {folded(one["who"]): self._names.people.find(one["other"]) for one in said if one.verb is Verb.HERE_IS}
        reading = ReadScene(
            id=scene.id,
            line=scene.source.first,
            location=scene.location,
            place=self._place(scene.location),
            setting=scene.setting.value,
            time_of_day=scene.time_of_day,
            mode=mode,
            position=ScenePosition(self._script.episode, self._scene_ids, index, time),
            stated=stated,
            meanwhile=heading.meanwhile and index > 0,
            gap=heading.gap if index > 0 else None,
            before=self._scene_ids[index - 1] if index else "",
            unreal=self._whom(said, (Verb.GHOST, Verb.RECORDING)),
            disguised=self._whom(said, (Verb.DISGUISE,))
            | frozenset(self._names.people.find(one["who"]) for one in said if one.verb is Verb.HERE_IS),
            happenings=(),
        )
        happenings = sorted(self._happenings(scene, notes, played, reading), key=lambda one: one.line)
        return replace(reading, happenings=tuple(happenings))

    def _happenings(
        self, scene: Scene, notes: list[Declaration], played: dict[str, str], reading: ReadScene
    ) -> Iterator[Happening]:
        yield Happening(OPENS, scene.source.first, place=reading.place, written=scene.location)
        seen: set[str] = set()
        for element in scene.elements:
            if element.kind is ElementKind.DIALOGUE and folded(element.speaker):
                yield from self._cue(element, played, seen, reading.place)
            elif element.kind is ElementKind.ACTION:
                yield from self._ages(element, played)
        for note in notes:
            if note.says is None:
                yield Happening(UNCLEAR, note.line, written=note.text)
            elif note.says.verb not in _SCENE_WIDE:
                missing = self._missing(note.says, played)
                yield replace(self._stated(note.says, note.line, played, note.text, reading.place), missing=missing)
                if note.says.verb is Verb.NEW_CHARACTER and note.says["age"]:
                    who = self._names.people.find(note.says["name"])
                    yield Happening(Verb.AGE, note.line, who, note.says["name"], value=note.says["age"])
            else:
                yield Happening(note.says.verb, note.line, written=note.text, missing=self._missing(note.says, played))

    def _cue(self, element: Element, played: dict[str, str], seen: set[str], place: str) -> Iterator[Happening]:
        line, name = element.source.first, element.speaker
        who = played.get(folded(name)) or self._names.people.find(name)
        recorded = any(_RECORDED.fullmatch(extension) for extension in element.extensions)
        yield Happening(SPEAKS, line, who, name, recorded=recorded)
        hidden = recorded or any(_NOT_IN_SIGHT.fullmatch(extension) for extension in element.extensions)
        if who and not hidden and who not in seen:
            seen.add(who)
            yield Happening(APPEARS, line, who, name, place=place)

    def _ages(self, element: Element, played: dict[str, str]) -> Iterator[Happening]:
        for found in self._introductions.find(element.words_in_lines):
            who = played.get(folded(found.name)) or self._names.people.find(found.name)
            yield Happening(Verb.AGE, element.line_at(found.start), who, found.name, value=found.age)

    def _stated(self, says: Statement, line: int, played: dict[str, str], text: str, place: str) -> Happening:
        def person(name: str) -> str:
            return played.get(folded(name)) or self._names.people.find(name)

        happening = Happening(says.verb, line, person(says["who"]) if says["who"] else "", text, place=place)
        match says.verb:
            case Verb.AT:
                more = {"place": self._place(says["place"]), "value": says["place"]}
            case Verb.GIVES | Verb.TAKES | Verb.HAS | Verb.LEAVES:
                more = {"value": self._names.props.find(says["prop"]), "other": person(says["other"])}
                if says["place"]:
                    more["place"] = self._place(says["place"])
            case Verb.DESTROYED | Verb.LOOK:
                thing = says["thing"]
                who = person(thing) if says.verb is Verb.LOOK else self._names.props.find(thing)
                more = {"who": who, "place": self._place(thing), "feature": says["feature"], "value": says["value"]}
            case Verb.RELATED | Verb.PARTED:
                more = {"other": person(says["other"]), "value": says["kinship"].lower()}
            case Verb.TELLS | Verb.LEARNS | Verb.KNOWS | Verb.EVENT | Verb.THREAD | Verb.THREAD_CLOSED:
                more = {"other": person(says["other"]), "value": says["id"].lower(), "feature": says["text"]}
            case Verb.CALLED | Verb.ALIAS | Verb.NEW_CHARACTER | Verb.NEW_LOCATION | Verb.NEW_PROP:
                more = {"value": says["name"], "feature": says["age"]}
            case Verb.VOICE:
                more = {"feature": says["feature"].lower(), "value": says["value"]}
            case _:
                more = {"value": says["age"] or says["act"]}
        return replace(happening, **more)  # type: ignore[arg-type]

    def _missing(self, says: Statement, played: dict[str, str]) -> tuple[tuple[str, str], ...]:
        names = self._names
        unknown = [
            ("character", says[word])
            for word in ("who", "other")
            if says[word] and not (folded(says[word]) in played or names.people.find(says[word]))
        ]
        if says["prop"] and not names.props.find(says["prop"]):
            unknown.append(("prop", says["prop"]))
        if says["place"] and not self._place(says["place"]):
            unknown.append(("location", says["place"]))
        if says.verb is Verb.DESTROYED and not (names.props.find(says["thing"]) or self._place(says["thing"])):
            unknown.append(("prop", says["thing"]))
        if says.verb is Verb.LOOK and not (names.people.find(says["thing"]) or self._place(says["thing"])):
            unknown.append(("character", says["thing"]))
        return tuple(unknown)

    def _place(self, location: str) -> str:
        """Return the id of the most specific known location in a heading."""
        find = self._names.places.find
        known = next((key for name in place_names(location) if (key := find(name))), "")
        inner = [key for part in place_parts(location) if (key := find(part)) and within(self._canon, key, known)]
        return inner[-1] if inner and find(location) == "" else known

    def _whom(self, said: list[Statement], verbs: tuple[Verb, ...]) -> frozenset[str]:
        return frozenset(self._names.people.find(one["who"]) for one in said if one.verb in verbs)


def _time(mode: Mode, said: list[Statement]) -> tuple[Mode, MinuteSpan | None]:
    stated: MinuteSpan | None = None
    for one in said:
        if one.verb in (Verb.TIME, Verb.FLASHBACK):
            stated = day_minutes(one["when"]) or stated
        if one.verb is Verb.FLASHBACK:
            mode = "flashback"
        elif one.verb is Verb.DREAM:
            mode = "dream"
    return mode, stated
