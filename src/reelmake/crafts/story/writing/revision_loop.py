"""Writes, judges and repairs an episode, until no grave finding is left or the rounds are used up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reelmake.crafts.story.writing.port import DraftVersion, Objection, Order, Writer
from reelmake.documents.context_pack import ContextPack
from reelmake.documents.verdict import Finding
from reelmake.documents.writing import EpisodePlan, Round, WritingRecord
from reelmake.kernel.errors import InvariantViolated, ModeViolated, ReelmakeError

BLOCKING = ("HIGH", "CRITICAL")


@dataclass(frozen=True)
class Judged:
    """The findings in a version, and its estimated length."""

    findings: tuple[Finding, ...]
    milliseconds: int


@dataclass(frozen=True)
class Written:
    """The final version, its plan, and the record of how it was written."""

    screenplay: str
    plan: EpisodePlan
    record: WritingRecord

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """Return the grave findings in the final version."""
        return tuple(found for found in self.record.rounds[-1].findings if found.severity in BLOCKING)


Judge = Callable[[str], Judged]


def write_episode(pack: ContextPack, writers: Sequence[Writer], judge: Judge, *, rounds: int) -> Written:
    """Return an episode written by the first of ``writers`` that succeeds; each has ``rounds`` rounds.

    When a writer fails, or all its versions have grave findings, the next one writes, and the record says why. An
    error that waits for a person's permission is raised. The last writer's last version is returned with its findings.
    """
    kept: list[Round] = []
    why = ""
    for index, writer in enumerate(writers):
        last = index == len(writers) - 1
        try:
            draft, judged = _rounds(pack, writer, judge, rounds, kept)
        except ReelmakeError as error:
            if last or error.reason in _NOT_THE_WRITER or isinstance(error, ModeViolated):
                raise
            why = f"{writer.name}: {error.what}"
            continue
        if last or not _grave(judged.findings):
            return Written(draft.screenplay, draft.plan, _record(pack, draft, judged, kept, why))
        why = f"{writer.name}: {rounds} versions, and the last one still has {_grave(judged.findings)[0].what}"
    raise ValueError("writers is empty")


def raise_if_blocked(written: Written, path: str) -> None:
    """Raise InvariantViolated, listing the grave findings, if the final version has any."""
    if not written.blocking:
        return
    listed = "".join(f"\n{found.what}\n  why: {found.fact}\n  to do: {found.repair}" for found in written.blocking)
    raise InvariantViolated(
        f"all versions of {len(written.record.rounds)} rounds have grave findings; the last one has:{listed}",
        where=path,
        allowed="what the canon says and the brief asks for",
        remedy="change the brief; or correct the last version by hand and put it into story/: "
        f"episodes/{written.record.episode}/blocked.fountain",
        reason="WRITING_BLOCKED",
    )


_NOT_THE_WRITER = ("BRIEF_AGAINST_CANON", "NO_LOCATION", "NOT_WRITTEN")
"""Failures that another writer would have too."""


def _rounds(
    pack: ContextPack, writer: Writer, judge: Judge, rounds: int, kept: list[Round]
) -> tuple[DraftVersion, Judged]:
    order = Order(pack)
    for number in range(1, rounds + 1):
        draft = writer.write(order)
        judged = judge(draft.screenplay)
        kept.append(
            Round(
                number=len(kept) + 1,
                writer=draft.writer,
                screenplay=draft.screenplay,
                findings=judged.findings,
                action=draft.action,
            )
        )
        grave = _grave(judged.findings)
        if not grave or (kept[:-1] and number > 1 and kept[-2].screenplay == draft.screenplay):
            break
        if number < rounds:
            order = Order(pack, (*order.objections, *(Objection(number, found) for found in grave)), draft.screenplay)
    return draft, judged


def _grave(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(found for found in findings if found.severity in BLOCKING)


def _record(pack: ContextPack, draft: DraftVersion, judged: Judged, kept: list[Round], why: str) -> WritingRecord:
    return WritingRecord(
        trace_id=pack.trace_id,
        episode=pack.episode,
        context=pack.content_digest,
        writer=draft.writer,
        fallback=why,
        take=pack.brief.take,
        rounds=tuple(kept),
        milliseconds=judged.milliseconds,
        cells=draft.cells,
        notes=draft.notes,
    )
