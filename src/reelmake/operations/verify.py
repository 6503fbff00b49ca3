"""Hashing everything that made an episode again, against what was recorded."""

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
from reelmake.execution.planned_actions import KnownActions
from reelmake.kernel.digest import digest_file
from reelmake.kernel.errors import NotFound, ReelmakeError
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
    """One file that was hashed, and what is wrong with it, if anything is."""

    path: str
    problem: str = ""
    remedy: str = ""


def findings(
    workspace: Workspace, episode: str, profile: str, advance: Callable[[int, int], None]
) -> Iterator[Finding]:
    """Yield a finding for each file that took part in an episode's last render."""
    workspace.check_profile(profile)
    plan = last_plan(workspace, episode, profile)
    if plan is None:
        raise NotFound(
            f"{episode} has no plan to verify against",
            remedy=f"render it first: snakemake --profile site-a {delivery_directory(episode, profile)}/render.mp4",
            reason="NEVER_PLANNED",
        )
    actions = _all_actions(workspace, plan)
    checks = [
        *_documents(workspace, episode, profile),
        *(_source(item) for item in _files(actions)),
        *(_stored(workspace, action) for action in actions),
        *(_copy(workspace, action) for action in actions if (workspace.root / action.path).is_file()),
        *_deliveries(workspace, delivery_directory(episode, profile)),
    ]
    for done, check in enumerate(checks, start=1):
        yield check()
        advance(done, len(checks))


Check = Callable[[], Finding]


def _all_actions(workspace: Workspace, plan: RenderPlan) -> list[Action]:
    """Return the plan's actions, their parts, and those that their inputs come from, such as speech."""
    known = KnownActions(workspace.root)
    found = {**plan.actions, **stored_parts(plan.actions.values(), workspace.store)}
    for action in list(found.values()):
        for item in action.inputs.values():
            if isinstance(item, FromAction) and item.key not in found:
                parent = known.find(item.key) or workspace.store.action(item.key)
                if parent is not None:
                    found[item.key] = parent
    return list(found.values())


def _files(actions: list[Action]) -> list[FromFile]:
    unique = {
        (item.path, item.digest): item for a in actions for item in a.inputs.values() if isinstance(item, FromFile)
    }
    return [unique[place] for place in sorted(unique)]


def _documents(workspace: Workspace, episode: str, profile: str) -> list[Check]:
    names = [f"episodes/{episode}/{name}" for name in (*DOCUMENTS, f"render_plan.{profile}.json")]
    names.append(f"{delivery_directory(episode, profile)}/render_output.json")

    def check(name: str) -> Check:
        def run() -> Finding:
            path = workspace.root / name
            if not path.is_file():
                return Finding(name, "is gone", f"snakemake --profile site-a {name}")
            if not workspace.ledger.records_of(digest_file(path)):
                return Finding(name, "is not what any run wrote", f"delete it, then: snakemake --profile site-a {name}")
            return Finding(name)

        return run

    return [check(name) for name in names]


def _source(item: FromFile) -> Check:
    def run() -> Finding:
        try:
            content = digest_file(Path(item.path))
        except OSError:
            return Finding(item.path, "is gone", "put it back, or render again without it")
        return Finding(item.path, *(() if content == item.digest else ("changed since the plan", "render again")))

    return run


def _stored(workspace: Workspace, action: Action) -> Check:
    entry = workspace.store.entry(action.key)

    def run() -> Finding:
        name = f"cache {action.kind} {action.subject} {action.key[:12]}"
        record = read_record(entry)
        path = entry / f"object.{action.extension}"
        if record is None and not entry.is_dir():
            return Finding(name)
        if record is None or not path.is_file():
            return Finding(name, "the entry is damaged", "the next run that needs it makes it anew")
        if digest_file(path) != record.artifact:
            return Finding(name, "the bytes are not those recorded", "the next run that needs it makes it anew")
        return Finding(name)

    return run


def _copy(workspace: Workspace, action: Action) -> Check:
    def run() -> Finding:
        record = read_record(workspace.store.entry(action.key))
        if record is None or digest_file(workspace.root / action.path) == record.artifact:
            return Finding(action.path)
        return Finding(action.path, "is not what was made", f"rm {action.path}, then render again")

    return run


def _deliveries(workspace: Workspace, directory: str) -> list[Check]:
    try:
        output = RenderOutput.load(workspace.root / directory / "render_output.json")
    except ReelmakeError:
        return []

    def check(path: str, digest: str) -> Check:
        def run() -> Finding:
            here = workspace.root / path
            if not here.is_file():
                return Finding(path, "is gone", f"snakemake --profile site-a {path}")
            if digest_file(here) != digest:
                return Finding(path, "is not what was delivered", f"rm {path}, then: snakemake --profile site-a {path}")
            return Finding(path)

        return run

    return [check(item.path, item.digest) for item in output.files.values()]
