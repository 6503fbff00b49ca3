"""The canon gate: stops a script that contradicts the canon."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from reelmake.crafts.canon.rules.naming import unknown_locations, unknown_speakers
from reelmake.crafts.canon.suggestions import suggestions
from reelmake.crafts.canon.walk import Walk, walk
from reelmake.documents.canon import Canon
from reelmake.documents.script import Script
from reelmake.documents.verdict import CanonVerdict, Finding
from reelmake.documents.world import StandingFact
from reelmake.kernel.errors import InvariantViolated

BLOCKING = ("HIGH", "CRITICAL")


def judge(
    script: Script,
    canon: Canon,
    past: Iterable[StandingFact] = (),
    *,
    canon_path: str,
    script_path: str,
    language: str = "en",
) -> CanonVerdict:
    """Return the verdict on a script: FAIL with a grave finding, PARTIAL with any other, else PASS.

    ``past`` is the facts at the end of the episode before; ``language`` is the BCP 47 tag of the series.
    """
    return verdict_of(script, walk(script, canon, past, canon_path=canon_path, script_path=script_path), language)


def verdict_of(script: Script, walked: Walk, language: str = "en") -> CanonVerdict:
    """Return the verdict on a walked script; ``language`` is the BCP 47 tag of the series."""
    findings = [
        *walked.findings,
        *unknown_speakers(walked.reading, walked.context),
        *unknown_locations(walked.reading, walked.context),
    ]
    findings.sort(key=lambda finding: (finding.line, finding.kind, finding.what))
    return CanonVerdict(
        trace_id=script.trace_id,
        episode=script.episode,
        verdict=_word(findings),
        canon_version=walked.context.canon.version,
        findings=tuple(findings),
        suggestions=suggestions(script, walked, language),
    )


def raise_if_failed(verdict: CanonVerdict, script_path: str) -> None:
    """Raise InvariantViolated, listing blocking findings with their lines, if there are any."""
    if verdict.verdict != "FAIL":
        return
    blocking = [finding for finding in verdict.findings if finding.severity in BLOCKING]
    listed = "".join(f"\n{script_path}:{finding.line}: {_described(finding)}" for finding in blocking)
    raise InvariantViolated(
        f"the canon gate blocks this script; findings: {len(blocking)}{listed}",
        where=script_path,
        allowed=f"version {verdict.canon_version} of the canon, and what the script declares new",
        remedy="change the script as each finding says",
        reason="CANON_BLOCKED",
    )


def _described(finding: Finding) -> str:
    lines = [finding.what]
    if finding.fact:
        lines.append(f"  canon: {finding.fact}")
    if finding.repair:
        lines.append(f"  to do: {finding.repair}")
    return "\n".join(lines)


def _word(findings: list[Finding]) -> Literal["PASS", "PARTIAL", "FAIL"]:
    if any(finding.severity in BLOCKING for finding in findings):
        return "FAIL"
    return "PARTIAL" if findings else "PASS"
