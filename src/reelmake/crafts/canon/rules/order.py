"""Order: story time runs forward, and events happen once and in their order."""

from __future__ import annotations

from collections.abc import Iterator

from reelmake.crafts.canon.case import Case
from reelmake.crafts.canon.happenings import OPENS
from reelmake.crafts.canon.names import touching
from reelmake.crafts.canon.note_grammar import Verb
from reelmake.documents.story_time import format_minute
from reelmake.documents.verdict import Finding
from reelmake.documents.world import Known


def clock(case: Case) -> Iterator[Finding]:
    """Find a scene that is earlier than the one before it and not a flashback."""
    stated, last = case.scene.stated, case.before.find(Known.CLOCK, "")
    if case.happening.verb != OPENS or case.scene.mode != "present" or stated is None or last is None:
        return
    if stated.last is not None and last.first is not None and stated.last < last.first:
        yield case.finding(
            "time_backwards",
            "order",
            f"the scene is at {format_minute(stated.first or 0)}, before the time of an earlier scene",
            fact=f"the story is at {format_minute(last.first)} in {last.where}",
            repair=f"write [[canon: flashback {format_minute(stated.first or 0)}]], or a later time",
        )


def events(case: Case) -> Iterator[Finding]:
    """Find events that are unknown, happen twice, too early, elsewhere, or in the wrong order."""
    happening = case.happening
    if happening.verb != Verb.EVENT or case.scene.mode != "present":
        return
    key = happening.value
    event = case.canon.events.get(key)
    if event is None:
        yield case.unknown("event", "order", case.canon.events)
        return
    if fact := _past(case, key):
        yield case.finding(
            "event_twice",
            "order",
            f"{key} has already happened",
            fact=fact,
            repair="remove the declaration, or declare the scene a flashback",
        )
    elif event.when and case.begun(event.when) is False:
        yield case.finding(
            "event_early",
            "order",
            f"{key} happens here, before its time",
            fact=case.context.cite(f"events.{key}.when", event.when, event.source),
            repair=f"move the scene to {event.when}",
        )
    for before in event.after:
        if not _past(case, before):
            yield case.finding(
                "event_order",
                "order",
                f"{key} happens before {before}",
                fact=case.context.cite(f"events.{key}.after", ", ".join(event.after), event.source),
                repair=f"let {before} happen first: [[canon: event {before}]] in an earlier scene",
            )
    if event.where and case.scene.place and not touching(case.canon, event.where, case.scene.place):
        yield case.finding(
            "event_place",
            "order",
            f"{key} happens at {case.place(case.scene.place)} here",
            fact=case.context.cite(f"events.{key}.where", event.where, event.source),
            repair=f"play the scene at {case.place(event.where)}",
        )


def _past(case: Case, key: str) -> str:
    """Return the fact that an event is in the past; empty if it is not."""
    if happened := case.before.find(Known.HAPPENED, key):
        return f"it happened in {happened.where}"
    event = case.canon.events[key]
    if event.when and case.over(event.when) is True:
        return case.context.cite(f"events.{key}.when", event.when, event.source)
    return ""
