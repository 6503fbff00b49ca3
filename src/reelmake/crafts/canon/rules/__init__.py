"""The rules of the canon gate. Each is given one happening and yields findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from reelmake.crafts.canon.case import Case
from reelmake.crafts.canon.rules import (
    ages,
    knowledge,
    laws,
    lives,
    looks,
    naming,
    order,
    places,
    presence,
    relations,
    things,
)
from reelmake.documents.verdict import Finding

Rule = Callable[[Case], Iterable[Finding]]

ALWAYS: tuple[Rule, ...] = (
    naming.unclear_notes,
    naming.unknown_in_notes,
    naming.names_of_others,
    places.settings,
    places.insides,
)
"""Rules that apply to dreams too: names and places."""

REAL: tuple[Rule, ...] = (
    ages.ages,
    lives.dead_who_live,
    lives.second_deaths,
    places.lost_places,
    places.confined,
    presence.two_places,
    presence.too_fast,
    presence.absent,
    things.possession,
    order.clock,
    order.events,
    knowledge.knowledge,
    relations.relations,
    looks.looks,
    looks.voices,
    laws.deeds,
    laws.whereabouts,
    laws.hours,
    laws.silence,
)
"""Rules that apply to every scene but dreams."""
