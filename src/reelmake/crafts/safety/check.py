"""The safety gate: what the checks found, by the project's policy. A check that cannot be made passes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from reelmake.crafts.safety.passages import minor_names, minors_of, prompt_passages, script_passages, texts_as_prompts
from reelmake.crafts.safety.port import Classifier, Passage, Surroundings
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
    """Return the safety verdict on everything a script shows or says."""
    return _verdict(script, list(script_passages(script)), canon, project, classifiers, point="script")


def check_shots(
    shotlist: ShotList, canon: Canon, project: ProjectConfig, classifiers: Sequence[Classifier] = (WordClassifier(),)
) -> SafetyVerdict:
    """Return the safety verdict on what the shots would ask a generator for."""
    return _verdict(shotlist, list(prompt_passages(shotlist)), canon, project, classifiers, point="prompts")


def check_prompts(
    texts: Iterable[str],
    episode: Script | ShotList,
    canon: Canon,
    project: ProjectConfig,
    classifiers: Sequence[Classifier] = (WordClassifier(),),
) -> SafetyVerdict:
    """Return the safety verdict on texts that are about to go to a model for an episode."""
    return _verdict(episode, list(texts_as_prompts(texts)), canon, project, classifiers, point="prompts")


def raise_if_unsafe(verdict: SafetyVerdict, where: str) -> None:
    """Raise InvariantViolated, listing each grave finding by its line, unless a film may be made."""
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
    """Raise InvariantViolated unless the content may be published; warn_only does not make it so."""
    if verdict.publishable:
        return
    raise InvariantViolated(
        f"the safety check found what may not be published; findings: {len(verdict.findings)}",
        where=where,
        allowed="content that the check passes",
        remedy="see safety_verdict.json; warn_only lets a film be seen, and does not let it be published",
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
    around = Surroundings(
        point=point,
        language=project.series.language,
        minors=minors_of(canon),
        minor_names=minor_names(canon),
        harmless=policy.harmless,
        lists=dict(policy.words),
    )
    found = [item for one in classifiers for item in _looked(one, passages, around)]
    findings = [item for item in found if item.category not in policy.allow] + _unread(around)
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


def _looked(one: Classifier, passages: Sequence[Passage], around: Surroundings) -> list[SafetyFinding]:
    try:
        return list(one.look(passages, around))
    except ReelmakeError as problem:
        return [_unchecked("CRITICAL", f"the check could not be made: {problem.what}", problem.remedy, one.name)]


def _unread(around: Surroundings) -> list[SafetyFinding]:
    """Say where the lists cannot read the language and the series has none of its own."""
    if is_english(around.language) or around.lists:
        return []
    why = f"the shipped lists are in English, and the series is in {around.language!r}"
    return [_unchecked("MEDIUM", why, "add lists in its language: safety.words in config/project.yaml", "words")]


def _unchecked(severity: Literal["MEDIUM", "CRITICAL"], why: str, repair: str, by: str) -> SafetyFinding:
    return SafetyFinding(
        category="unchecked", severity=severity, quote="", why=why, repair=repair or "try again", classifier=by
    )
