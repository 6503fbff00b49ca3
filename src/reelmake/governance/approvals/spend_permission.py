"""Permission to ask a model outside, which costs money or sends the story away: it needs an approved estimate."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from reelmake.documents.context_pack import ContextPack
from reelmake.documents.script import Script
from reelmake.documents.spend import Purpose, SpendEstimate, SpendItem
from reelmake.governance.approvals.evidence import spend_path
from reelmake.kernel.digest import digest
from reelmake.kernel.errors import ModeViolated, ReelmakeError, Waiting
from reelmake.kernel.ids import trace_id
from reelmake.workspace.workspace import Workspace

SpendPermission = Callable[[], None]
"""Called before a question leaves; raises Waiting until the estimate that includes it is approved"""


def writing_permission(workspace: Workspace, pack: ContextPack) -> SpendPermission:
    """Record the estimate for having a model outside write an episode; return the permission to ask it."""
    config = workspace.project.writing
    questions = config.rounds if config.writer == "model" and config.is_outside else 0
    return _estimate(workspace, pack.episode, "writing", pack.content_digest, questions)


def reading_permission(workspace: Workspace, script: Script, takes: Mapping[str, int], skills: int) -> SpendPermission:
    """Record the estimate for having a model outside read an episode; return the permission to ask it."""
    outside = workspace.project.skills.reader == "model" and workspace.project.writing.is_outside
    about = digest(("read", 1, script.content_digest, sorted(takes.items())))
    return _estimate(workspace, script.episode, "skills", about, skills if outside else 0)


def never_permitted() -> None:
    """Refuse every question outside: the permission when no estimate was recorded."""
    raise ModeViolated(
        "no estimate of what this asks outside was recorded",
        allowed="a model on this machine, or one whose estimate is approved",
        reason="NO_ESTIMATE",
    )


def _estimate(workspace: Workspace, episode: str, purpose: Purpose, about: str, questions: int) -> SpendPermission:
    """Replace this purpose's item in the episode's estimate, or remove it; return the permission."""
    kept = [item for item in read_estimate(workspace, episode) if item.purpose != purpose]
    if not questions:
        _record_estimate(workspace, episode, kept)
        return never_permitted
    config = workspace.project.writing
    item = SpendItem(
        purpose=purpose,
        server=_server(config.url),
        model=config.model,
        about=about,
        questions=questions,
        tokens=config.most_tokens,
    )
    _record_estimate(workspace, episode, [*kept, item])
    return lambda: _require(workspace, episode, item)


def _require(workspace: Workspace, episode: str, item: SpendItem) -> None:
    """Raise Waiting until the estimate with exactly this item is approved, unless the project requires no approval."""
    from reelmake.documents.approval import Checkpoint, CheckpointState, shown_digest
    from reelmake.governance.approvals.decisions import require_approved
    from reelmake.governance.approvals.evidence import evidence_for

    current = shown_digest(evidence_for(workspace, episode, Checkpoint.EXTERNAL_SPEND))
    is_included = item in read_estimate(workspace, episode)
    try:
        found = require_approved(workspace, episode, Checkpoint.EXTERNAL_SPEND)
    except Waiting as wait:
        limits = f"at most {item.questions} questions, {item.tokens} tokens an answer"
        wait.what = f"{item.model} at {item.server} is outside ({limits}): {wait.what}"
        raise
    except ModeViolated:
        raise
    except ReelmakeError as problem:
        # Reported as a missing permission: for a failure of the model, a fallback would write the episode instead.
        refusal = ModeViolated(problem.what, where=problem.where, allowed=problem.allowed, remedy=problem.remedy)
        refusal.reason = problem.reason
        raise refusal from problem
    if found.state is CheckpointState.APPROVED and not (is_included and found.shown == current):
        raise ModeViolated(
            "the approved estimate does not include what is about to be asked",
            where=spend_path(episode),
            allowed="an estimate as this program wrote it",
            remedy="run the same command again, while no other command works on this workspace",
            reason="ESTIMATE_DIFFERS",
        )


def read_estimate(workspace: Workspace, episode: str) -> tuple[SpendItem, ...]:
    """Return the items of an episode's estimate; empty if it is missing or damaged: it is then written again."""
    try:
        return SpendEstimate.load(workspace.root / spend_path(episode)).askings
    except ReelmakeError:
        return ()


def _record_estimate(workspace: Workspace, episode: str, items: list[SpendItem]) -> None:
    path = workspace.root / spend_path(episode)
    if not items:
        path.unlink(missing_ok=True)
        return
    estimate = SpendEstimate(
        trace_id=trace_id(workspace.project.series.id, episode),
        episode=episode,
        askings=tuple(sorted(items, key=lambda item: item.purpose)),
    )
    estimate.save_if_changed(path)
    workspace.ledger.keep(estimate)


def _server(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.lower()}"
