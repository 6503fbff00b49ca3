"""Assigns each character a voice that is the same in every episode."""

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
"""In percent. Settings farther from the engine's own voice no longer sound like a person."""
_APART, _WELL_APART = 3, 9
"""Percent of pitch by which two voices must differ to be distinguishable, and easily distinguishable."""


@dataclass(frozen=True)
class CharacterVoice:
    """A character's voice, and a flag if it is not the requested one."""

    settings: VoiceSettings
    engine: Engine | None = None
    flag: str = ""


def settings_of(character_id: str, voices: Sequence[EngineVoice] = ()) -> VoiceSettings:
    """Return the voice settings that follow from a character's id alone."""
    mark = int(digest(("voice", 1, character_id))[:16], 16)
    mark, pitch = divmod(mark, len(PITCHES))
    mark, length = divmod(mark, len(LENGTHS))
    voice = voices[mark % len(voices)].id if voices else ""
    return VoiceSettings(length_percent=LENGTHS[length], pitch_percent=PITCHES[pitch], voice=voice)


@dataclass
class Cast:
    """The voices of a series. Characters missing in the canon get one when they first speak."""

    voices: dict[str, CharacterVoice]
    roster: Roster

    def voice_of(self, character_id: str) -> CharacterVoice:
        """Return a character's voice."""
        if character_id not in self.voices:
            choice = self.roster.choose()
            voices = _assignable(choice.engine, self.roster.language) if choice.engine else ()
            self.voices[character_id] = CharacterVoice(
                settings_of(character_id, voices), choice.engine, _substitution(choice.problem, choice.engine)
            )
        return self.voices[character_id]

    def substitute(self, character_id: str, voice: CharacterVoice) -> CharacterVoice | None:
        """Return a character's voice on another engine than the one that failed; None if there is no other."""
        if voice.engine is None:
            return None
        engine = self.roster.choose(excluding=voice.engine.name).engine
        if engine is None:
            return None
        return CharacterVoice(settings_of(character_id, _assignable(engine, self.roster.language)), engine)


def cast_of(canon: Canon, roster: Roster) -> Cast:
    """Return the voices of all characters of the canon, all different while there are free pitches.

    The order is: characters with locked voices, others with the requested engine, characters with a substitute engine.
    So a missing engine changes no other character's voice. Everybody gets the voice of their id, or the nearest free
    one. So a character added at the canon's end changes no other voice.
    """
    chosen = {
        character_id: roster.choose(person.speech.engine if person.speech else "")
        for character_id, person in canon.characters.items()
    }
    order = sorted(chosen, key=lambda name: (bool(chosen[name].problem), canon.characters[name].speech is None))
    result: dict[str, CharacterVoice] = {}
    taken: dict[str, list[VoiceSettings]] = {}
    for character_id in order:
        engine, problem = chosen[character_id].engine, chosen[character_id].problem
        person = canon.characters[character_id]
        if engine is None:
            result[character_id] = CharacterVoice(settings_of(character_id), None, problem)
            continue
        others = taken.setdefault(engine.name, [])
        voices = _assignable(engine, roster.language)
        own = settings_of(character_id, voices)
        flag = _substitution(problem, engine)
        if person.speech is not None:
            ids = [voice.id for voice in engine.voices_for(roster.language)]
            settings, strange = _locked(own, person.speech, engine, ids, substituted=bool(problem))
            flag = flag or strange
        else:
            settings = _free(own, register_of(person), voices, others)
        others.append(settings)
        result[character_id] = CharacterVoice(settings, engine, flag)
    return Cast(result, roster)


def _assignable(engine: Engine, language: str) -> tuple[EngineVoice, ...]:
    return tuple(voice for voice in engine.voices_for(language) if not voice.by_name_only)


def _substitution(problem: str, engine: Engine | None) -> str:
    return f"{problem}; a voice of {engine.name} is used instead" if problem and engine else problem


def _free(
    own: VoiceSettings, register: Register, voices: Sequence[EngineVoice], taken: Sequence[VoiceSettings]
) -> VoiceSettings:
    """Return the free settings nearest to a character's own, with the least used voice of their register.

    If no pitch is free: the settings farthest from everybody's in pitch and pace.
    """
    fitting = [voice.id for voice in voices if register and voice.register == register] or [v.id for v in voices]
    ids = [voice.id for voice in voices]
    first = ids.index(own.voice)
    used = [other.voice for other in taken]
    voice = min(fitting, key=lambda name: (used.count(name), (ids.index(name) - first) % len(ids)))
    rivals = [other for other in taken if other.voice == voice]
    mine = replace(own, voice=voice)
    # With several voices, few characters share one, so that pitches can be kept well apart.
    for apart in (_WELL_APART, 2 * _APART, _APART) if len(voices) > 1 else (_APART,):
        free = [p for p in PITCHES if all(abs(p - rival.pitch_percent) >= apart for rival in rivals)]
        if free:
            return replace(mine, pitch_percent=min(free, key=lambda pitch: (abs(pitch - own.pitch_percent), pitch)))
    others = [VoiceSettings(length, pitch, voice) for pitch in PITCHES for length in LENGTHS]
    return max(others, key=lambda one: (min(_apart(one, rival) for rival in rivals), -_apart(one, mine)))


def _apart(one: VoiceSettings, other: VoiceSettings) -> int:
    """Return how distinguishable two settings of one voice are; pitch counts more than pace."""
    pitch = abs(one.pitch_percent - other.pitch_percent)
    return 3 * pitch + abs(one.length_percent - other.length_percent)


def _locked(
    own: VoiceSettings, lock: SpeechLock, engine: Engine, ids: Sequence[str], *, substituted: bool
) -> tuple[VoiceSettings, str]:
    length = own.length_percent if lock.rate is None else min(120, max(80, (10_000 + lock.rate // 2) // lock.rate))
    pitch = own.pitch_percent if lock.pitch is None else lock.pitch
    if lock.id in ids:
        return VoiceSettings(length, pitch, lock.id), ""
    settings = VoiceSettings(length, pitch, own.voice)
    if not lock.id or substituted:
        return settings, ""
    asked = f"engine {engine.name} has no voice {one_line(lock.id, 60)}; it has {one_line(', '.join(ids), 300)}"
    return settings, f"{asked}; a voice of {engine.name} is used instead"
