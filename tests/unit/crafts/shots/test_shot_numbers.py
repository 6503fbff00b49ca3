"""Shot numbers that outlive changes."""

import pytest

from reelmake.crafts.shots.shot_numbers import propose_numbering
from reelmake.documents.numbering import Numbering

S = 24


class Production:
    """One scene, numbered and numbered again."""

    def __init__(self, w):
        self.w = w
        self.lock: Numbering | None = None

    def shoot(self, *elements):
        return self.w.shoot(self.w.scene("INT. BOX - NIGHT", *elements), numbering=self.lock)

    def number(self, *elements):
        script = self.w.script(self.w.scene("INT. BOX - NIGHT", *elements))
        self.lock = propose_numbering(script, self.shoot(*elements), self.lock, {"1": "f"})
        return self.lock

    def ids(self, *elements):
        return [shot.id for shot in self.shoot(*elements).shots]


@pytest.fixture
def production(w):
    return Production(w)


@pytest.fixture
def actions(w):
    return [w.action(f"Thing number {index} happens.") for index in range(4)]


def test_shots_are_numbered_through_their_scene(production, actions):
    assert production.ids(*actions) == ["1-1", "1-2", "1-3", "1-4", "1-5"]


@pytest.mark.spec("F1")
def test_a_shot_inserted_after_the_lock_gets_a_letter_and_renames_nothing(production, actions, w):
    production.number(*actions)
    new = w.action("Something else happens.")
    assert production.ids(*actions[:1], new, *actions[1:]) == ["1-1", "1-2", "1-2A", "1-3", "1-4", "1-5"]
    other = w.action("And more.")
    assert production.ids(*actions[:1], new, other, *actions[1:])[2:4] == ["1-2A", "1-2B"]


def test_a_changed_shot_keeps_its_number(production, actions, w):
    production.number(*actions)
    assert production.ids(actions[0], w.action("Changed words."), *actions[2:]) == [f"1-{n}" for n in range(1, 6)]


def test_a_shot_at_the_end_gets_the_next_number(production, actions, w):
    production.number(*actions)
    assert production.ids(*actions, w.action("The end."))[-1] == "1-6"


@pytest.mark.spec("F1")
def test_a_number_once_given_is_never_given_to_another_shot(production, actions, w):
    production.number(*actions)
    production.number(*actions[:3])
    assert production.ids(*actions[:3], w.action("Another end."))[-1] == "1-6"
    assert production.ids(*actions)[-1] == "1-5"


def test_letters_given_are_locked_too(production, actions, w):
    production.number(*actions)
    new = w.action("Something else happens.")
    production.number(*actions[:1], new, *actions[1:])
    assert production.ids(*actions[:1], new, w.action("Later still."), *actions[1:])[2:4] == ["1-2A", "1-2B"]
    assert production.ids(*actions) == ["1-1", "1-2", "1-3", "1-4", "1-5"]


def test_a_line_that_outgrows_its_shot_keeps_its_number_and_adds_letters(production, w):
    elements = [w.say("MARA", "One."), w.say("TOBIN", "Two."), w.say("MARA", "Three.")]
    production.number(*elements)
    w.lengths = {"Two.": 12 * S}
    assert production.ids(*elements) == ["1-1", "1-2", "1-3", "1-3A", "1-3B", "1-4"]


def test_the_lock_survives_its_own_file_form(production, actions):
    lock = production.number(*actions)
    assert Numbering.model_validate(lock.model_dump(mode="json")) == lock


def test_a_scene_that_is_cut_leaves_its_numbers_behind(w):
    scenes = [w.scene(f"INT. {name} - DAY", id=number) for name, number in (("A", "1"), ("B", "2"), ("C", "3"))]
    marks = {"1": "a", "2": "b", "3": "c"}
    script = w.script(*scenes)
    lock = propose_numbering(script, w.shoot(*scenes), None, marks)
    shorter = w.script(scenes[0], scenes[2])
    again = propose_numbering(shorter, w.shoot(scenes[0], scenes[2]), lock, marks)
    assert [(scene.id, [shot.omitted for shot in scene.shots]) for scene in again.scenes] == [
        ("1", [False]),
        ("2", [True]),
        ("3", [False]),
    ]
