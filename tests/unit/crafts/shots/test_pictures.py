"""Openings, inserts, cards, sounds, moods and transitions."""

import itertools

import pytest

S = 24


def opening(shots, scene_id):
    first = next(shot for shot in shots if shot.scene_id == scene_id)
    return first.kind, first.framing, first.move


def many_scenes(w, count, places=("BOX", "HALL", "FOYER", "BAY")):
    return [
        w.scene(
            f"{('INT', 'EXT')[index % 3 == 0]}. {places[index * 7 // 3 % len(places)]} - {('DAY', 'NIGHT')[index % 2]}",
            *(
                [],
                [w.action("Nobody.")],
                [w.say("MARA", "One.")],
                [w.action("A brass KEY turns in the lock of the door.")],
                [w.say("MARA", "Two.", ext="V.O.")],
                [w.centred("LATER")],
            )[index % 6],
        )
        for index in range(count)
    ]


@pytest.mark.spec("F1")
def test_no_two_scenes_of_an_episode_open_alike(w):
    shots = w.shoot(*many_scenes(w, 14)).shots
    found = [opening(shots, str(number)) for number in range(1, 15)]
    assert len(set(found)) == 14


def test_neighbouring_scenes_never_open_alike_however_many_there_are(w):
    shots = w.shoot(*[w.scene("INT. BOX - DAY", w.action("Nobody.")) for _ in range(120)]).shots
    found = [opening(shots, str(number)) for number in range(1, 121)]
    assert all(one != other for one, other in itertools.pairwise(found))
    assert len(set(found)) >= 6


def test_what_happens_inside_a_scene_never_changes_how_another_one_opens(w):
    scenes = many_scenes(w, 12)
    before = w.shoot(*scenes).shots
    scenes[3] = w.scene(scenes[3].heading, w.say("TOBIN", "New.", ext="V.O."), w.action("A RADIO hums."))
    after = w.shoot(*scenes).shots
    for number in set(range(1, 13)) - {4}:
        assert opening(before, str(number)) == opening(after, str(number))


def test_a_scene_in_which_nothing_happens_still_shows_its_place(w):
    shots = w.shoot(w.scene("EXT. BAY - DAWN")).shots
    assert [(shot.kind, shot.location_id, shot.frames) for shot in shots] == [("establishing", "bay", 60)]


def test_a_new_place_is_shown_before_anyone_speaks_and_a_continuing_one_is_not(w):
    shots = w.shoot(
        w.scene("INT. BOX - NIGHT", w.say("MARA", "One.")),
        w.scene("INT. HALL - NIGHT", w.say("TOBIN", "Two.")),
        w.scene("INT. BOX - CONTINUOUS", w.say("MARA", "Three.")),
    ).shots
    assert w.kinds(shots) == ["establishing", "master", "establishing", "master", "master"]
    assert shots[-1].lines[0].offset == 12


def test_an_interior_may_open_on_a_detail(w):
    places = [f"ROOM {number}" for number in range(7)]
    shots = w.shoot(
        *[
            w.scene(f"INT. {place} - DAY", w.action("Rain. On the old table lies a brass KEY, forgotten."))
            for place in places
        ]
    )
    scenes = [[shot for shot in shots.shots if shot.scene_id == str(number)] for number in range(1, 8)]
    detail = [w.kinds(scene) for scene in scenes if scene[0].kind == "insert"]
    assert detail
    assert all(kinds == ["insert", "action"] for kinds in detail)


@pytest.mark.parametrize(
    ("text", "prop"),
    [
        ("On his nose sits a wooden CLOTHES PEG.", "clothes peg"),
        ("He finds the old, rusted BRASS KEY under the mat.", "brass key"),
        ("On the screen a woman unfolds a letter. It fills the frame.", "letter"),
        ("Leon holds a sheet of paper to the window and reads aloud.", "sheet of paper"),
        ("CLOSE ON: the ticket", "ticket"),
        ("INSERT - THE LETTER", "letter"),
    ],
)
def test_a_thing_the_action_names_gets_an_insert(w, text, prop):
    shots = w.shoot(w.scene("INT. BOX - NIGHT", w.say("LEON", "So."), w.action(text))).shots
    assert [(shot.kind, shot.framing, shot.prop) for shot in shots if shot.prop] == [("insert", "insert", prop)]


@pytest.mark.parametrize(
    "text",
    [
        "In its stray light LEON, 61, grey cardigan, leans into a microphone.",
        "An OLD WOMAN (80) crosses.",
        "A tall STRANGER waits.",
        "She SLAMS the door.",
        "BRANN, 40, comes in.",
        "WE SEE NOTHING AT ALL.",
        "She opens the door.",
        "Light moves over forty faces.",
        "This is the END.",
    ],
)
def test_a_person_a_verb_or_a_word_to_the_crew_gets_no_insert(w, text):
    shots = w.shoot(w.scene("INT. BOX - NIGHT", w.say("LEON", "So."), w.action(text))).shots
    assert [shot.prop for shot in shots if shot.prop] == []
    assert shots[-1].kind == "action"


def test_a_thing_is_shown_close_once_a_scene(w):
    texts = ("He finds the KEY under the mat at last.", "He puts the KEY into his pocket and walks on.")
    scene = w.scene("INT. BOX - NIGHT", w.say("LEON", "So."), *map(w.action, texts))
    assert w.kinds(w.shoot(scene, scene)).count("insert") == 2


def test_nothing_but_a_thing_is_only_an_insert(w):
    scene = w.scene("INT. BOX - NIGHT", w.say("LEON", "So."), w.action("On the table: a BRASS KEY."))
    assert w.kinds(w.shoot(scene))[2:] == ["insert"]


def test_an_action_too_long_for_a_shot_is_told_in_several_at_its_sentences(w):
    text = "One two three four five six seven eight nine ten eleven twelve. " * 4
    shots = [shot for shot in w.shoot(w.scene("INT. BOX - NIGHT", w.action(text.strip()))).shots if shot.action]
    assert len(shots) == 3
    assert " ".join(shot.action for shot in shots) == text.strip()
    assert max(shot.frames for shot in shots) <= 6 * S


def test_the_title_page_becomes_a_card_before_everything(w):
    w.title = "Row F"
    shot = w.shoot(w.scene("INT. BOX - NIGHT")).shots[0]
    assert (shot.id, shot.kind, shot.card, shot.frames) == ("title-1", "card", "All the Parts\nRow F", 60)


def test_without_a_title_page_there_is_no_title_card_but_an_empty_script_has_one(w):
    assert w.kinds(w.shoot(w.scene("INT. BOX - NIGHT"))) == ["establishing"]
    assert [shot.card for shot in w.shoot().shots] == ["All the Parts"]


def test_centred_lines_that_belong_together_are_one_card(w):
    shots = w.shoot(
        w.scene("INT. BOX - NIGHT", w.action("Rain."), w.centred("*THE*"), w.note("hm"), w.centred("END"))
    ).shots
    assert (shots[-1].kind, shots[-1].card, shots[-1].location_id) == ("card", "THE\nEND", "")


def test_words_in_capitals_that_are_heard_and_noted_sounds_are_sound_effects(w):
    elements = (w.note("sfx: rain, wind"), w.action("The DOOR SLAMS."), w.note("sfx: thunder"), w.say("MARA", "So."))
    shots = w.shoot(w.scene("INT. BOX - NIGHT", *elements)).shots
    assert [shot.sfx for shot in shots] == [("rain", "wind"), ("door slams",), ("thunder",)]


def test_a_scenes_mood_is_noted_or_felt_or_that_of_its_hour(w):
    felt = w.scene("INT. BOX - DAY", w.say("MARA", "(scared)", "One."))
    noted = w.scene("INT. HALL - DAY", w.note("mood: Playful"), w.say("MARA", "(scared)", "Two."))
    timed = w.scene("EXT. BAY - DAWN")
    plain = w.scene("EXT. BAY - DAY")
    shots = w.shoot(felt, noted, timed, plain).shots
    assert [next(shot.mood for shot in shots if shot.scene_id == number) for number in "1234"] == [
        "tense",
        "playful",
        "hopeful",
        "calm",
    ]


def test_transitions_stand_in_the_shots_beside_them_across_scenes(w):
    shots = w.shoot(
        w.scene("INT. BOX - NIGHT", w.cut("FADE IN:"), w.action("Rain."), w.cut("DISSOLVE TO:")),
        w.scene("EXT. BAY - DAY", w.action("Sun."), w.cut("SMASH CUT TO:")),
        w.scene("EXT. ROOF - DAY", w.action("Wind."), w.cut("IRIS WIPE TO:"), w.action("Snow."), w.cut("FADE OUT.")),
    ).shots
    seen = [
        (
            shot.scene_id,
            shot.transition_in.kind,
            shot.transition_in.frames,
            shot.transition_out.kind,
            shot.transition_out.frames,
        )
        for shot in shots
        if shot.transition_in.kind != "cut" or shot.transition_out.kind != "cut"
    ]
    assert seen == [
        ("1", "fade_in", 12, "cut", 0),
        ("2", "dissolve", 12, "cut", 0),
        ("3", "smash_cut", 0, "cut", 0),
        ("3", "cut", 0, "fade_out", min(12, shots[-1].frames // 3)),
    ]


def test_fades_to_and_from_white_are_white(w):
    box = w.scene("INT. BOX - NIGHT", w.cut("FADE FROM WHITE:"), w.action("Rain."), w.cut("FADE TO WHITE."))
    dark = w.scene("EXT. BAY - DAY", w.cut("FADE FROM BLACK:"), w.action("Sun."), w.cut("FADE OUT."))
    shots = w.shoot(box, dark).shots
    told = [(shot.transition_in.label, shot.transition_out.label) for shot in shots]
    there = [ends for ends in told if ends != ("cut", "cut")]
    assert [words for ends in there for words in ends if words != "cut"] == [
        "fade_in from white",
        "fade_out to white",
        "fade_in",
        "fade_out",
    ]


def test_a_fade_in_before_the_first_heading_falls_to_the_first_shot(w):
    nowhere = w.scene("", w.cut("FADE IN:"), id="0")
    shots = w.shoot(nowhere, w.scene("INT. BOX - NIGHT")).shots
    assert [(shot.scene_id, shot.transition_in.kind) for shot in shots] == [("2", "fade_in")]


def test_a_short_shot_is_still(w):
    w.frames = lambda text: 30
    names = ("MARA", "TOBIN")
    talk = [w.say(names[index % 2], "(angry)", f"{index}.") for index in range(9)]
    for shot in w.shoot(w.scene("INT. BOX - DAY", *talk, w.action("Rain."))).shots:
        assert shot.frames >= 2 * S or shot.move == "static"
