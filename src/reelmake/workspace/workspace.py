"""A workspace: a directory with ``config/`` and ``story/``, and everything built from them."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TypeVar

from reelmake import documents
from reelmake.actions.store import Store
from reelmake.documents.canon import Canon
from reelmake.documents.project import Config, ProjectConfig, SiteConfig, SitesConfig
from reelmake.documents.story_time import story_order
from reelmake.kernel.digest import digest, digest_bytes
from reelmake.kernel.errors import Conflict, NotFound, ValidationFailed, did_you_mean, one_line
from reelmake.kernel.files import write_if_changed
from reelmake.kernel.ids import EPISODE_PATTERN
from reelmake.provenance.ledger import DIRECTORY as REGISTRY
from reelmake.provenance.ledger import Ledger

C = TypeVar("C", bound=Config)
PROFILE = "preview_local"
SITE_VARIABLE = "REELMAKE_SITE_ID"
"""How the jobs of a run learn the site."""
BRIEF = ".brief.yaml"
"""What a brief's file ends in."""
_EPISODE = re.compile(EPISODE_PATTERN)
_SEASON = re.compile(r"[sS]0*([1-9][0-9]{0,3})[eE][0-9]")
SCREENPLAYS = (".fountain", ".fdx")
"""What a screenplay's file may end in; the first is what we suggest."""


def delivery_directory(episode: str, profile: str) -> str:
    """Return where an episode is delivered in a profile: the usual one has no directory of its own."""
    return f"episodes/{episode}" if profile == PROFILE else f"episodes/{episode}/{profile}"


@dataclass(frozen=True)
class Workspace:
    """Paths and configuration of one workspace."""

    root: Path

    @classmethod
    def here(cls) -> Workspace:
        """Return the workspace in the current directory, or say that there is none."""
        return cls.at(Path.cwd())

    @classmethod
    def at(cls, root: Path) -> Workspace:
        """Return the workspace in ``root``, or say that there is none."""
        if not (root / "config" / "project.yaml").is_file():
            raise NotFound(
                "this is no workspace: config/project.yaml is missing",
                where=str(root),
                allowed="a directory with config/project.yaml and story/",
                remedy="go to one, name one with --directory, or make one: reelmake new DIR",
                reason="NO_WORKSPACE",
            )
        return cls(root.resolve())

    @cached_property
    def project(self) -> ProjectConfig:
        return self._resolved(ProjectConfig, "config/project.yaml")[0]

    @cached_property
    def canon(self) -> Canon:
        return self._resolved(Canon, "story/canon.yaml")[0]

    @cached_property
    def sites(self) -> SitesConfig:
        return self._resolved(SitesConfig, "config/sites.yaml")[0]

    @cached_property
    def project_file(self) -> str:
        """Return the path of the project's configuration as JSON, named by its content."""
        return self._resolved(ProjectConfig, "config/project.yaml")[1]

    @cached_property
    def canon_file(self) -> str:
        """Return the path of the canon as JSON, named by its content."""
        return self._resolved(Canon, "story/canon.yaml")[1]

    @property
    def site_id(self) -> str:
        """Return the site this process works at, as its run says; ``local`` outside a run."""
        return os.environ.get(SITE_VARIABLE) or "local"

    @property
    def store(self) -> Store:
        """Return the cache of the site this process works at."""
        return self.store_at(self.site_id)

    def store_at(self, site_id: str) -> Store:
        """Return a site's cache: the one the environment names, the site's, the project's, or ``cache/`` here."""
        site = self.sites.sites.get(site_id)
        named = os.environ.get("REELMAKE_CACHE") or (site.storage if site else "") or self.project.cache or "cache"
        root = self.root / Path(named).expanduser()
        if root.is_file():
            raise ValidationFailed(
                "the cache cannot be there, for that is a file",
                where=str(root),
                allowed="a directory, which need not exist yet",
                remedy="correct REELMAKE_CACHE, storage in config/sites.yaml, or cache in config/project.yaml",
                reason="CACHE_IS_A_FILE",
            )
        return Store(root)

    @property
    def ledger(self) -> Ledger:
        return Ledger(self.root / REGISTRY)

    def episodes(self) -> list[str]:
        """Return the ids of the episodes with a screenplay or a brief, in the order of the story: ep2 before ep10."""
        suffixes = (*SCREENPLAYS, BRIEF)
        found = {
            path.name.removesuffix(suffix) for suffix in suffixes for path in (self.root / "story").glob(f"*{suffix}")
        }
        return sorted((episode for episode in found if _EPISODE.match(episode)), key=episode_order)

    def episode_before(self, episode: str) -> str:
        """Return the episode whose end this one begins with, or nothing for the first."""
        earlier = self.episodes_before(episode)
        return earlier[-1] if earlier else ""

    def seasons(self) -> dict[str, list[str]]:
        """Return the episodes that have a screenplay by season: as configured, as their names say, or else in 1."""
        configured = {episode: number for number, named in self.project.seasons.items() for episode in named}
        found: dict[str, list[str]] = {}
        for episode in self.episodes():
            named = _SEASON.match(episode)
            found.setdefault(configured.get(episode) or (named[1] if named else "1"), []).append(episode)
        return dict(sorted(found.items(), key=lambda item: int(item[0])))

    def check_season(self, number: str) -> str:
        """Return ``number`` if a season of that number has episodes; otherwise say which ones there are."""
        known = self.seasons()
        if number not in known:
            raise NotFound(
                f"there is no season {one_line(number)!r}",
                allowed=", ".join(known) or "(story/ holds no screenplay yet)",
                remedy="name one of these; an episode called s02e01 belongs to season 2 (docs/sites.md)",
                reason="NO_SEASON",
            )
        return number

    def slots_of(self, site_id: str) -> int:
        """Return how many jobs of the largest queue run at once at a site; here, no more than there are cores."""
        site = self.check_site(site_id)
        capacity = site.queues.cpu_queue.capacity
        return min(len(os.sched_getaffinity(0)), capacity) if site.is_local else site.jobs or capacity

    def check_site(self, site_id: str) -> SiteConfig:
        """Return a site's configuration; otherwise say which sites there are."""
        known = self.sites.sites
        if site_id not in known:
            raise ValidationFailed(
                f"the site {site_id!r} is not declared{did_you_mean(site_id, known)}",
                where="config/sites.yaml",
                allowed=", ".join(sorted(known)),
                remedy="add it there, or use another profile",
                reason="UNKNOWN_SITE",
            )
        return known[site_id]

    def episodes_before(self, episode: str) -> list[str]:
        """Return the episodes before one, in the order of the story; one with two screenplays cannot be read."""
        before = (known for known in self.episodes() if episode_order(known) < episode_order(episode))
        return [known for known in before if len(self.screenplays(known)) < 2]

    def screenplays(self, episode: str) -> list[str]:
        """Return the paths of an episode's screenplays: one, unless somebody forgot the other in story/."""
        named = (f"story/{episode}{suffix}" for suffix in SCREENPLAYS)
        return [path for path in named if (self.root / path).is_file()]

    def screenplay(self, episode: str) -> str:
        """Return the path of an episode's screenplay; where there is none yet, that of the one to write."""
        there = self.screenplays(episode)
        if len(there) > 1:
            raise Conflict(
                f"{episode} has two screenplays",
                where=" and ".join(there),
                allowed="one",
                remedy="move the one you do not work on out of story/",
                reason="TWO_SCREENPLAYS",
            )
        if not there and self.has_brief(episode):
            return f"episodes/{episode}/written.fountain"
        return there[0] if there else f"story/{episode}{SCREENPLAYS[0]}"

    def has_brief(self, episode: str) -> bool:
        """Say whether an episode is written from its brief: it has one, and no screenplay, which would win."""
        return (self.root / f"story/{episode}{BRIEF}").is_file() and not self.screenplays(episode)

    def check_episode(self, episode: str) -> str:
        """Return ``episode`` if it has a screenplay; otherwise say which ones there are."""
        if not _EPISODE.match(episode):
            raise ValidationFailed(
                f"{episode!r} is no name for an episode",
                allowed="letters, digits, - and _, at most 64",
                remedy="name the target as episodes/<episode>/render.mp4",
                reason="BAD_TARGET",
            )
        known = self.episodes()
        if episode not in known:
            raise NotFound(
                f"there is no screenplay story/{episode}.fountain{did_you_mean(episode, known)}",
                allowed=", ".join(known) or "(story/ holds no screenplay yet)",
                remedy=f"write story/{episode}.fountain or story/{episode}.brief.yaml, or name one of these",
                reason="NO_SCREENPLAY",
            )
        self.screenplay(episode)
        return episode

    def check_profile(self, profile: str) -> str:
        """Return ``profile`` if the project has it; otherwise say which ones there are."""
        known = sorted(self.project.profiles)
        if profile not in known:
            raise NotFound(
                f"there is no render profile {profile!r}{did_you_mean(profile, known)}",
                where="config/project.yaml, profiles",
                allowed=", ".join(known),
                remedy="add it there, or name one of these",
                reason="UNKNOWN_PROFILE",
            )
        return profile

    def _resolved(self, model: type[C], relative: str) -> tuple[C, str]:
        """Load a YAML file once per content; later readers take the JSON that was checked then."""
        path = self.root / relative
        name = path.stem
        if path.is_file():
            seen = digest(("resolved", 2, model.__name__, digest_bytes(path.read_bytes()), _models_digest()))
            kept = f"build/resolved/{name}.{seen[:24]}.json"
            if (self.root / kept).is_file():
                return model.model_validate(json.loads((self.root / kept).read_bytes())), kept
        from reelmake.documents.yaml.files import load_yaml

        loaded = load_yaml(model, path)
        write_if_changed(self.root / kept, (loaded.model_dump_json() + "\n").encode())
        return loaded, kept


@cache
def _models_digest() -> str:
    """Return what all models are, by their sources: what was resolved by others is resolved anew.

    Their schemas would say it, too, but every job asks, and building a schema takes it longer than all else it loads.
    """
    sources = sorted(Path(documents.__file__).parent.rglob("*.py"))
    return digest(("models", 1, [digest_bytes(path.read_bytes()) for path in sources]))


def episode_order(episode: str) -> tuple[object, ...]:
    """Return the key by which episodes follow each other."""
    return (story_order(episode), episode)


def read_resolved(model: type[C], path: str) -> C:
    """Return configuration that was checked and resolved when the run began."""
    return model.model_validate(json.loads(Path(path).read_bytes()))
