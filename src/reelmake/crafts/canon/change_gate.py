"""The gate for changes to the canon itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from reelmake.crafts.canon.diffs import apply_diff
from reelmake.crafts.canon.gate import BLOCKING
from reelmake.documents.canon import Canon
from reelmake.documents.canon_diff import CanonDiff, DiffVerdict, FactChange
from reelmake.documents.verdict import CanonVerdict, Finding
from reelmake.kernel.errors import ValidationFailed, one_line

JudgeAll = Callable[[Canon], Iterable[CanonVerdict]]
"""Judges all existing episodes by a canon."""

_HARD = frozenset({"name", "age", "died", "lost", "inside", "setting"})
_LOCKS = {"look": "look", "voice": "voice"}


def judge_change(canon: Canon, diff: CanonDiff, judge_all: JudgeAll) -> DiffVerdict:
    """Return the verdict on a change: FAIL if it contradicts the canon, a lock, or an existing episode.

    PARTIAL means that a hard fact changes, which only a person may approve.
    """
    findings = list(_locks(canon, diff))
    try:
        after = apply_diff(canon, diff)
    except ValidationFailed as error:
        what = f"{error.where}: {error.what}"
        findings.append(
            _finding("canon_contradiction", "HIGH", what, "the canon would contradict itself", error.remedy)
        )
    else:
        findings += _hard_facts(diff)
        findings += _episodes(judge_all(canon), judge_all(after))
    grave = any(finding.severity in BLOCKING for finding in findings)
    return DiffVerdict(
        trace_id=diff.trace_id,
        diff=diff.content_digest,
        verdict="FAIL" if grave else "PARTIAL" if findings else "PASS",
        findings=tuple(findings),
    )


def _locks(canon: Canon, diff: CanonDiff) -> Iterator[Finding]:
    for change in diff.changes:
        part, key, field = _parts(change)
        owner = canon.characters.get(key) if part == "characters" else canon.locations.get(key)
        if part not in ("characters", "locations") or owner is None:
            continue
        if _LOCKS.get(field) in owner.locked or (field == "locked" and change.before):
            what = f"{change.path} is locked"
            repair = f"leave it as it is, or remove the lock by hand: {part}.{key}.locked"
            yield _finding("lock_changed", "HIGH", what, f"{part}.{key}.locked: {', '.join(owner.locked)}", repair)


def _hard_facts(diff: CanonDiff) -> Iterator[Finding]:
    for change in diff.changes:
        part, _key, field = _parts(change)
        if part in ("characters", "locations") and change.before and (field in _HARD or not field):
            what = f"{change.path} changes from {one_line(change.before)} to {one_line(change.after) or 'nothing'}"
            repair = "have a person approve it: reelmake canon approve"
            yield _finding("hard_fact_changed", "MEDIUM", what, "names, ages, deaths and places are hard facts", repair)


def _episodes(before: Iterable[CanonVerdict], after: Iterable[CanonVerdict]) -> Iterator[Finding]:
    """Find the grave findings that existing episodes have only after the change."""
    known = {(verdict.episode, one.kind, one.line, one.what) for verdict in before for one in verdict.findings}
    for verdict in after:
        for one in verdict.findings:
            if one.severity in BLOCKING and (verdict.episode, one.kind, one.line, one.what) not in known:
                yield Finding(
                    kind=one.kind,
                    family=one.family,
                    severity="HIGH",
                    scene_id=one.scene_id,
                    line=one.line,
                    what=f"story/{verdict.episode}.fountain:{one.line} would be false: {one.what}",
                    fact=one.fact,
                    repair="propose a change that agrees with existing episodes, or rewrite this one first",
                )


def _finding(kind: str, severity: str, what: str, fact: str, repair: str) -> Finding:
    return Finding.model_validate(
        {"kind": kind, "family": "canon", "severity": severity, "what": what, "fact": fact, "repair": repair}
    )


def _parts(change: FactChange) -> tuple[str, str, str]:
    part, key, *rest = change.path.split(".")
    return part, key, rest[0] if rest else ""
