"""At which site the results an episode is made of lie, from the records that sites exchange."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from reelmake.actions.store import Store, read_record
from reelmake.documents.records import ArtifactRecord
from reelmake.workflow.foresee import foresee
from reelmake.workflow.workspace import PROFILE, Workspace


@dataclass(frozen=True)
class Held:
    """What one site holds of an episode."""

    site_id: str
    results: int
    bytes: int


@dataclass(frozen=True)
class Whereabouts:
    """Where an episode's results lie, the site with the most first."""

    wanted: int
    sites: tuple[Held, ...]

    @property
    def best(self) -> str:
        """Return the site where a run finds most of what it needs; empty where nothing was made yet."""
        return self.sites[0].site_id if self.sites else ""


def whereabouts(workspace: Workspace, episode: str) -> Whereabouts:
    """Return which site holds how many of the results the next run of an episode would need."""
    keys = set(foresee(workspace, episode, PROFILE).plan.actions)
    records = [*_cached(workspace.store, keys, workspace.site_id), *workspace.ledger.all_records()]
    return Whereabouts(len(keys), held_by_site(records, keys))


def held_by_site(records: Iterable[ArtifactRecord], keys: Collection[str]) -> tuple[Held, ...]:
    """Return what each site holds of these keys, as records say, the site with the most first."""
    sizes: dict[str, dict[str, int]] = {}
    for record in records:
        if record.key in keys and record.artifact_kind != "render":
            sizes.setdefault(record.site_id, {})[record.key] = record.bytes
    held = [Held(site, len(found), sum(found.values())) for site, found in sizes.items()]
    return tuple(sorted(held, key=lambda one: (-one.results, -one.bytes, one.site_id)))


def _cached(store: Store, keys: Iterable[str], site_id: str) -> Iterable[ArtifactRecord]:
    """Yield the records beside the objects of this cache: whoever made them, they are here."""
    for key in keys:
        record = read_record(store.entry(key))
        if record is not None:
            yield record.model_copy(update={"site_id": site_id})
