"""An upright picture shows who matters and keeps the time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelmake.crafts.shots.upright import recomposed
from reelmake.documents.shotlist import Figure, Framing, Move, ShotKind, ShotList
from support.studio import make_shot, make_shotlist


def figure(name, role="listener", facing="left", place="right"):
    return Figure(character_id=name, name=name.upper(), role=role, facing=facing, place=place)


def upright(**fields):
    return recomposed(make_shotlist(make_shot(**fields))).shots[0]


@pytest.mark.spec("R4")
def test_of_two_the_one_who_speaks_is_seen_in_the_middle():
    two = (figure("ann", "speaker", "right", "left"), figure("ben"))
    shot = upright(kind="two_shot", framing="medium", figures=two)
    assert [(seen.character_id, seen.place, seen.facing) for seen in shot.figures] == [("ann", "centre", "right")]


def test_over_a_shoulder_the_shoulder_goes():
    two = (figure("ann", "speaker", "left", "right"), figure("ben", "listener", "away", "left"))
    assert [seen.character_id for seen in upright(kind="over_shoulder", framing="medium", figures=two).figures] == [
        "ann"
    ]


def test_wide_views_come_nearer_and_keep_their_people():
    three = tuple(figure(name) for name in ("ann", "ben", "cat"))
    shot = upright(framing="extreme_wide", figures=three, move="pan_left")
    assert (shot.framing, shot.move, shot.figures) == (Framing.WIDE, Move.TILT_UP, three)
    crowd = upright(framing="wide", figures=(*three, figure("dan", "speaker"))).figures
    assert [seen.character_id for seen in crowd] == ["ann", "ben", "dan"]


def test_a_card_stays_as_it_is():
    shot = make_shot(kind="card", framing="card", card="The End")
    assert recomposed(make_shotlist(shot)).shots == (shot,)


@given(
    st.sampled_from(list(Framing)),
    st.sampled_from(list(Move)),
    st.sampled_from(list(ShotKind)),
    st.lists(
        st.builds(figure, st.sampled_from("abcdef"), st.sampled_from(["speaker", "listener", "subject"])), max_size=6
    ),
)
def test_time_words_and_ids_never_change(framing, move, kind, figures):
    before = make_shotlist(make_shot(framing=framing, move=move, kind=kind, figures=tuple(figures), lines=()))
    after: ShotList = recomposed(before)
    kept = {"framing", "move", "figures"}
    assert after.shots[0].model_dump(exclude=kept) == before.shots[0].model_dump(exclude=kept)
    assert set(after.shots[0].figures) <= {*figures, *(one.model_copy(update={"place": "centre"}) for one in figures)}
    assert bool(after.shots[0].figures) == bool(figures)
