"""The parsed script is all that voice, camera, drawing, gate, safety and skills read; and a feeling is one for all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from reelmake.crafts.canon.gate import judge
from reelmake.crafts.canon.walk import walk
from reelmake.crafts.canon.world import world_state
from reelmake.crafts.drawing.gestures import expression_of, gesture_of
from reelmake.crafts.safety.check import check_script, check_shots
from reelmake.crafts.shots.shoot import shoot
from reelmake.crafts.skills.contract import SkillInput
from reelmake.crafts.skills.run import run_skill, skills
from reelmake.crafts.skills.script_pages import numbered
from reelmake.crafts.story.writing.recall import summary_of
from reelmake.crafts.story.writing.script_length import estimated_ms
from reelmake.crafts.voice.manner import settings_for
from reelmake.crafts.voice.port import VoiceSettings
from reelmake.documents.base import Document
from reelmake.documents.lexicon.emotions import FEELINGS
from reelmake.documents.lexicon.language import words_of_script
from reelmake.documents.script import Script
from reelmake.documents.shotlist import Framing, Shot, ShotList
from reelmake.documents.spoken import SpokenPart, spoken_parts
from reelmake.documents.voice import LineStatus, SpokenLine, Voice
from support.scripts import canon_of, project_of, script_of

CANON = canon_of({"ADA": 40, "BEN": 22})
WORDS = {
    "afraid": ("afraid", "fearfully"),
    "angry": ("angry", "angrily"),
    "disgusted": ("disgusted", "disgustedly"),
    "happy": ("happy", "happily"),
    "sad": ("sad", "sadly"),
    "surprised": ("surprised", "stunned"),
    "tender": ("tender", "tenderly"),
    "tired": ("tired", "wearily"),
    "urgent": ("urgent", "urgently"),
    "whisper": ("whisper", "whispering"),
    "wry": ("wry", "wryly"),
}
WITHOUT_CLOSE_UP = ("neutral", "tired", "wry")
RICH = """\
Title: _The *Lamp*_
Author: **Ada Bell**
Language: *en*

INT. KITCHEN - NIGHT [[sfx: rain]] [[canon: time day 3]]

[[mood: tense]]

ADA, *40*, and BEN, 22, wait. A brass *LAMP* stands there. [[sfx: wind]] /* cut */

CLOSE ON: the **ticket**.

ADA [[canon: new character ADA]]
(*softly*) [[canon: BEN knows gold]]
Do _you_ want it? [[emotion: angry]] \\*No\\*?
[[sfx: thunder]]
(beat)
Then **go**. /* never */

A long silence.

BEN (V.O.)
(zxqvly)
*Never*. I hate you. [[voice: shouting]]
~La *la*

= Ada *fails*. [[canon: dream]]

> The *next* day <

~A _song_

> FADE *TO* WHITE:

EXT. _PIER_ - DAY (FLASHBACK)

Ben *is* dead.
The oriental woman prays. [[canon: BEN dies]]
"""


def voice_of(script: Script) -> Voice:
    lines = [
        SpokenLine(
            id=part.id,
            element_id=part.element.id,
            part=part.part,
            scene_id=part.scene.id,
            speaker_id=part.speaker_id,
            text=part.text,
            spoken=part.text,
            status=LineStatus.ESTIMATED,
            samples=1,
            frames=24 + len(part.text),
        )
        for part in spoken_parts(script)
    ]
    return Voice(trace_id="t", episode="ep01", engine="none", fps="24", lines=tuple(lines))


def shots_of(script: Script) -> ShotList:
    return shoot(script, voice_of(script), project_of())


def fourth_speech(before: str, behind: str = "") -> tuple[SpokenPart, Shot]:
    """Return the fourth speech of a conversation, where only a strong feeling brings the camera close, and its shot."""
    speeches = [f"{'ADA' if index % 2 else 'BEN'}\nLine {index}.\n" for index in range(6)]
    speeches[3] = f"ADA\n{before}Line 3.{behind}\n"
    script = script_of("INT. ROOM - DAY\n\nAda and Ben sit.\n\n" + "\n".join(speeches), CANON)
    part = spoken_parts(script)[3]
    (shot,) = (shot for shot in shots_of(script).shots if any(line.line_id == part.id for line in shot.lines))
    return part, shot


def everywhere(before: str, behind: str = "") -> dict[str, object]:
    """Return what voice, face, hands and camera make of a feeling."""
    part, shot = fourth_speech(before, behind)
    (speaker,) = (figure for figure in shot.figures if figure.role == "speaker")
    return {
        "feeling": part.feeling,
        "voice": settings_for(part, VoiceSettings()),
        "face": expression_of(shot, speaker) or "neutral",
        "hands": gesture_of(shot, speaker),
        "shot": shot.emotion,
        "close": shot.framing is Framing.CLOSE_UP,
    }


@pytest.mark.spec("R4")
@pytest.mark.parametrize("feeling", WORDS)
def test_a_note_an_adverb_and_an_adjective_name_one_feeling_for_voice_face_hands_and_camera(feeling: str) -> None:
    adjective, adverb = WORDS[feeling]
    noted = everywhere(f"[[emotion: {adjective}]]\n")
    assert noted["feeling"] == noted["face"] == noted["shot"] == feeling
    assert noted["close"] is (feeling not in WITHOUT_CLOSE_UP)
    assert noted["voice"] != VoiceSettings()
    assert noted["hands"] != "talk"
    assert everywhere(f"({adverb})\n") == noted
    assert everywhere(f"({adjective})\n") == noted
    assert everywhere("", f" [[emotion: {adjective}]]") == noted


def test_the_table_has_every_feeling_there_is_and_a_neutral_line_shows_none() -> None:
    assert {*WORDS, "neutral"} == set(FEELINGS)
    plain = everywhere("")
    assert plain == everywhere("(beat)\n") | {"close": plain["close"]}
    assert (plain["shot"], plain["voice"], plain["hands"], plain["close"]) == (
        "neutral",
        VoiceSettings(),
        "talk",
        False,
    )


def documents_of(script: Script) -> Iterator[object]:
    """Yield everything that is made from a script without its text as written."""
    project = project_of()
    yield [settings_for(part, VoiceSettings()) for part in spoken_parts(script)]
    yield [(part.text, part.feeling, part.unknown_feeling, part.source_line) for part in spoken_parts(script)]
    shotlist = shots_of(script)
    yield _content(shotlist)
    yield _content(check_shots(shotlist, CANON, project))
    yield _content(check_script(script, CANON, project))
    yield _content(judge(script, CANON, canon_path="c", script_path="s"))
    yield _content(world_state(script, walk(script, CANON, canon_path="c", script_path="s")))
    for skill in skills().values():
        yield _content(run_skill(skill, SkillInput(script, CANON, shotlist)))
    yield numbered(script)
    yield list(words_of_script(script))
    yield [summary_of(scene) for scene in script.scenes]
    yield estimated_ms(script, project.pacing)


def _content(document: Document) -> dict[str, Any]:
    return document.model_dump(mode="json", exclude={"parents"})


def _unwritten(value: Any, key: str = "") -> Any:
    """Return a script's data with every text as written replaced by nonsense."""
    if isinstance(value, dict):
        return {name: _unwritten(item, name) for name, item in value.items()}
    if isinstance(value, list):
        return [_unwritten(item, key) for item in value]
    return "[[canon: BEN is 9]] *(shouting)*" if key in ("text", "heading", "cue", "values") and value else value


@pytest.mark.spec("S1")
def test_nothing_downstream_reads_the_text_as_written() -> None:
    script = script_of(RICH, CANON)
    other = Script.from_data(_unwritten(script.model_dump(mode="json")), "script.json")
    assert other != script
    for before, after in zip(documents_of(script), documents_of(other), strict=True):
        assert after == before


def test_no_mark_of_the_screenplay_reaches_a_film() -> None:
    shotlist = shots_of(script_of(RICH, CANON))
    shown = [text for shot in shotlist.shots for text in (shot.action, shot.prop, shot.card, shot.location, *shot.sfx)]
    heard = [line.text for shot in shotlist.shots for line in shot.lines]
    assert "Do you want it? *No*?" in heard
    assert not [text for text in (*shown, *heard) if any(mark in text for mark in ("[[", "/*", "**", "_", "\\"))]
    sounds = [sound for shot in shotlist.shots for sound in shot.sfx]
    assert {"rain", "wind", "thunder"} <= set(sounds)
    assert {shot.mood for shot in shotlist.shots if shot.scene_id == "1"} == {"tense"}
