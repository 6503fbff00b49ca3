"""Who sounds how: a voice for each character, one chosen by hand, and feelings."""

from itertools import combinations, pairwise

import pytest

from reelmake.crafts.story.feelings import with_feelings
from reelmake.crafts.story.parsed_text import parsed_part
from reelmake.crafts.voice import cast
from reelmake.crafts.voice.manner import settings_for
from reelmake.crafts.voice.piper_engine import PiperEngine
from reelmake.crafts.voice.port import EngineVoice, VoiceSettings
from reelmake.crafts.voice.roster import Roster
from reelmake.documents.canon import Canon
from reelmake.documents.script import SourceLines
from reelmake.documents.spoken import spoken_parts
from unit.crafts.voice.conftest import script_of
from unit.crafts.voice.test_piper import fundamental, sound_of

SOURCE = SourceLines(first=1, last=1)
USUAL = VoiceSettings(100, 100)


def canon(*names, **voices):
    people = {name: {"name": name.upper(), "speech": voices.get(name)} for name in names}
    return Canon.model_validate({"version": 1, "characters": people})


def cast_of(canon, *engines):
    roster = Roster({engine.name: lambda engine=engine: engine for engine in engines}, engines[0].name, "en")
    return cast.cast_of(canon, roster).voices


def speech(*parts):
    """Return a script of one speech made of (kind, text)."""
    script = script_of(("mara", "x"))
    (element,) = script.scenes[0].elements
    spoken = element.model_copy(update={"parts": tuple(parsed_part(kind, text, SOURCE) for kind, text in parts)})
    scene = script.scenes[0].model_copy(update={"elements": with_feelings((spoken,))})
    return script.model_copy(update={"scenes": (scene,)})


def said(*parts, usual=USUAL):
    """Return the settings of the last spoken part of a speech made of (kind, text)."""
    return settings_for(spoken_parts(speech(*parts))[-1], usual)


@pytest.mark.spec("R4", "C3")
def test_no_two_of_nine_characters_have_one_pitch(world):
    names = [f"person-{index}" for index in range(9)]
    pitches = sorted(part.settings.pitch_percent for part in cast_of(canon(*names), world.engine()).values())
    assert all(after - before >= 3 for before, after in pairwise(pitches))


def test_who_joins_the_cast_last_changes_no_other_voice(world):
    names = [f"person-{index}" for index in range(8)]
    before, after = (cast_of(canon(*cast), world.engine()) for cast in (names, [*names, "newcomer"]))
    assert {name: after[name] for name in names} == before


def test_a_voice_chosen_by_hand_is_kept_and_nobody_else_gets_it(world):
    cast = cast_of(canon("ann", "ben", ben={"pitch": 90, "rate": 110}), world.engine())
    assert cast["ben"].settings == VoiceSettings(length_percent=91, pitch_percent=90, voice="fake")
    assert abs(cast["ann"].settings.pitch_percent - 90) >= 3


@pytest.mark.parametrize("voice", [{"id": "af_bella"}, {"engine": "kokoro", "id": "af_bella"}])
def test_a_voice_no_engine_has_is_flagged_and_the_line_is_spoken_all_the_same(world, voice):
    cast = cast_of(canon("ann", ann=voice), world.engine())
    assert "is used instead" in cast["ann"].flag
    (line,) = world.speak(world.script(("ann", "Yes.")), world.engine(), canon=canon("ann", ann=voice)).lines
    assert line.key and "is used instead" in line.flag


def test_real_voices_differ_by_ear(tmp_path):
    speaker = PiperEngine().open()
    cast = cast_of(canon("leon-toth", "ines-lazar", "marta-orlin", "dobrev-ondra"), PiperEngine())
    heard = {}
    for name, part in cast.items():
        directory = tmp_path / name
        directory.mkdir()
        (directory / "line.txt").write_text("Nobody has seen the lamp.", encoding="utf-8")
        speaker.speak(PiperEngine().action_for("Nobody has seen the lamp.", part.settings), directory)
        heard[name] = fundamental(sound_of(directory / "out.wav"))
    assert all(max(one, two) / min(one, two) > 1.02 for one, two in combinations(heard.values(), 2)), heard


@pytest.mark.spec("R4")
def test_sadness_is_slower_and_lower_haste_quicker_and_nothing_leaves_the_engines_range():
    sad, haste = (said(("parenthetical", word), ("line", "Go.")) for word in ("sadly", "hurried"))
    assert sad.length_percent > 105 and sad.pitch_percent < 98
    assert haste.length_percent < 92
    shout = said(("parenthetical", "shouting"), ("line", "Go."), usual=VoiceSettings(118, 119))
    assert shout.pitch_percent == 120
    assert said(("parenthetical", "beat"), ("line", "Go.")) == USUAL


def test_shouting_sounds_unlike_anger():
    angry, shout = (said(("parenthetical", word), ("line", "Go.")) for word in ("angrily", "shouting"))
    assert shout.pitch_percent > angry.pitch_percent


def test_a_character_keeps_the_voice_of_the_engine_in_every_feeling(world):
    engine = world.engine(voices=(EngineVoice("first"), EngineVoice("second")))
    canon_of_two = canon("ann", "ben", ann={"id": "second"}, ben={"id": "first"})
    assert said(("parenthetical", "sadly"), ("line", "Go."), usual=VoiceSettings(voice="second")).voice == "second"
    actions = []
    asked = engine.action_for
    engine.action_for = lambda text, settings: actions.append(settings.voice) or asked(text, settings)
    world.speak(world.script(("ann", "Yes."), ("ben", "No.")), engine, canon=canon_of_two)
    assert actions[-2:] == ["second", "first"]


def test_a_feeling_nobody_knows_is_flagged_and_not_fatal(world):
    (line,) = world.speak(speech(("parenthetical", "zxqvly"), ("line", "Go.")), world.engine()).lines
    assert line.key and 'no feeling is known by the name "zxqvly"' in line.flag


def test_the_series_list_of_pronunciations_holds_for_everyone(world):
    engine = world.engine()
    series = Canon.model_validate({"version": 1, "pronunciations": {"Toth": "Tote"}})
    world.speak(world.script(("mara", "Mr. Toth?")), engine, canon=series)
    assert engine.spoken == ["Mister Tote?"]
