"""Frames: pauses by rule, shots back to back, every line heard whole."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reelmake.crafts.shots.shoot import shoot
from reelmake.documents.project import PacingConfig
from reelmake.documents.shotlist import timing_lock_hash
from reelmake.kernel.errors import InvariantViolated
from support.work import calls_made

S = 24


def test_a_line_is_followed_by_the_pause_between_lines_and_the_last_by_the_scenes_tail(w):
    w.pacing = PacingConfig(between_lines_ms=500, scene_tail_ms=2000)
    scene = w.scene("INT. BOX - NIGHT", w.say("MARA", "One."), w.say("TOBIN", "Two."))
    assert [shot.frames for shot in w.shoot(scene).shots[1:]] == [2 * S + 12, 2 * S + 48]


def test_a_beat_is_a_silence_in_its_place(w):
    w.frames = lambda text: S
    scene = w.scene("INT. BOX - NIGHT", w.say("MARA", "(beat)", "One.", "(a long pause)", "Two.", "(beat)"))
    shot = w.shoot(scene).shots[-1]
    beat, between, tail = 22, 6, 17
    assert [line.offset for line in shot.lines] == [beat, beat + S + between + 2 * beat]
    assert shot.frames == beat + S + between + 2 * beat + S + beat + tail


def test_one_shot_holds_a_speech_that_a_parenthetical_divides(w):
    scene = w.scene("INT. BOX - NIGHT", w.say("MARA", "One.", "(softly)", "Two."))
    assert [[line.text for line in shot.lines] for shot in w.shoot(scene).shots] == [[], ["One.", "Two."]]


def test_a_short_line_still_gets_the_shortest_shot(w):
    w.frames = lambda text: 3
    assert w.shoot(w.scene("INT. BOX - DAY", w.say("MARA", "No."), w.action("Rain."))).shots[1].frames == 29


def test_a_line_the_voice_document_lacks_is_an_error_that_names_it(w):
    script = w.script(w.scene("INT. BOX - NIGHT", w.say("MARA", "One."), w.say("TOBIN", "Two.")))
    with pytest.raises(InvariantViolated, match=r"line [0-9a-f]+\.0 \(\"Two\.\", scene 1\) has no length"):
        shoot(script, w.voice(script, leave_out="Two."), w.project)


def test_a_voice_measured_at_another_rate_is_refused(w):
    script = w.script(w.scene("INT. BOX - NIGHT", w.say("MARA", "One.")))
    voice = w.voice(script)
    w.fps = "25"
    with pytest.raises(InvariantViolated, match="measured at 24"):
        shoot(script, voice, w.project)


def test_a_lyric_nobody_recorded_is_read_in_silence(w):
    script = w.script(w.scene("INT. BOX - NIGHT", w.say("MARA", "~La la la."), w.lyric("All the parts")))
    shotlist = shoot(script, w.voice(script, leave_out="La la la."), w.project)
    lines = [line for shot in shotlist.shots for line in shot.lines]
    assert [(line.text, line.key, line.speaker) for line in lines] == [
        ("La la la.", "", "MARA"),
        ("All the parts", "", ""),
    ]


def test_a_recorded_lyric_is_a_line(w):
    line = w.hearing(w.shoot(w.scene("INT. BOX - NIGHT", w.say("MARA", "~La la la."))), "La la la.")[0].lines[0]
    assert line.key and line.frames == 2 * S


@pytest.mark.spec("F1", "F3")
def test_the_lock_is_that_of_the_documents(w):
    shotlist = w.shoot(w.scene("INT. BOX - NIGHT", w.say("MARA", "One.")))
    assert shotlist.timing_lock_hash == timing_lock_hash("24", shotlist.shots)


@pytest.mark.spec("E11")
def test_the_work_of_breaking_a_script_into_shots_grows_with_its_length(w):
    names = ("MARA", "TOBIN", "INES", "LEON", "DOBREV")

    def scenes(count: int) -> list:
        return [
            w.scene(
                f"INT. ROOM {number % 40} - DAY",
                w.action("Mara finds the KEY, and INES leaves."),
                *(w.say(names[(number + i) % 5], f"Line {number} {i}, and some more of it.") for i in range(7)),
            )
            for number in range(count)
        ]

    half, whole = (w.script(*scenes(count)) for count in (60, 120))
    voices = {id(script): w.voice(script) for script in (half, whole)}
    shoot(half, voices[id(half)], w.project)
    calls = [calls_made(lambda script=script: shoot(script, voices[id(script)], w.project)) for script in (half, whole)]
    assert calls[1] < 2.2 * calls[0]
    assert len(shoot(whole, voices[id(whole)], w.project).shots) > 1000


def test_a_line_of_twenty_thousand_characters_is_no_trouble(w):
    for text in (
        "[[" * 10_000,
        "A " * 10_000,
        "a BRASS " * 2_500,
        "He opens the " * 1_600,
        "字" * 20_000,
        "! " * 10_000,
    ):

        def shots_of(words: str) -> list:
            return w.shoot(w.scene("INT. BOX - DAY", w.action(words), w.say("MARA", words + "x"))).shots

        half = text[: len(text) // 2]
        assert (
            calls_made(lambda words=text: shots_of(words)) < 2.5 * calls_made(lambda words=half: shots_of(words)) + 5000
        )
        assert len(shots_of(text)) <= 8


names = st.sampled_from(["MARA", "TOBIN", "INES", "美雪", "Д. ЛЕОН"])
words = st.text(st.characters(codec="utf-8", exclude_characters="\0\r\n"), min_size=1, max_size=40)
phrases = st.one_of(
    words, st.sampled_from(["(beat)", "(softly)", "(a long pause)", "[[sfx: rain]]", "~La la", "Yes.", "MARA"])
)
headings = st.sampled_from(["INT. BOX - DAY", "EXT. BAY - NIGHT", "INT. BOX - CONTINUOUS", "INT. HALL - DAY", ""])
marks = st.sampled_from(["FADE IN:", "FADE OUT.", "DISSOLVE TO:", "CUT TO:", "WIPE:"])


@st.composite
def scenes(draw, w):
    elements = []
    for kind in draw(st.lists(st.sampled_from("sssdahclnt"), max_size=10)):
        if kind == "s":
            extension = draw(st.sampled_from(["", "", "V.O.", "CONT'D"]))
            elements.append(w.say(draw(names), *draw(st.lists(phrases, min_size=1, max_size=4)), ext=extension))
        elif kind == "d":
            elements.append(w.say(draw(names), draw(phrases), dual="left"))
            elements.append(w.say(draw(names), draw(phrases), dual="right"))
        elif kind == "a":
            elements.append(w.action(draw(words)))
        elif kind == "h":
            elements.append(w.action("Beat."))
        elif kind == "c":
            elements.append(w.centred(draw(words)))
        elif kind == "l":
            elements.append(w.lyric(draw(words)))
        elif kind == "n":
            elements.append(w.note(draw(st.sampled_from(["sfx: rain", "mood: calm", "a note"]))))
        else:
            elements.append(w.cut(draw(marks)))
    return w.scene(draw(headings), *elements)


@pytest.mark.spec("F1")
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_any_script_gives_shots_back_to_back_and_every_line_heard_whole(request, data):
    w = request.getfixturevalue("new_world")()
    w.fps = data.draw(st.sampled_from(["24", "25", "24000/1001", "60", "1", "1/2"]))
    w.pacing = PacingConfig(
        shortest_shot_ms=data.draw(st.integers(200, 10_000)),
        between_lines_ms=data.draw(st.integers(0, 5000)),
        beat_ms=data.draw(st.integers(0, 10_000)),
        scene_head_ms=data.draw(st.integers(0, 10_000)),
        scene_tail_ms=data.draw(st.integers(0, 10_000)),
        longest_action_ms=data.draw(st.integers(1000, 60_000)),
        action_ms_per_word=data.draw(st.integers(50, 2000)),
    )
    frames = data.draw(st.lists(st.integers(1, 2000), min_size=1, max_size=5))
    w.frames = lambda text: frames[len(text) % len(frames)]
    script = w.script(*data.draw(st.lists(scenes(w), max_size=4)))
    voice = w.voice(script)
    shotlist = shoot(script, voice, w.project)

    at = 0
    for shot in shotlist.shots:
        assert shot.start == at
        assert shot.frames * 1000 >= w.pacing.shortest_shot_ms * w.project.rate.value
        assert shot.transition_in.frames + shot.transition_out.frames < shot.frames
        at = shot.end_exclusive
    assert shotlist.total_frames == at
    assert len({shot.id for shot in shotlist.shots}) == len(shotlist.shots)

    heard: dict[str, list[int]] = {}
    for shot in shotlist.shots:
        for line in shot.lines:
            first, last = max(0, line.offset), min(shot.frames, line.offset + line.frames)
            assert first < last, "a line stands only where it is heard"
            heard.setdefault(line.line_id, []).extend(range(shot.start + first, shot.start + last))
    for line in voice.lines:
        spans = heard.pop(line.id)
        assert spans == list(range(spans[0], spans[0] + line.frames))
    by_id = {part.id for scene in script.scenes for part in scene.elements if part.kind == "lyric"}
    assert all(line_id.rsplit(".", 1)[0] in by_id for line_id in heard)
