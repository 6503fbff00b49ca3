"""Copies artifacts from one site's cache to another's, verified and recorded."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from reelmake.actions.parts import stored_parts
from reelmake.actions.store import Store, read_record
from reelmake.documents.action import Action
from reelmake.documents.output import RenderOutput
from reelmake.documents.records import ArtifactRecord
from reelmake.episode.preview import last_plan
from reelmake.execution.disk_space import JOB_BYTES
from reelmake.kernel.disk_errors import disk_errors, require_room
from reelmake.kernel.errors import Conflict, NotFound, one_line
from reelmake.kernel.installation import build_command
from reelmake.kernel.log import utc_now
from reelmake.workspace.workspace import DEFAULT_PROFILE, Workspace

_KEY = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Promoted:
    """The keys that were copied to a site, and those it had already."""

    site_id: str
    copied: tuple[str, ...]
    present: tuple[str, ...]


def promote(workspace: Workspace, artifact: str, *, source: str, target: str, with_parts: bool = False) -> Promoted:
    """Copy an artifact from one site's cache to another's, verify it, and record each copied object.

    ``artifact`` is a key, a file in ``build/`` or ``episodes/``, or an episode, which means its film. ``with_parts``
    copies everything that the film is made from, too.
    """
    workspace.check_site(source)
    workspace.check_site(target)
    source_store, target_store = workspace.store_at(source), workspace.store_at(target)
    if source_store.root.resolve() == target_store.root.resolve():
        raise Conflict(
            f"{source} and {target} use the same cache, so there is nothing to copy",
            where=str(source_store.root),
            allowed="two sites with different caches",
            remedy="set a different storage for each site in config/sites.yaml",
            reason="SAME_CACHE",
        )
    keys = keys_of(workspace, artifact, source_store, with_parts=with_parts)
    copied, present = [], []
    with disk_errors(target_store.root):
        require_room(target_store.root, JOB_BYTES)
        for key in keys:
            started = utc_now()
            if target_store.adopt(key, source_store):
                copied.append(key)
                _record(workspace, key, source, target, started)
            else:
                present.append(key)
    return Promoted(target, tuple(copied), tuple(present))


def keys_of(workspace: Workspace, artifact: str, store: Store, *, with_parts: bool) -> list[str]:
    """Return the keys that an artifact's name stands for, as a store has them."""
    path = Path(artifact)
    named = _KEY.search(path.name)
    if named:
        return [named[0]]
    parts = path.parts
    episode = parts[1] if len(parts) == 3 and parts[0] == "episodes" else artifact
    workspace.check_episode(episode)
    plan = last_plan(workspace, episode, DEFAULT_PROFILE)
    wanted = path.name if len(parts) == 3 else "render.mp4"
    delivered = workspace.root / "episodes" / episode / "render_output.json"
    files = RenderOutput.load(delivered).files if delivered.is_file() else {}
    if plan is None or wanted not in files or not files[wanted].key:
        raise NotFound(
            f"{one_line(artifact)} is not in the cache",
            allowed="a key, a file in build/, an episode, or episodes/<episode>/render.mp4",
            remedy=f"render it first: {build_command(f'episodes/{episode}/render.mp4')}",
            reason="NOT_IN_CACHE",
        )
    if not with_parts:
        return [files[wanted].key]
    found = _parts_of(files[wanted].key, plan.actions)
    small = stored_parts((plan.actions[key] for key in found if key in plan.actions), store)
    return sorted({*found, *(key for key in small if store.entry(key).is_dir())})


def _parts_of(key: str, actions: Mapping[str, Action]) -> set[str]:
    """Return a key and the keys of everything its result is made from; a plan also names optional things, as stems."""
    found: set[str] = set()
    pending = [key]
    while pending:
        current = pending.pop()
        if current not in found:
            found.add(current)
            pending.extend(actions[current].parent_keys if current in actions else ())
    return found


def _record(workspace: Workspace, key: str, source: str, target: str, started: str) -> None:
    made = read_record(workspace.store_at(target).entry(key))
    if made is None:
        return
    workspace.ledger.add(
        ArtifactRecord(
            trace_id=made.trace_id,
            parents=made.parents,
            artifact=made.artifact,
            artifact_kind=made.artifact_kind,
            path=made.path,
            bytes=made.bytes,
            key=key,
            parameters={"from_site": source},
            licence=made.licence,
            licence_expires=made.licence_expires,
            status="promoted",
            site_id=target,
            tenant_id=made.tenant_id,
            host=os.uname().nodename,
            started=started,
            ended=utc_now(),
        )
    )
