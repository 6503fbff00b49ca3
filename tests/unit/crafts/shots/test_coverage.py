"""Who is seen while who speaks."""

import itertools

import pytest

S = 24
TALK = ("One.", "Two.", "Three.", "Four.", "Five.", "Six.", "Seven.", "Eight.", "Nine.", "Ten.")


def exchange(w, *lines, names=("MARA", "TOBIN")):
    return [w.say(names[index % len(names)], line) for index, line in enumerate(lines)]


@pytest.mark.spec("F1")
def test_two_who_talk_are_seen_together_first_and_then_over_each_others_shoulder(w):
    shots = w.shoot(w.scene("INT. BOX - NIGHT", *exchange(w, "One.", "Two.", "Three."))).shots
    assert w.kinds(shots) == ["establishing", "two_shot", "over_shoulder", "over_shoulder"]
    assert [(figure.name, figure.role) for figure in shots[1].figures] == [("MARA", "speaker"), ("TOBIN", "listener")]
    assert [(figure.name, figure.facing) for figure in shots[2].figures] == [("MARA", "away"), ("TOBIN", "left")]
    assert [(figure.name, figure.facing) for figure in shots[3].figures] == [("MARA", "right"), ("TOBIN", "away")]


def test_a_long_line_or_a_felt_one_earns_a_close_up(w):
    w.lengths = {"Four.": 5 * S}
    plain = exchange(w, "One.", "Two.", "Three.", "Four.", "Five.")
    felt = w.say("TOBIN", "(angrily)", "Six.")
    shotlist = w.shoot(w.scene("INT. BOX - NIGHT", *plain, felt))
    (long,), (short,), (angry,) = (w.hearing(shotlist, words) for words in ("Four.", "Five.", "Six."))
    assert (long.kind, long.framing, long.emotion) == ("close_up", "medium_close", "neutral")
    assert short.kind == "over_shoulder"
    assert (angry.kind, angry.framing, angry.emotion, angry.move) == ("close_up", "close_up", "angry", "push_in")
    assert [figure.name for figure in angry.figures] == ["TOBIN"]


def test_a_long_conversation_of_two_comes_back_to_the_two_shot(w):
    shotlist = w.shoot(w.scene("INT. BOX - NIGHT", *exchange(w, *TALK)))
    assert w.kinds(shotlist)[1:] == [
        "two_shot",
        *["over_shoulder"] * 5,
        *["close_up"] * 2,
        "two_shot",
        "close_up",
    ]


def test_a_crowd_is_seen_whole_and_seen_whole_again(w):
    shotlist = w.shoot(w.scene("INT. BOX - NIGHT", *exchange(w, *TALK[:8], names=("MARA", "TOBIN", "INES"))))
    masters = [shot for shot in shotlist.shots if shot.kind == "master"]
    assert [shot.lines[0].text for shot in masters] == ["One.", "Seven."]
    assert [[figure.name for figure in shot.figures] for shot in masters] == [["MARA", "TOBIN", "INES"]] * 2


def test_one_alone_is_seen_from_the_waist_and_then_close(w):
    elements = [
        w.say("MARA", "One."),
        w.action("Rain."),
        w.say("MARA", "Two."),
        w.action("More."),
        w.say("MARA", "Three."),
    ]
    shotlist = w.shoot(w.scene("INT. BOX - NIGHT", *elements))
    assert [w.hearing(shotlist, line)[0].framing for line in ("One.", "Two.", "Three.")] == [
        "medium",
        "medium_close",
        "close_up",
    ]


def test_in_a_longer_speech_we_look_at_the_listener(w):
    w.lengths = {"A long story.": 12 * S}
    shotlist = w.shoot(w.scene("INT. BOX - NIGHT", w.say("MARA", "A long story."), w.say("TOBIN", "Well.")))
    told = w.hearing(shotlist, "A long story.")
    assert w.kinds(told) == ["two_shot", "reaction", "close_up"]
    assert [(figure.name, figure.role) for figure in told[1].figures] == [("TOBIN", "listener")]
    assert [shot.lines[0].offset for shot in told] == [0, -told[0].frames, -told[0].frames - told[1].frames]
    assert {shot.lines[0].frames for shot in told} == {12 * S}


def test_a_long_speech_is_cut_where_a_sentence_begins_or_ends_if_one_is_near(w):
    w.lengths = {"Then why?": 3 * S, "I always do.": 3 * S, "Never.": 2 * S}
    speech = w.say("MARA", "Then why?", "(beat)", "I always do.", "(beat)", "Never.")
    shots = w.shoot(w.scene("INT. BOX - NIGHT", speech, w.say("TOBIN", "Well."))).shots[1:4]
    assert w.kinds(shots) == ["two_shot", "reaction", "close_up"]
    assert shots[0].frames in (3 * S, 3 * S + 28)


def test_a_line_with_a_pause_in_it_is_taken_close(w):
    talk = exchange(w, "One.", "Two.", "Three.")
    broken = w.say("TOBIN", "Two films.", "(beat)", "I came for the other one.")
    shotlist = w.shoot(w.scene("INT. BOX - NIGHT", *talk, broken, *exchange(w, "Five.", "Six.")))
    assert w.hearing(shotlist, "Two films.")[0].kind == "close_up"


def test_the_last_word_of_a_scene_is_taken_close(w):
    shotlist = w.shoot(w.scene("INT. BOX - NIGHT", *exchange(w, "One.", "Two.", "Three.", "Four.", "Five.")))
    assert w.kinds(shotlist)[-2:] == ["over_shoulder", "close_up"]


def test_nobody_speaks_longer_than_eight_seconds_in_one_shot(w):
    w.lengths = {"A very long story.": 61 * S}
    shotlist = w.shoot(w.scene("INT. BOX - NIGHT", w.say("MARA", "A very long story.")))
    told = w.hearing(shotlist, "A very long story.")
    assert len(told) >= 8
    assert max(shot.frames for shot in told) <= 8 * S
    looks = [(shot.kind, shot.framing) for shot in told]
    assert all(now != then for now, then in itertools.pairwise(looks))


@pytest.mark.parametrize("extension", ["V.O.", "O.S.", "VO", "o.s.", "ON RADIO"])
def test_a_voice_from_elsewhere_is_heard_over_whoever_hears_it(w, extension):
    scene = w.scene("INT. BOX - NIGHT", w.say("MARA", "Who is it?"), w.say("TOBIN", "Me.", ext=extension))
    shot = w.hearing(w.shoot(scene), "Me.")[0]
    assert [figure.name for figure in shot.figures] == ["MARA"]
    assert shot.lines[0].voice_over
    assert shot.kind == "reaction"


def test_a_narrator_with_nobody_there_speaks_over_the_place(w):
    shotlist = w.shoot(w.scene("EXT. BAY - DAWN", w.say("TOBIN", "It began so.", ext="V.O.")))
    assert w.kinds(shotlist) == ["establishing"]
    assert not shotlist.shots[0].figures
    assert shotlist.shots[0].lines[0].offset == 12


def test_contd_is_no_voice_over(w):
    shot = w.hearing(w.shoot(w.scene("INT. BOX - DAY", w.say("MARA", "So.", ext="CONT'D"))), "So.")[0]
    assert not shot.lines[0].voice_over
    assert [figure.name for figure in shot.figures] == ["MARA"]


def test_two_who_speak_at_once_begin_together_in_one_two_shot(w):
    w.lengths = {"By the harvest.": 60}
    dual = (w.say("MARA", "Home.", dual="left"), w.say("TOBIN", "By the harvest.", dual="right"))
    shotlist = w.shoot(w.scene("INT. BOX - NIGHT", w.say("MARA", "So."), *dual))
    shot = w.hearing(shotlist, "Home.")[0]
    assert shot.kind == "two_shot"
    assert [(line.speaker, line.offset) for line in shot.lines] == [("MARA", 0), ("TOBIN", 0)]
    assert [figure.role for figure in shot.figures] == ["speaker", "speaker"]
    assert shot.frames >= 60


def test_each_pair_keeps_its_left_and_right_through_a_scene(w):
    w.frames = lambda text: 9 * S if text.endswith("5.") else 2 * S
    names = ("MARA", "TOBIN", "INES", "DOBREV")
    talk = [w.say(names[(index * index + index // 3) % 4], f"Line {index}.") for index in range(40)]
    shotlist = w.shoot(w.scene("INT. BOX - NIGHT", w.action("DOBREV waits. MARA and INES come in."), *talk))
    column = {"left": 0, "centre": 1, "right": 2}
    order: dict[tuple[str, str], set[bool]] = {}
    for shot in shotlist.shots:
        for one in shot.figures:
            for other in shot.figures:
                if column[one.place] < column[other.place]:
                    order.setdefault((one.name, other.name), set())
                    assert (other.name, one.name) not in order
    assert order
    singles = [shot.figures[0] for shot in shotlist.shots if shot.kind in ("close_up", "reaction")]
    assert all(
        figure.facing == {"left": "right", "right": "left", "centre": "camera"}[figure.place] for figure in singles
    )


def test_an_action_has_a_shot_of_its_own_with_those_it_names(w):
    scene = w.scene("INT. BOX - NIGHT", w.say("MARA", "So."), w.action("Mara threads the second machine."))
    shot = w.shoot(scene).shots[-1]
    assert (shot.kind, shot.action) == ("action", "Mara threads the second machine.")
    assert [figure.name for figure in shot.figures] == ["MARA"]
    assert shot.frames == 5 * 240 * S // 1000 + 1


def test_someone_the_action_brings_in_is_there_to_be_spoken_to(w):
    first = w.scene("INT. BOX - DAY", w.say("TOBIN", "Hello."))
    scene = w.scene("EXT. BAY - DAY", w.action("TOBIN sits on the steps."), w.say("MARA", "There you are."))
    shot = w.hearing(w.shoot(first, scene), "There you are.")[0]
    assert (shot.kind, [figure.name for figure in shot.figures]) == ("two_shot", ["TOBIN", "MARA"])


def test_someone_only_spoken_of_is_not_there(w):
    first = w.scene("INT. BOX - DAY", w.say("TOBIN", "Hello."))
    scene = w.scene("EXT. BAY - DAY", w.action("She looks at Tobin's chair."), w.say("MARA", "Gone."))
    assert [figure.name for figure in w.hearing(w.shoot(first, scene), "Gone.")[0].figures] == ["MARA"]


def test_a_pause_in_the_action_is_held_on_the_one_who_was_spoken_to(w):
    scene = w.scene("INT. BOX - DAY", w.say("MARA", "He is gone."), w.action("Beat."), w.say("TOBIN", "I know."))
    shot = w.shoot(scene).shots[2]
    assert (shot.kind, [figure.name for figure in shot.figures]) == ("reaction", ["TOBIN"])


def test_names_in_scripts_without_capitals_are_found_in_actions(w):
    scene = w.scene("INT. BOX - DAY", w.say("美雪", "行こう。"), w.action("美雪は窓を開ける。"))
    assert [figure.name for figure in w.shoot(scene).shots[-1].figures] == ["美雪"]
