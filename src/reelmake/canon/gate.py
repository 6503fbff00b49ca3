"""The canon gate: a script that contradicts the canon makes no film."""

from __future__ import annotations

from typing import Literal

from reelmake.canon.declarations import declared_in
from reelmake.canon.rules import RULES, Facts
from reelmake.documents.canon import Canon
from reelmake.documents.errors import InvariantViolated
from reelmake.documents.script import Script
from reelmake.documents.verdict import CanonVerdict, Finding

_BLOCKING = ("HIGH", "CRITICAL")


def judge(script: Script, canon: Canon, *, canon_path: str, script_path: str) -> CanonVerdict:
    """Return the gate's word on a script: FAIL when anything found is grave, PARTIAL when something is, else PASS."""
    facts = Facts(script, canon, declared_in(script), canon_path, script_path)
    findings = [finding for rule in RULES for finding in rule(facts)]
    findings.sort(key=lambda finding: (finding.line, finding.kind, finding.what))
    return CanonVerdict(
        trace_id=script.trace_id,
        episode=script.episode,
        verdict=_word(findings),
        canon_version=canon.version,
        findings=tuple(findings),
    )


def raise_if_failed(verdict: CanonVerdict, script_path: str) -> None:
    """Raise InvariantViolated, listing each blocking finding by its line, unless the script may go on."""
    if verdict.verdict != "FAIL":
        return
    blocking = [finding for finding in verdict.findings if finding.severity in _BLOCKING]
    listed = "".join(
        f"\n{script_path}:{finding.line}: {finding.what}" + (f"\n  to do: {finding.repair}" if finding.repair else "")
        for finding in blocking
    )
    raise InvariantViolated(
        f"the canon gate blocks this script; findings: {len(blocking)}{listed}",
        where=script_path,
        allowed=f"what version {verdict.canon_version} of the canon says, and what the script declares new",
        remedy="change the script as each finding says",
        reason="CANON_BLOCKED",
    )


def _word(findings: list[Finding]) -> Literal["PASS", "PARTIAL", "FAIL"]:
    if any(finding.severity in _BLOCKING for finding in findings):
        return "FAIL"
    return "PARTIAL" if findings else "PASS"
