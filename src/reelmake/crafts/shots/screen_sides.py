"""Screen sides: in one scene people keep their left and right, so that the camera never crosses the line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from reelmake.crafts.shots.people import Person
from reelmake.documents.shotlist import Figure

Place = Literal["left", "centre", "right"]
Facing = Literal["left", "camera", "right", "away"]
Role = Literal["speaker", "listener", "subject"]

_THIRDS: tuple[Place, Place, Place] = ("left", "centre", "right")
_INWARDS: dict[Place, Facing] = {"left": "right", "centre": "camera", "right": "left"}


@dataclass(frozen=True)
class Stage:
    """A scene's people from left to right. Their order is the same in every shot they share."""

    cast: tuple[Person, ...]

    @cached_property
    def _seats(self) -> dict[str, int]:
        return {person.id: seat for seat, person in enumerate(self.cast)}

    def seat(self, person: Person) -> int:
        """Return the person's position in the row; somebody who is not in the cast is at its end."""
        return self._seats.get(person.id, len(self.cast))

    def others(self, person: Person | None) -> tuple[Person, ...]:
        """Return everybody else in the scene."""
        return tuple(other for other in self.cast if person is None or other.id != person.id)

    def group(self, people: Iterable[Person], speaker: Person | None = None) -> tuple[Figure, ...]:
        """Return people in one shot; with a speaker, the others are listeners."""
        row = sorted(people, key=self.seat)
        return tuple(
            Figure(
                character_id=person.id,
                name=person.name,
                place=(place := _place(index, len(row))),
                facing=_inwards(place),
                role=_role(person, speaker),
            )
            for index, person in enumerate(row)
        )

    def over_shoulder(self, speaker: Person, listener: Person) -> tuple[Figure, ...]:
        """Return the speaker seen over the listener's shoulder."""
        return tuple(
            figure if figure.character_id == speaker.id else figure.model_copy(update={"facing": "away"})
            for figure in self.group((speaker, listener), speaker)
        )

    def single(self, person: Person, role: Role, towards: Person | None = None) -> tuple[Figure, ...]:
        """Return one person alone in the picture, on their own side and facing the other person's side."""
        place: Place = "centre"
        if towards is not None and towards.id != person.id:
            place = "left" if self.seat(person) < self.seat(towards) else "right"
        return (Figure(character_id=person.id, name=person.name, place=place, facing=_inwards(place), role=role),)


def _place(index: int, count: int) -> Place:
    if count == 1:
        return "centre"
    if index * 2 == count - 1:
        return "centre"
    if count <= 3:
        return "left" if index == 0 else "right"
    return _THIRDS[index * 3 // count]


def _inwards(place: Place) -> Facing:
    return _INWARDS[place]


def _role(person: Person, speaker: Person | None) -> Role:
    if speaker is None:
        return "subject"
    return "speaker" if person.id == speaker.id else "listener"
