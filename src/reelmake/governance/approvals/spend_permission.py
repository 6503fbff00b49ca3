"""Asking a model outside costs money or lets the story out of the house: an approved estimate comes first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from reelmake.documents.context_pack import ContextPack
from reelmake.documents.script import Script
from reelmake.documents.spend import Asking, Purpose, SpendEstimate
from reelmake.governance.approvals.evidence import spend_path
from reelmake.kernel.digest import digest
from reelmake.kernel.errors import ModeViolated, ReelmakeError, Waiting
from reelmake.kernel.ids import trace_id
from reelmake.workspace.workspace import Workspace

MaySpend = Callable[[], None]
"""Raise Waiting until what is about to be asked outside is approved."""


def may_write(workspace: Workspace, pack: ContextPack) -> MaySpend:
    """Return the permission to have a model outside write an episode; its estimate is written down for a person."""
    config = workspace.project.writing
    questions = config.rounds if config.writer == "model" and config.is_outside else 0
    return _declared(workspace, pack.episode, "writing", pack.content_digest, questions)


def may_read(workspace: Workspace, script: Script, takes: Mapping[str, int], skills: int) -> MaySpend:
    """Return the permission to have a model outside read beside all skills; its estimate is written down likewise."""
    outside = workspace.project.skills.reader == "model" and workspace.project.writing.is_outside
    about = digest(("read", 1, script.content_digest, sorted(takes.items())))
    return _declared(workspace, script.episode, "skills", about, skills if outside else 0)


def nobody_may_spend() -> None:
    """Refuse: the permission where no estimate was written down."""
    raise ModeViolated(
        "no estimate of what this asks outside was written down",
        allowed="a model on this machine, or one whose estimate is approved",
        reason="NO_ESTIMATE",
    )


def _declared(workspace: Workspace, episode: str, purpose: Purpose, about: str, questions: int) -> MaySpend:
    """Let the episode's estimate say what this purpose asks outside, or no longer name it; return the permission."""
    kept = [asking for asking in estimated(workspace, episode) if asking.purpose != purpose]
    if not questions:
        _write_down(workspace, episode, kept)
        return nobody_may_spend
    config = workspace.project.writing
    asking = Asking(
        purpose=purpose,
        server=_server(config.url),
        model=config.model,
        about=about,
        questions=questions,
        tokens=config.most_tokens,
    )
    _write_down(workspace, episode, [*kept, asking])
    return lambda: _require(workspace, episode, asking)


def _require(workspace: Workspace, episode: str, asking: Asking) -> None:
    """Raise Waiting until the estimate that names exactly this asking is approved, or the project asks nobody."""
    from reelmake.documents.approval import Checkpoint, CheckpointState, shown_digest
    from reelmake.governance.approvals.decisions import require_approved
    from reelmake.governance.approvals.evidence import shown

    named = shown_digest(shown(workspace, episode, Checkpoint.EXTERNAL_SPEND))
    there = asking in estimated(workspace, episode)
    try:
        found = require_approved(workspace, episode, Checkpoint.EXTERNAL_SPEND)
    except Waiting as wait:
        most = f"at most {asking.questions} questions, {asking.tokens} tokens an answer"
        wait.what = f"{asking.model} at {asking.server} is outside ({most}): {wait.what}"
        raise
    except ModeViolated:
        raise
    except ReelmakeError as problem:
        # Not a fault of the model's, for which another writer would do: nobody can tell whether this is permitted.
        told = ModeViolated(problem.what, where=problem.where, allowed=problem.allowed, remedy=problem.remedy)
        told.reason = problem.reason
        raise told from problem
    if found.state is CheckpointState.APPROVED and not (there and found.shown == named):
        raise ModeViolated(
            "the estimate that was approved does not name what is about to be asked",
            where=spend_path(episode),
            allowed="an estimate as this program wrote it",
            remedy="run the same command again; one at a time, where two write to one workspace",
            reason="ESTIMATE_DIFFERS",
        )


def estimated(workspace: Workspace, episode: str) -> tuple[Asking, ...]:
    """Return what an episode's estimate names; one that cannot be read names nothing, and is written anew."""
    try:
        return SpendEstimate.load(workspace.root / spend_path(episode)).askings
    except ReelmakeError:
        return ()


def _write_down(workspace: Workspace, episode: str, askings: list[Asking]) -> None:
    path = workspace.root / spend_path(episode)
    if not askings:
        path.unlink(missing_ok=True)
        return
    estimate = SpendEstimate(
        trace_id=trace_id(workspace.project.series.id, episode),
        episode=episode,
        askings=tuple(sorted(askings, key=lambda asking: asking.purpose)),
    )
    estimate.save_if_changed(path)
    workspace.ledger.keep(estimate)


def _server(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.lower()}"
