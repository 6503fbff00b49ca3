"""The safety gate: findings of the checks, judged by the project's policy. A check that fails to run counts as FAIL."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from reelmake.crafts.safety.passages import minor_names, minors_of, prompt_passages, script_passages, texts_as_prompts
from reelmake.crafts.safety.port import CheckContext, Classifier, Passage
from reelmake.crafts.safety.word_lists import WordClassifier
from reelmake.documents.canon import Canon
from reelmake.documents.lexicon.language import is_english
from reelmake.documents.project import ProjectConfig
from reelmake.documents.safety import SafetyFinding, SafetyPoint, SafetyVerdict
from reelmake.documents.script import Script
from reelmake.documents.shotlist import ShotList
from reelmake.kernel.errors import InvariantViolated, ReelmakeError

BLOCKING = ("HIGH", "CRITICAL")
_ORDER = ("CRITICAL", "HIGH", "MEDIUM", "LOW")


def check_script(
    script: Script, canon: Canon, project: ProjectConfig, classifiers: Sequence[Classifier] = (WordClassifier(),)
) -> SafetyVerdict:
    """Return the safety verdict on everything that a script shows or says."""
    return _verdict(script, list(script_passages(script)), canon, project, classifiers, point="script")


def check_shots(
    shotlist: ShotList, canon: Canon, project: ProjectConfig, classifiers: Sequence[Classifier] = (WordClassifier(),)
) -> SafetyVerdict:
    """Return the safety verdict on the texts that shots would send to a picture generator."""
    return _verdict(shotlist, list(prompt_passages(shotlist)), canon, project, classifiers, point="prompts")


def check_prompts(
    texts: Iterable[str],
    episode: Script | ShotList,
    canon: Canon,
    project: ProjectConfig,
    classifiers: Sequence[Classifier] = (WordClassifier(),),
) -> SafetyVerdict:
    """Return the safety verdict on texts that are to be sent to a model."""
    return _verdict(episode, list(texts_as_prompts(texts)), canon, project, classifiers, point="prompts")


def raise_if_unsafe(verdict: SafetyVerdict, where: str) -> None:
    """Raise InvariantViolated, listing grave findings with their lines, if the verdict stops the film."""
    if not verdict.stops_film:
        return
    blocking = [item for item in verdict.findings if item.severity in BLOCKING]
    listed = "".join(f"\n{where}:{item.line}: {item.category}: {item.why}\n  to do: {item.repair}" for item in blocking)
    raise InvariantViolated(
        f"the safety check stops this; findings: {len(blocking)}{listed}",
        where=where,
        allowed="what the project's safety settings allow",
        remedy="change the script as each finding says; config/project.yaml has safety.allow and safety.harmless",
        reason="SAFETY_BLOCKED",
    )


def raise_if_unpublishable(verdict: SafetyVerdict, where: str) -> None:
    """Raise InvariantViolated unless the content may be published; warn_only does not allow that."""
    if verdict.publishable:
        return
    raise InvariantViolated(
        f"the safety check found content that may not be published; findings: {len(verdict.findings)}",
        where=where,
        allowed="content that the check passes",
        remedy="see safety_verdict.json; warn_only allows watching a film, not publishing it",
        reason="SAFETY_BLOCKED",
    )


def _verdict(
    document: Script | ShotList,
    passages: Sequence[Passage],
    canon: Canon,
    project: ProjectConfig,
    classifiers: Sequence[Classifier],
    *,
    point: SafetyPoint,
) -> SafetyVerdict:
    policy = project.safety
    context = CheckContext(
        point=point,
        language=project.series.language,
        minors=minors_of(canon),
        minor_names=minor_names(canon),
        harmless=policy.harmless,
        lists=dict(policy.words),
    )
    found = [item for one in classifiers for item in _checked(one, passages, context)]
    findings = [item for item in found if item.category not in policy.allow] + _unread(context)
    findings.sort(key=lambda item: (item.line, _ORDER.index(item.severity), item.category, item.why, item.quote))
    failed = not classifiers or any(item.severity in BLOCKING for item in findings)
    word: Literal["PASS", "PARTIAL", "FAIL"] = "FAIL" if failed else "PARTIAL" if findings else "PASS"
    return SafetyVerdict(
        trace_id=document.trace_id,
        episode=document.episode,
        point=point,
        verdict=word,
        policy=policy.policy,
        stops_film=failed and policy.policy == "fail_closed",
        publishable=not failed,
        classifiers=tuple(one.name for one in classifiers),
        passages=len(passages),
        findings=tuple(findings),
    )


def _checked(one: Classifier, passages: Sequence[Passage], context: CheckContext) -> list[SafetyFinding]:
    try:
        return list(one.check(passages, context))
    except ReelmakeError as problem:
        return [_not_checked("CRITICAL", f"the check failed to run: {problem.what}", problem.remedy, one.name)]


def _unread(context: CheckContext) -> list[SafetyFinding]:
    """Return a finding if the lists do not cover the series' language and it has none of its own."""
    if is_english(context.language) or context.lists:
        return []
    why = f"the shipped lists are in English, but the series is in {context.language!r}"
    return [_not_checked("MEDIUM", why, "add lists in its language: safety.words in config/project.yaml", "words")]


def _not_checked(severity: Literal["MEDIUM", "CRITICAL"], why: str, repair: str, by: str) -> SafetyFinding:
    return SafetyFinding(
        category="unchecked", severity=severity, quote="", why=why, repair=repair or "try again", classifier=by
    )
