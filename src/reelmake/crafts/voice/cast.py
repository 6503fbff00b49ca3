"""Which voice a character has, for as long as the series runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reelmake.crafts.voice.port import Engine, EngineVoice, Register, VoiceSettings
from reelmake.crafts.voice.registers import register_of
from reelmake.crafts.voice.roster import Roster
from reelmake.documents.canon import Canon
from reelmake.documents.canon_facts import SpeechLock
from reelmake.kernel.digest import digest
from reelmake.kernel.errors import one_line

PITCHES = (90, 93, 96, 99, 102, 105, 108, 111, 114)
LENGTHS = (94, 96, 98, 100, 102, 104, 106, 108)
"""Mild on purpose: farther from the engine's own voice the speech no longer sounds like a person's."""
_APART, _WELL_APART = 3, 9
"""Percent of pitch by which two voices have to differ to be told apart, and to be told apart at once."""


@dataclass(frozen=True)
class Part:
    """A character's voice, and what to tell when it is not the one that was asked for."""

    settings: VoiceSettings
    engine: Engine | None = None
    flag: str = ""


def settings_of(character_id: str, voices: Sequence[EngineVoice] = ()) -> VoiceSettings:
    """Return how a character sounds whom the canon does not know: from the id alone."""
    mark = int(digest(("voice", 1, character_id))[:16], 16)
    mark, pitch = divmod(mark, len(PITCHES))
    mark, length = divmod(mark, len(LENGTHS))
    voice = voices[mark % len(voices)].id if voices else ""
    return VoiceSettings(length_percent=LENGTHS[length], pitch_percent=PITCHES[pitch], voice=voice)


@dataclass
class Cast:
    """The parts of a series, worked out once; strangers to the canon get one when they first speak."""

    parts: dict[str, Part]
    roster: Roster

    def part_of(self, character_id: str) -> Part:
        """Return a character's part."""
        if character_id not in self.parts:
            choice = self.roster.choose()
            voices = _given_out(choice.engine, self.roster.language) if choice.engine else ()
            self.parts[character_id] = Part(
                settings_of(character_id, voices), choice.engine, _stands_in(choice.problem, choice.engine)
            )
        return self.parts[character_id]

    def stand_in(self, character_id: str, part: Part) -> Part | None:
        """Return the part of a character on another engine than the one that failed, or None if there is no other."""
        if part.engine is None:
            return None
        engine = self.roster.choose(but=part.engine.name).engine
        if engine is None:
            return None
        return Part(settings_of(character_id, _given_out(engine, self.roster.language)), engine)


def cast_of(canon: Canon, roster: Roster) -> Cast:
    """Return the voice of every character of the canon, no two of them alike while there are pitches left.

    Locked voices come first, then whoever has the engine that was asked for, and last those for whom one stands in: an
    engine that is missing changes no voice of another. Everyone has the voice the id gives, unless somebody before has
    it: then the nearest that is free. So whoever joins at the canon's end changes no one else's voice.
    """
    chosen = {
        character_id: roster.choose(person.speech.engine if person.speech else "")
        for character_id, person in canon.characters.items()
    }
    order = sorted(chosen, key=lambda name: (bool(chosen[name].problem), canon.characters[name].speech is None))
    parts: dict[str, Part] = {}
    taken: dict[str, list[VoiceSettings]] = {}
    for character_id in order:
        engine, problem = chosen[character_id].engine, chosen[character_id].problem
        person = canon.characters[character_id]
        if engine is None:
            parts[character_id] = Part(settings_of(character_id), None, problem)
            continue
        others = taken.setdefault(engine.name, [])
        voices = _given_out(engine, roster.language)
        own = settings_of(character_id, voices)
        flag = _stands_in(problem, engine)
        if person.speech is not None:
            ids = [voice.id for voice in engine.voices_for(roster.language)]
            settings, strange = _locked(own, person.speech, engine, ids, stands_in=bool(problem))
            flag = flag or strange
        else:
            settings = _free(own, register_of(person), voices, others)
        others.append(settings)
        parts[character_id] = Part(settings, engine, flag)
    return Cast(parts, roster)


def _given_out(engine: Engine, language: str) -> tuple[EngineVoice, ...]:
    return tuple(voice for voice in engine.voices_for(language) if not voice.by_name_only)


def _stands_in(problem: str, engine: Engine | None) -> str:
    return f"{problem}; a voice of {engine.name} stands in" if problem and engine else problem


def _free(
    own: VoiceSettings, register: Register, voices: Sequence[EngineVoice], taken: Sequence[VoiceSettings]
) -> VoiceSettings:
    """Return the settings nearest to a character's own that nobody has: a voice of the register that fewest have.

    Where all pitches are given away, what is farthest from everyone in pitch and pace together.
    """
    fitting = [voice.id for voice in voices if register and voice.register == register] or [v.id for v in voices]
    ids = [voice.id for voice in voices]
    first = ids.index(own.voice)
    used = [other.voice for other in taken]
    voice = min(fitting, key=lambda name: (used.count(name), (ids.index(name) - first) % len(ids)))
    rivals = [other for other in taken if other.voice == voice]
    mine = replace(own, voice=voice)
    # Where an engine has several voices, few share one, and there is room to keep them well apart.
    for apart in (_WELL_APART, 2 * _APART, _APART) if len(voices) > 1 else (_APART,):
        free = [p for p in PITCHES if all(abs(p - rival.pitch_percent) >= apart for rival in rivals)]
        if free:
            return replace(mine, pitch_percent=min(free, key=lambda pitch: (abs(pitch - own.pitch_percent), pitch)))
    others = [VoiceSettings(length, pitch, voice) for pitch in PITCHES for length in LENGTHS]
    return max(others, key=lambda one: (min(_apart(one, rival) for rival in rivals), -_apart(one, mine)))


def _apart(one: VoiceSettings, other: VoiceSettings) -> int:
    """Return how well two ways of one voice are told apart; a pitch is, sooner than a pace."""
    pitch = abs(one.pitch_percent - other.pitch_percent)
    return 3 * pitch + abs(one.length_percent - other.length_percent)


def _locked(
    own: VoiceSettings, lock: SpeechLock, engine: Engine, ids: Sequence[str], *, stands_in: bool
) -> tuple[VoiceSettings, str]:
    length = own.length_percent if lock.rate is None else min(120, max(80, (10_000 + lock.rate // 2) // lock.rate))
    pitch = own.pitch_percent if lock.pitch is None else lock.pitch
    if lock.id in ids:
        return VoiceSettings(length, pitch, lock.id), ""
    settings = VoiceSettings(length, pitch, own.voice)
    if not lock.id or stands_in:
        return settings, ""
    asked = f"engine {engine.name} has no voice {one_line(lock.id, 60)}; it has {one_line(', '.join(ids), 300)}"
    return settings, f"{asked}; a voice of {engine.name} stands in"
