"""What a person looks at before deciding at a checkpoint, by content, and who made it."""

from __future__ import annotations

from collections.abc import Callable

from reelmake.documents.approval import Checkpoint
from reelmake.documents.base import Parent
from reelmake.documents.library import Library
from reelmake.documents.manifest import AssetManifest
from reelmake.documents.script import Script
from reelmake.kernel.digest import digest, digest_file
from reelmake.workspace.workspace import Workspace

_AUTHOR_KEYS = ("author", "authors")


def evidence_for(workspace: Workspace, episode: str, checkpoint: Checkpoint) -> tuple[Parent, ...]:
    """Return what a person looks at for a checkpoint, by content; empty when it does not exist yet."""
    return _EVIDENCE[checkpoint](workspace, episode)


def spend_path(episode: str) -> str:
    """Return the path of an episode's estimate of what it asks outside."""
    return f"episodes/{episode}/spend_estimate.json"


def _files(workspace: Workspace, *paths: str) -> tuple[Parent, ...]:
    """Return files by content; empty if any of them is missing."""
    if not all((workspace.root / path).is_file() for path in paths):
        return ()
    return tuple(Parent(role=path, digest=digest_file(workspace.root / path)) for path in paths)


def _canon(workspace: Workspace, episode: str) -> tuple[Parent, ...]:
    return _files(workspace, "story/canon.yaml", f"episodes/{episode}/canon_verdict.json")


def _timing(workspace: Workspace, episode: str) -> tuple[Parent, ...]:
    return _files(workspace, f"episodes/{episode}/shotlist.json")


def _spend(workspace: Workspace, episode: str) -> tuple[Parent, ...]:
    return _files(workspace, spend_path(episode))


def _packs(workspace: Workspace, episode: str) -> tuple[Parent, ...]:
    """Return the characters of an episode: their entries in the canon and their pictures in the library."""
    paths = (f"episodes/{episode}/asset_manifest.json", "build/library.json")
    if not _files(workspace, *paths):
        return ()
    manifest = AssetManifest.load(workspace.root / paths[0])
    library = Library.load(workspace.root / paths[1])
    people = sorted({need.subject_id for need in manifest.needs if need.kind == "character"})
    canon = workspace.canon.characters
    described = [
        Parent(role=f"canon/{who}", digest=digest(("character", 1, canon[who].model_dump(mode="json"))))
        for who in people
        if who in canon
    ]
    pictured = [
        Parent(role=asset.path, digest=asset.digest)
        for asset in library.assets
        if asset.kind == "character" and asset.subject_id in people
    ]
    return (*described, *pictured)


_EVIDENCE: dict[Checkpoint, Callable[[Workspace, str], tuple[Parent, ...]]] = {
    Checkpoint.CANON_DIFF: _canon,
    Checkpoint.CHARACTER_PACKS: _packs,
    Checkpoint.SHOTLIST_TIMING_LOCK: _timing,
    Checkpoint.EXTERNAL_SPEND: _spend,
}


def authors(workspace: Workspace, episode: str) -> tuple[str, ...]:
    """Return the authors on an episode's title page."""
    path = workspace.root / "episodes" / episode / "script.json"
    if not path.is_file():
        return ()
    fields = Script.load(path).title_page
    return tuple(name for field in fields if field.key.casefold() in _AUTHOR_KEYS for name in field.words)
