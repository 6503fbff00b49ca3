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
DEFAULT_PROFILE = "preview_local"
SITE_VARIABLE = "REELMAKE_SITE_ID"
"""The environment variable that passes the site's name to the jobs of a run"""
BRIEF_SUFFIX = ".brief.yaml"
"""The suffix of a brief's file name"""
_EPISODE = re.compile(EPISODE_PATTERN)
_SEASON = re.compile(r"[sS]0*([1-9][0-9]{0,3})[eE][0-9]")
SCREENPLAY_SUFFIXES = (".fountain", ".fdx")
"""The suffixes a screenplay's file name may have; new screenplays get the first"""


def delivery_directory(episode: str, profile: str) -> str:
    """Return the directory an episode is delivered to; the default profile has no subdirectory."""
    return f"episodes/{episode}" if profile == DEFAULT_PROFILE else f"episodes/{episode}/{profile}"


@dataclass(frozen=True)
class Workspace:
    """Paths and configuration of one workspace."""

    root: Path

    @classmethod
    def here(cls) -> Workspace:
        """Return the workspace in the current directory; raise NotFound if it is not a workspace."""
        return cls.at(Path.cwd())

    @classmethod
    def at(cls, root: Path) -> Workspace:
        """Return the workspace in ``root``; raise NotFound if it is not a workspace."""
        if not (root / "config" / "project.yaml").is_file():
            raise NotFound(
                "this is not a workspace: config/project.yaml is missing",
                where=str(root),
                allowed="a directory with config/project.yaml and story/",
                remedy="change to a workspace, name one with --directory, or create one: reelmake new DIR",
                reason="NO_WORKSPACE",
            )
        return cls(root.resolve())

    @cached_property
    def project(self) -> ProjectConfig:
        return self._load_config(ProjectConfig, "config/project.yaml")[0]

    @cached_property
    def canon(self) -> Canon:
        return self._load_config(Canon, "story/canon.yaml")[0]

    @cached_property
    def sites(self) -> SitesConfig:
        return self._load_config(SitesConfig, "config/sites.yaml")[0]

    @cached_property
    def project_file(self) -> str:
        """Return the path of the validated project configuration as JSON; the name contains a digest of its content."""
        return self._load_config(ProjectConfig, "config/project.yaml")[1]

    @cached_property
    def canon_file(self) -> str:
        """Return the path of the validated canon as JSON; the name contains a digest of its content."""
        return self._load_config(Canon, "story/canon.yaml")[1]

    @property
    def site_id(self) -> str:
        """Return the site of the current run, or ``local`` outside a run."""
        return os.environ.get(SITE_VARIABLE) or "local"

    @property
    def store(self) -> Store:
        """Return the cache of the current site."""
        return self.store_at(self.site_id)

    def store_at(self, site_id: str) -> Store:
        """Return a site's cache.

        Its place is the first of these that is set: REELMAKE_CACHE, the site's ``storage``, the project's ``cache``;
        otherwise ``cache/`` in the workspace.
        """
        site = self.sites.sites.get(site_id)
        place = os.environ.get("REELMAKE_CACHE") or (site.storage if site else "") or self.project.cache or "cache"
        root = self.root / Path(place).expanduser()
        if root.is_file():
            raise ValidationFailed(
                "the cache must be a directory, and this is a file",
                where=str(root),
                allowed="a directory; it is created if it does not exist",
                remedy="correct REELMAKE_CACHE, storage in config/sites.yaml, or cache in config/project.yaml",
                reason="CACHE_IS_A_FILE",
            )
        return Store(root)

    @property
    def ledger(self) -> Ledger:
        return Ledger(self.root / REGISTRY)

    def episodes(self) -> list[str]:
        """Return the ids of all episodes that have a screenplay or a brief, in story order: ep2 before ep10."""
        suffixes = (*SCREENPLAY_SUFFIXES, BRIEF_SUFFIX)
        found = {
            path.name.removesuffix(suffix) for suffix in suffixes for path in (self.root / "story").glob(f"*{suffix}")
        }
        return sorted((episode for episode in found if _EPISODE.match(episode)), key=episode_sort_key)

    def episode_before(self, episode: str) -> str:
        """Return the episode that comes before this one in the story; empty for the first."""
        earlier = self.episodes_before(episode)
        return earlier[-1] if earlier else ""

    def seasons(self) -> dict[str, list[str]]:
        """Return all episodes by season number.

        An episode belongs to the season that ``config/project.yaml`` lists it in, otherwise to the one its name says
        (``s02e01``), otherwise to season 1.
        """
        configured = {episode: number for number, listed in self.project.seasons.items() for episode in listed}
        found: dict[str, list[str]] = {}
        for episode in self.episodes():
            in_name = _SEASON.match(episode)
            found.setdefault(configured.get(episode) or (in_name[1] if in_name else "1"), []).append(episode)
        return dict(sorted(found.items(), key=lambda item: int(item[0])))

    def check_season(self, number: str) -> str:
        """Return ``number`` if that season has episodes; otherwise raise NotFound and list the seasons."""
        known = self.seasons()
        if number not in known:
            raise NotFound(
                f"there is no season {one_line(number)!r}",
                allowed=", ".join(known) or "(there is no screenplay in story/ yet)",
                remedy="name one of these; an episode named s02e01 belongs to season 2 (docs/sites.md)",
                reason="NO_SEASON",
            )
        return number

    def job_slots(self, site_id: str) -> int:
        """Return how many jobs a site runs at once; on this machine, at most one for each core."""
        site = self.check_site(site_id)
        capacity = site.queues.cpu_queue.capacity
        return min(len(os.sched_getaffinity(0)), capacity) if site.is_local else site.jobs or capacity

    def check_site(self, site_id: str) -> SiteConfig:
        """Return a site's configuration; raise ValidationFailed and list the sites if there is none of that name."""
        known = self.sites.sites
        if site_id not in known:
            raise ValidationFailed(
                f"the site {site_id!r} is not declared{did_you_mean(site_id, known)}",
                where="config/sites.yaml",
                allowed=", ".join(sorted(known)),
                remedy="declare it there, or name one of these",
                reason="UNKNOWN_SITE",
            )
        return known[site_id]

    def episodes_before(self, episode: str) -> list[str]:
        """Return the episodes before one, in story order, without those that have two screenplays: they are refused."""
        before = (one for one in self.episodes() if episode_sort_key(one) < episode_sort_key(episode))
        return [one for one in before if len(self.screenplays(one)) < 2]

    def screenplays(self, episode: str) -> list[str]:
        """Return the paths of all screenplays that ``story/`` has for an episode: none, one, or two by mistake."""
        candidates = (f"story/{episode}{suffix}" for suffix in SCREENPLAY_SUFFIXES)
        return [path for path in candidates if (self.root / path).is_file()]

    def screenplay(self, episode: str) -> str:
        """Return the path of an episode's screenplay, whether it exists yet or not; raise Conflict if there are two."""
        existing = self.screenplays(episode)
        if len(existing) > 1:
            raise Conflict(
                f"{episode} has two screenplays",
                where=" and ".join(existing),
                allowed="one screenplay for each episode",
                remedy="move the one you do not use out of story/",
                reason="TWO_SCREENPLAYS",
            )
        if not existing and self.is_written_from_brief(episode):
            return f"episodes/{episode}/written.fountain"
        return existing[0] if existing else f"story/{episode}{SCREENPLAY_SUFFIXES[0]}"

    def is_written_from_brief(self, episode: str) -> bool:
        """Return whether an episode is written from its brief: it has one, and no screenplay that takes precedence."""
        return (self.root / f"story/{episode}{BRIEF_SUFFIX}").is_file() and not self.screenplays(episode)

    def check_episode(self, episode: str) -> str:
        """Return ``episode`` if it has a screenplay or a brief; otherwise raise an error that lists the episodes."""
        if not _EPISODE.match(episode):
            raise ValidationFailed(
                f"{episode!r} is not a valid name for an episode",
                allowed="letters, digits, - and _, at most 64",
                remedy="name the target as episodes/<episode>/render.mp4",
                reason="BAD_TARGET",
            )
        known = self.episodes()
        if episode not in known:
            raise NotFound(
                f"there is no screenplay story/{episode}.fountain{did_you_mean(episode, known)}",
                allowed=", ".join(known) or "(there is no screenplay in story/ yet)",
                remedy=f"write story/{episode}.fountain or story/{episode}.brief.yaml, or name one of these",
                reason="NO_SCREENPLAY",
            )
        self.screenplay(episode)
        return episode

    def check_profile(self, profile: str) -> str:
        """Return ``profile`` if the project has it; otherwise raise NotFound and list the profiles."""
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

    def _load_config(self, model: type[C], relative: str) -> tuple[C, str]:
        """Return a YAML file's model and the path of its JSON form.

        The YAML is parsed and validated once per content. Later readers load the JSON, which is much faster.
        """
        path = self.root / relative
        name = path.stem
        if path.is_file():
            content = digest(("resolved", 2, model.__name__, digest_bytes(path.read_bytes()), _models_digest()))
            resolved = f"build/resolved/{name}.{content[:24]}.json"
            if (self.root / resolved).is_file():
                return model.model_validate(json.loads((self.root / resolved).read_bytes())), resolved
        from reelmake.documents.yaml.files import load_yaml

        loaded = load_yaml(model, path)
        write_if_changed(self.root / resolved, (loaded.model_dump_json() + "\n").encode())
        return loaded, resolved


@cache
def _models_digest() -> str:
    """Return a digest of the source code of all document models, so that a changed model is never given old JSON.

    A digest of their schemas would be more exact, but every job needs this, and building a schema takes longer than
    everything else a job loads.
    """
    sources = sorted(Path(documents.__file__).parent.rglob("*.py"))
    return digest(("models", 1, [digest_bytes(path.read_bytes()) for path in sources]))


def episode_sort_key(episode: str) -> tuple[object, ...]:
    """Return the sort key that puts episodes in story order."""
    return (story_order(episode), episode)


def load_resolved(model: type[C], path: str) -> C:
    """Load configuration from the JSON file that was validated when the run began."""
    return model.model_validate(json.loads(Path(path).read_bytes()))
