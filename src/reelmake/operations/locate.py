"""At which site the results an episode is made of lie, from the records that sites exchange."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from reelmake.actions.store import Store, read_record
from reelmake.documents.records import ArtifactRecord
from reelmake.episode.preview import preview_plan
from reelmake.workspace.workspace import DEFAULT_PROFILE, Workspace

_COPIES = ("render", "stem_file")
"""What is delivered has the key of the cache's object it is a copy of."""


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
    keys = set(preview_plan(workspace, episode, DEFAULT_PROFILE).plan.actions)
    near = {site: store for site in workspace.sites.sites if (store := workspace.store_at(site)).root.is_dir()}
    far = [record for record in workspace.ledger.all_records() if record.site_id not in near]
    return Whereabouts(len(keys), held_by_site([*_cached(near, keys), *far], keys))


def made_elsewhere(workspace: Workspace) -> tuple[str, ...]:
    """Return the other sites at which things of this series were made, where this one's cache is still empty.

    That is when a run is likely to make anew what could be brought; later, nobody would want to be told each time.
    """
    if any((workspace.store.root / "objects").glob("*")):
        return ()
    made = {record.site_id for record in workspace.ledger.all_records() if record.key}
    return tuple(sorted(made - {workspace.site_id}))


def held_by_site(records: Iterable[ArtifactRecord], keys: Collection[str]) -> tuple[Held, ...]:
    """Return what each site holds of these keys, as records say, the site with the most first."""
    sizes: dict[str, dict[str, int]] = {}
    for record in records:
        if record.key in keys and record.artifact_kind not in _COPIES:
            sizes.setdefault(record.site_id, {})[record.key] = record.bytes
    held = [Held(site, len(found), sum(found.values())) for site, found in sizes.items()]
    return tuple(sorted(held, key=lambda one: (-one.results, -one.bytes, one.site_id)))


def _cached(near: Mapping[str, Store], keys: Iterable[str]) -> Iterable[ArtifactRecord]:
    """Yield what caches in reach hold: whoever made it, it is there, and what was evicted is not."""
    for key in keys:
        for site, store in near.items():
            record = read_record(store.entry(key))
            if record is not None:
                yield record.model_copy(update={"site_id": site})
