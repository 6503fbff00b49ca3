"""Executes actions: takes a result from the store, or makes it, checks it and stores it."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from reelmake.actions.checks import check_result
from reelmake.actions.locks import exclusive
from reelmake.actions.pipeline import run_pipeline
from reelmake.actions.store import Store, StoredObject
from reelmake.actions.tools import ToolTable
from reelmake.documents.action import Action, FromAction, FromFile
from reelmake.documents.base import Parent
from reelmake.documents.records import ArtifactRecord
from reelmake.kernel.digest import digest_file
from reelmake.kernel.disk_errors import disk_errors
from reelmake.kernel.errors import InvariantViolated, NotFound
from reelmake.kernel.files import clone_or_copy, copy_atomic
from reelmake.kernel.log import Log, utc_now
from reelmake.kernel.process import host

Make = Callable[[Path], None]


@dataclass(frozen=True)
class Origin:
    """The run, site and attempt that work is done for. It goes into records and never into keys."""

    run_id: str = ""
    trace_id: str = "none"
    site_id: str = "local"
    tenant_id: str = "default"
    attempt: int = 1
    queue_wait: str = ""
    """Seconds the job waited after its inputs were ready; empty outside a run"""


@dataclass(frozen=True)
class Made:
    """A finished result, and whether it came from the store."""

    key: str
    path: Path
    digest: str
    cached: bool
    record: ArtifactRecord


Use = Callable[[Made], None]


@dataclass(frozen=True)
class _Input:
    """An input that is in place, as the result's record will name it."""

    parent: Parent
    licence_expires: str


@dataclass
class Runner:
    """Executes actions over one store. ``find_action`` returns the action of a key, for inputs that must be made."""

    store: Store
    tools: ToolTable
    origin: Origin = field(default_factory=Origin)
    find_action: Callable[[str], Action | None] = lambda _key: None
    log: Log = field(default_factory=Log)

    def ensure(self, action: Action, make: Make | None = None, use: Use | None = None) -> Made:
        """Return the result of ``action``, making it when the store does not have it.

        ``make`` replaces the action's pipeline: it is called with a directory that holds the inputs, and must write
        ``out.<extension>`` there. ``use`` is called with the result while it is protected from eviction.
        """
        key = action.key
        found = self.store.look(key)
        if found is not None:
            made = self._cached(action, found)
            if use is None or self._used(made, use):
                return made
        with contextlib.ExitStack() as held:
            with disk_errors(self.store.root):
                held.enter_context(exclusive(self.store.lock_path(key), lambda: self._waiting(action)))
                found = self.store.find(key)
                made = self._cached(action, found) if found is not None else self._make(action, make)
            if use is not None:
                use(made)
            return made

    def ensure_key(self, key: str, use: Use | None = None) -> Made:
        """Return the result of a key, making it again from its action when it is missing or damaged."""
        action = self.find_action(key) or self.store.action(key)
        if action is not None:
            return self.ensure(action, use=use)
        found = self.store.find(key)
        made = Made(key, found.path, found.digest, True, found.record) if found is not None else None
        if made is None or not (use is None or self._used(made, use)):
            raise NotFound(
                f"the key {key} belongs to no known action and to no stored result",
                remedy="plan again: run snakemake for the episode it belongs to",
                reason="UNKNOWN_KEY",
            )
        return made

    def deliver(self, action: Action, target: Path) -> Made:
        """Copy the result of ``action`` to ``target`` atomically, making it if necessary."""
        return self.ensure(action, use=lambda made: copy_atomic(made.path, target))

    def _used(self, made: Made, use: Use) -> bool:
        """Use a stored result while it is protected from eviction; return whether it still existed."""
        with self.store.holding(made.key) as there:
            if there:
                use(made)
            return there

    def _cached(self, action: Action, found: StoredObject) -> Made:
        self.log.event("cached", kind=action.kind, key=found.key, subject=action.subject)
        return Made(found.key, found.path, found.digest, True, found.record)

    def _waiting(self, action: Action) -> None:
        self.log.event("waiting", kind=action.kind, key=action.key, why="another process is building it")

    def _make(self, action: Action, make: Make | None) -> Made:
        started, clock = utc_now(), time.monotonic()
        self.log.event("making", kind=action.kind, key=action.key, subject=action.subject)
        with self.store.private_directory() as directory:
            work = directory / "work"
            (work / "in").mkdir(parents=True)
            inputs = [
                self._placed_input(name, item, work / "in" / name) for name, item in sorted(action.inputs.items())
            ]
            inputs += self._make_parts(action, inputs, work / "in")
            for name, text in action.texts.items():
                (work / name).write_text(text, encoding="utf-8", newline="")
            if make is None:
                run_pipeline(action, work, self.tools)
            else:
                make(work)
            result = work / f"out.{action.extension}"
            check_result(result, action)
            record = self._record(action, result, inputs, started)
            stored = self.store.publish(action, result, record, directory / "staged")
        seconds = f"{time.monotonic() - clock:.3f}"
        self.log.event("made", kind=action.kind, key=action.key, subject=action.subject, seconds=seconds)
        return Made(stored.key, stored.path, stored.digest, False, stored.record)

    def _make_parts(self, action: Action, inputs: Sequence[_Input], place: Path) -> list[_Input]:
        """Put the results of an action's parts beside its inputs, making those that the store does not have."""
        digests = {
            item.key: made.parent.digest
            for (_name, item), made in zip(sorted(action.inputs.items()), inputs, strict=True)
            if isinstance(item, FromAction)
        }
        found = []
        for name, part in sorted(action.parts.items()):
            made = self.ensure(part.with_digests(digests), use=partial(_place, place / name))
            found.append(_Input(Parent(role=name, digest=made.digest), made.record.licence_expires))
        return found

    def _placed_input(self, name: str, item: FromFile | FromAction, place: Path) -> _Input:
        """Put one input where the commands expect it, and verify that it is the one the key was made from."""
        if isinstance(item, FromFile):
            source = Path(item.path)
            if not source.is_file():
                raise NotFound(
                    "an input of a planned action is missing",
                    where=item.path,
                    remedy="restore it, or plan again: run the same snakemake command once more",
                    reason="INPUT_MISSING",
                )
            clone_or_copy(source, place)
            if digest_file(place) != item.digest:
                raise InvariantViolated(
                    "this file changed after the plan was made",
                    where=item.path,
                    remedy="plan again: run the same snakemake command once more",
                    reason="INPUT_CHANGED",
                )
            return _Input(Parent(role=name, digest=item.digest), item.licence_expires)
        made = self.ensure_key(item.key, use=partial(_place, place))
        if item.digest and made.digest != item.digest:
            raise InvariantViolated(
                f"the {item.kind} {item.key[:12]} differs from the one that the plan was made with",
                remedy="plan again: run the same snakemake command once more",
                reason="RESULT_DIFFERS",
            )
        return _Input(Parent(role=name, digest=made.digest), made.record.licence_expires)

    def _record(self, action: Action, result: Path, inputs: list[_Input], started: str) -> ArtifactRecord:
        return ArtifactRecord(
            trace_id=self.origin.trace_id,
            parents=tuple(item.parent for item in inputs),
            artifact=digest_file(result),
            artifact_kind=action.kind,
            path=action.path,
            bytes=result.stat().st_size,
            key=action.key,
            parameters={f"tool.{command.tool}": command.digest for command in action.pipeline},
            licence_expires=min((item.licence_expires for item in inputs if item.licence_expires), default=""),
            run_id=self.origin.run_id,
            site_id=self.origin.site_id,
            tenant_id=self.origin.tenant_id,
            host=host(),
            started=started,
            ended=utc_now(),
            attempt=self.origin.attempt,
            queue_wait_seconds=self.origin.queue_wait,
        )


def _place(target: Path, made: Made) -> None:
    """Put a stored result at ``target``: linked where that is possible, for it is only read."""
    try:
        os.link(made.path, target)
    except OSError:
        clone_or_copy(made.path, target)
