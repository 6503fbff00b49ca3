"""Finds which sites hold the results of an episode, from their caches and from the records that sites exchange."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from reelmake.actions.store import Store, read_record
from reelmake.documents.records import ArtifactRecord
from reelmake.episode.preview import preview_plan
from reelmake.workspace.workspace import DEFAULT_PROFILE, Workspace

_COPIES = ("render", "stem_file")
"""Kinds of delivered files. Each has the key of the cached object it is a copy of, so it would be counted twice."""


@dataclass(frozen=True)
class SiteResults:
    """How many results of an episode one site holds, and their size."""

    site_id: str
    results: int
    bytes: int


@dataclass(frozen=True)
class ResultLocations:
    """Which sites hold the results that an episode needs, the site with the most first."""

    wanted: int
    """How many results the next run needs"""
    sites: tuple[SiteResults, ...]

    @property
    def best(self) -> str:
        """Return the site that holds most of what a run needs; empty if no site holds anything."""
        return self.sites[0].site_id if self.sites else ""


def locate_results(workspace: Workspace, episode: str) -> ResultLocations:
    """Return which sites hold how many of the results that the next run of an episode needs."""
    keys = set(preview_plan(workspace, episode, DEFAULT_PROFILE).plan.actions)
    accessible = {site: store for site in workspace.sites.sites if (store := workspace.store_at(site)).root.is_dir()}
    remote = [record for record in workspace.ledger.all_records() if record.site_id not in accessible]
    return ResultLocations(len(keys), results_by_site([*_cached(accessible, keys), *remote], keys))


def other_sites_with_results(workspace: Workspace) -> tuple[str, ...]:
    """Return the other sites that have made results of this series, but only while this site's cache is empty.

    A run would then make again what could be copied. Once the cache has content, a hint at every run would annoy.
    """
    if any((workspace.store.root / "objects").glob("*")):
        return ()
    sites = {record.site_id for record in workspace.ledger.all_records() if record.key}
    return tuple(sorted(sites - {workspace.site_id}))


def results_by_site(records: Iterable[ArtifactRecord], keys: Collection[str]) -> tuple[SiteResults, ...]:
    """Return how many of these keys each site holds according to the records, the site with the most first."""
    sizes: dict[str, dict[str, int]] = {}
    for record in records:
        if record.key in keys and record.artifact_kind not in _COPIES:
            sizes.setdefault(record.site_id, {})[record.key] = record.bytes
    found_by_site = [SiteResults(site, len(found), sum(found.values())) for site, found in sizes.items()]
    return tuple(sorted(found_by_site, key=lambda one: (-one.results, -one.bytes, one.site_id)))


def _cached(stores: Mapping[str, Store], keys: Iterable[str]) -> Iterable[ArtifactRecord]:
    """Yield the records in caches that this host can read: they say what is there now, whichever site made it."""
    for key in keys:
        for site, store in stores.items():
            record = read_record(store.entry(key))
            if record is not None:
                yield record.model_copy(update={"site_id": site})
