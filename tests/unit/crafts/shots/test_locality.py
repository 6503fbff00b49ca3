"""A change touches only the shots that show it."""

import pytest

S = 24


def shown(shot):
    """Everything of a shot but where it stands."""
    return shot.model_copy(update={"id": "", "start": 0})


def talk(w, changed=""):
    texts = ["One.", "Two.", "Three.", changed or "Four.", "Five.", "Six.", "Seven."]
    return [w.say(("MARA", "TOBIN", "INES")[index % 3], text) for index, text in enumerate(texts)]


def episode(w, *middle):
    first = w.scene("INT. BOX - NIGHT", w.action("MARA waits."), w.say("MARA", "Hello."))
    last = w.scene(
        "EXT. BAY - DAY", w.action("A brass KEY lies in the sand."), w.say("TOBIN", "Gone."), w.cut("FADE OUT.")
    )
    return w.shoot(first, w.scene("INT. HALL - NIGHT", *middle), last)


@pytest.mark.spec("E2", "F1")
def test_a_line_inserted_in_one_scene_alters_no_shot_of_another(w):
    before, after = episode(w, *talk(w)), episode(w, w.say("LEON", "First."), *talk(w), w.action("Rain."))
    for number in ("1", "3"):
        assert [shown(shot) for shot in before.shots if shot.scene_id == number] == [
            shown(shot) for shot in after.shots if shot.scene_id == number
        ]


@pytest.mark.spec("E2")
def test_changed_words_alter_only_the_shots_in_which_they_are_heard(w):
    w.lengths = {"A much longer line than it was.": 7 * S, "An endless one.": 40 * S}
    before = episode(w, *talk(w))
    for words in ("Four, in other words.", "A much longer line than it was.", "An endless one."):
        after = episode(w, *talk(w, words))
        old = [shown(shot) for shot in before.shots if not any(line.text == "Four." for line in shot.lines)]
        new = [shown(shot) for shot in after.shots if not any(line.text == words for line in shot.lines)]
        assert old == new


@pytest.mark.spec("E2")
def test_a_note_changes_nothing_but_the_parents(w):
    before = episode(w, *talk(w))
    after = episode(w, w.note("Slower?"), *talk(w)[:3], w.note("Why?"), *talk(w)[3:], w.note("sic: transit"))
    assert before.shots == after.shots
    assert before.timing_lock_hash == after.timing_lock_hash


def test_the_same_script_gives_the_same_bytes(w):
    assert episode(w, *talk(w)).to_bytes() == episode(w, *talk(w)).to_bytes()


@pytest.mark.spec("E5", "F3")
def test_the_grammar_gives_the_frames_it_always_gave(w):
    """If this fails, every locked episode changes: a decision to write down, not an accident."""
    assert episode(w, *talk(w)).timing_lock_hash == "9ca556cf1d5d0923808016544a0b2d2ae541128ba664578718aa33b4d39b7cea"
