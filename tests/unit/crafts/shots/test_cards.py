"""Title, end and credits, and the cut that leaves no breath."""

import pytest

from reelmake.crafts.shots.shoot import shoot
from reelmake.documents.project import CardsConfig, ProjectConfig
from reelmake.documents.shotlist import CardStyle


def cards(w, *scenes, **settings):
    w.title = "Ten Past"
    script = w.script(*scenes)
    project = ProjectConfig.model_validate({**w.project.model_dump(), "cards": CardsConfig(**settings)})
    return shoot(script, w.voice(script), project).shots


def talk(w):
    return w.scene("INT. BOX - NIGHT", w.say("MARA", "One."), w.say("TOBIN", "Two."), w.say("MARA", "Three."))


@pytest.mark.spec("R1", "R2")
def test_a_titled_script_opens_with_its_names_and_ends_with_the_cast(w):
    shots = cards(w, talk(w))
    title, end, credit = shots[0], shots[-2], shots[-1]
    assert (title.id, title.card_style, title.card) == ("title-1", CardStyle.TITLE, "All the Parts\nTen Past")
    assert (end.id, end.card, end.transition_in.kind, end.transition_out.kind) == (
        "end-1",
        "The End",
        "fade_in",
        "fade_out",
    )
    assert (credit.id, [(block.heading, block.lines) for block in credit.credits]) == (
        "credits-1",
        [("Cast", ("MARA", "TOBIN"))],
    )
    assert [shot.start for shot in shots[1:]] == [shot.end_exclusive for shot in shots[:-1]]


def test_a_script_that_ends_on_words_of_its_own_has_no_end_card(w):
    ids = [shot.id for shot in cards(w, w.scene("INT. BOX - NIGHT", w.say("MARA", "One."), w.centred("THE END")))]
    assert "end-1" not in ids and ids[-1] == "credits-1"


def test_a_project_chooses_its_words_and_may_do_without_them(w):
    shots = cards(w, talk(w), end="Fin", cast="Distribution")
    assert (shots[-2].card, shots[-1].credits[0].heading) == ("Fin", "Distribution")
    assert cards(w, talk(w), end="", credits=False)[-1].scene_id == "1"


def test_a_script_without_a_title_page_is_left_as_it_is(w):
    assert {shot.scene_id for shot in w.shoot(talk(w)).shots} == {"1"}


@pytest.mark.spec("R1")
def test_a_smash_cut_leaves_no_pause_on_either_side(w):
    def around(transition):
        first = w.scene("INT. BOX - NIGHT", w.say("MARA", "One."), w.say("MARA", "Two."), w.cut(transition))
        shots = w.shoot(first, w.scene("EXT. BAY - DAY", w.action("Sun."))).shots
        before = [shot for shot in shots if shot.scene_id == "1"][-1]
        after = next(shot for shot in shots if shot.scene_id == "2")
        return before.frames, after.frames, after.transition_in.kind

    tail, head = 17, 12
    plain, smashed = around("CUT TO:"), around("SMASH CUT TO:")
    assert (plain[0] - smashed[0], plain[1] - smashed[1], smashed[2]) == (tail, head, "smash_cut")
