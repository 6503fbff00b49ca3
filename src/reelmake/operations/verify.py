"""Hashes every file that took part in an episode, and compares it with what was recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from reelmake.actions.parts import stored_parts
from reelmake.actions.store import read_record
from reelmake.documents.action import Action, FromAction, FromFile
from reelmake.documents.output import RenderOutput
from reelmake.documents.plan import RenderPlan
from reelmake.episode.preview import last_plan
from reelmake.execution.planned_actions import PlannedActions
from reelmake.kernel.digest import digest_file
from reelmake.kernel.errors import NotFound, ReelmakeError
from reelmake.kernel.installation import build_command
from reelmake.workspace.workspace import Workspace, delivery_directory

DOCUMENTS = (
    "script.json",
    "canon_verdict.json",
    "world_state.json",
    "continuity_report.json",
    "safety_verdict.json",
    "voice.json",
    "shotlist.json",
    "asset_manifest.json",
)


@dataclass(frozen=True)
class Finding:
    """One file that was hashed, and what is wrong with it; an empty problem means nothing is."""

    path: str
    problem: str = ""
    remedy: str = ""


def findings(
    workspace: Workspace, episode: str, profile: str, advance: Callable[[int, int], None]
) -> Iterator[Finding]:
    """Yield a finding for each file that took part in an episode's last render; ``advance`` gets the progress."""
    workspace.check_profile(profile)
    plan = last_plan(workspace, episode, profile)
    if plan is None:
        raise NotFound(
            f"{episode} has no plan to verify against",
            remedy=f"render it first: {build_command(f'{delivery_directory(episode, profile)}/render.mp4')}",
            reason="NEVER_PLANNED",
        )
    actions = _all_actions(workspace, plan)
    checks = [
        *_document_checks(workspace, episode, profile),
        *(_source_check(item) for item in _source_files(actions)),
        *(_cache_check(workspace, action) for action in actions),
        *(_copy_check(workspace, action) for action in actions if (workspace.root / action.path).is_file()),
        *_delivery_checks(workspace, delivery_directory(episode, profile)),
    ]
    for done, check in enumerate(checks, start=1):
        yield check()
        advance(done, len(checks))


Check = Callable[[], Finding]


def _all_actions(workspace: Workspace, plan: RenderPlan) -> list[Action]:
    """Return the plan's actions, their parts, and the actions that made their inputs, such as speech."""
    planned = PlannedActions(workspace.root)
    found = {**plan.actions, **stored_parts(plan.actions.values(), workspace.store)}
    for action in list(found.values()):
        for item in action.inputs.values():
            if isinstance(item, FromAction) and item.key not in found:
                parent = planned.find(item.key) or workspace.store.action(item.key)
                if parent is not None:
                    found[item.key] = parent
    return list(found.values())


def _source_files(actions: list[Action]) -> list[FromFile]:
    unique = {
        (item.path, item.digest): item for a in actions for item in a.inputs.values() if isinstance(item, FromFile)
    }
    return [unique[key] for key in sorted(unique)]


def _document_checks(workspace: Workspace, episode: str, profile: str) -> list[Check]:
    names = [f"episodes/{episode}/{name}" for name in (*DOCUMENTS, f"render_plan.{profile}.json")]
    names.append(f"{delivery_directory(episode, profile)}/render_output.json")

    def check(name: str) -> Check:
        def run() -> Finding:
            path = workspace.root / name
            if not path.is_file():
                return Finding(name, "is missing", build_command(name))
            if not workspace.ledger.records_of(digest_file(path)):
                return Finding(name, "was changed since a run wrote it", f"delete it, then: {build_command(name)}")
            return Finding(name)

        return run

    return [check(name) for name in names]


def _source_check(item: FromFile) -> Check:
    def run() -> Finding:
        try:
            content = digest_file(Path(item.path))
        except OSError:
            return Finding(item.path, "is missing", "put it back, or render again without it")
        return Finding(item.path, *(() if content == item.digest else ("changed since the plan", "render again")))

    return run


def _cache_check(workspace: Workspace, action: Action) -> Check:
    entry = workspace.store.entry(action.key)

    def run() -> Finding:
        name = f"cache {action.kind} {action.subject} {action.key[:12]}"
        record = read_record(entry)
        path = entry / f"object.{action.extension}"
        if record is None and not entry.is_dir():
            return Finding(name)
        if record is None or not path.is_file():
            return Finding(name, "the entry is damaged", "nothing: the next run that needs it makes it again")
        if digest_file(path) != record.artifact:
            return Finding(name, "its content differs from its record", "nothing: the next run makes it again")
        return Finding(name)

    return run


def _copy_check(workspace: Workspace, action: Action) -> Check:
    def run() -> Finding:
        record = read_record(workspace.store.entry(action.key))
        if record is None or digest_file(workspace.root / action.path) == record.artifact:
            return Finding(action.path)
        return Finding(action.path, "differs from the cached result", f"rm {action.path}, then render again")

    return run


def _delivery_checks(workspace: Workspace, directory: str) -> list[Check]:
    try:
        output = RenderOutput.load(workspace.root / directory / "render_output.json")
    except ReelmakeError:
        return []

    def check(path: str, digest: str) -> Check:
        def run() -> Finding:
            file = workspace.root / path
            if not file.is_file():
                return Finding(path, "is missing", build_command(path))
            if digest_file(file) != digest:
                return Finding(path, "was changed since it was delivered", f"rm {path}, then: {build_command(path)}")
            return Finding(path)

        return run

    return [check(item.path, item.digest) for item in output.files.values()]
