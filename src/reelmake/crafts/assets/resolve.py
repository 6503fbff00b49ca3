"""Chooses a source for each need: a file of the library, or a drawn placeholder with a note that says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from reelmake.crafts.assets.file_names import KIND_OF_DIRECTORY, subject_id
from reelmake.crafts.assets.needs import picture_needs
from reelmake.crafts.assets.tags import shot_tags, tag_score
from reelmake.documents.action import build_path
from reelmake.documents.library import Library, LibraryAsset
from reelmake.documents.manifest import AssetManifest, Need, NeedKind, need_id
from reelmake.documents.plan import Source
from reelmake.documents.shotlist import Framing, Shot, ShotKind
from reelmake.documents.voice import LineStatus, SpokenLine, Voice

_PICTURE_KINDS = (NeedKind.CHARACTER, NeedKind.LOCATION, NeedKind.PROP)
_PLACEHOLDER = {
    NeedKind.CHARACTER: "a drawn figure replaces it",
    NeedKind.LOCATION: "a drawn set replaces it",
    NeedKind.PROP: "a drawn sign or card replaces it",
}


@dataclass(frozen=True)
class AssetIndex:
    """A manifest's needs by id, and a library's files by what they show: every shot looks them up."""

    manifest: AssetManifest
    library: Library
    needs: Mapping[str, tuple[int, Need]]
    """Each need with its index in the manifest"""
    files: Mapping[tuple[str, str], tuple[LibraryAsset, ...]]
    """The library's files by kind and subject id, in the library's order"""


def index_assets(manifest: AssetManifest, library: Library) -> AssetIndex:
    """Return an index of a manifest and a library; it goes through each of them once."""
    files: dict[tuple[str, str], list[LibraryAsset]] = {}
    for asset in library.assets:
        files.setdefault((asset.kind, asset.subject_id), []).append(asset)
    return AssetIndex(
        manifest,
        library,
        needs={need.id: (place, need) for place, need in enumerate(manifest.needs)},
        files={subject: tuple(assets) for subject, assets in files.items()},
    )


def resolve(index: AssetIndex, *, voice: Voice | None = None, shots: Sequence[Shot] = ()) -> tuple[Source, ...]:
    """Return the sources of all needs, in the manifest's order; a missing file is a flag and never an error.

    If different ``shots`` use different files for a need, it has a source for each file. Spoken lines are taken from
    ``voice``; without it they count as silent.
    """
    used: dict[str, dict[str, LibraryAsset]] = {}
    for shot in shots:
        for name, asset in chosen_for_shot(shot, index).items():
            used.setdefault(name, {})[asset.path] = asset
    spoken: dict[str, SpokenLine] = {}
    for line in voice.lines if voice else ():
        spoken.setdefault(line.id, line)
    sources: list[Source] = []
    for need in index.manifest.needs:
        if need.kind is NeedKind.VOICE_LINE:
            sources.append(_speech(need, spoken.get(need.subject_id)))
            continue
        best = _best_match(_candidates(need, index), need.tags)
        files = used.get(need.id) or ({best.path: best} if best else {})
        if files:
            sources.extend(_from_library(need, files[path]) for path in sorted(files))
        elif need.kind in _PICTURE_KINDS:
            sources.append(Source(need_id=need.id, status="placeholder", flag=_flag(need, index.library)))
        else:
            sources.append(Source(need_id=need.id, status="none"))
    return tuple(sources)


def chosen_for_shot(shot: Shot, index: AssetIndex) -> dict[str, LibraryAsset]:
    """Return the best file for each need that is visible in a shot, by the need's id; missing ones are left out.

    At night a picture tagged ``night`` is preferred, in a close-up one tagged ``closeup``. Videos of a place are used
    in wide views only, where they are preferred to pictures that fit equally well.
    """
    chosen: dict[str, LibraryAsset] = {}
    for need in _seen_in(shot, index):
        candidates = _candidates(need, index)
        if not _may_show_video(shot):
            candidates = tuple(asset for asset in candidates if asset.media != "video")
        asset = _best_match(candidates, shot_tags(shot)) if candidates else None
        if asset is not None:
            chosen[need.id] = asset
    return chosen


def missing_for_shot(shot: Shot, index: AssetIndex) -> frozenset[str]:
    """Return the ids of the needs visible in a shot for which the library has no file that this shot can use."""
    seen = {need.id for need in _seen_in(shot, index)}
    return frozenset(seen - set(chosen_for_shot(shot, index)))


def video_for_shot(shot: Shot, chosen: Mapping[str, LibraryAsset]) -> LibraryAsset | None:
    """Return the library's video that replaces this shot's plate, or None."""
    asset = chosen.get(need_id(NeedKind.LOCATION, shot.location_id))
    return asset if asset is not None and asset.media == "video" and _may_show_video(shot) else None


def _may_show_video(shot: Shot) -> bool:
    return shot.kind is ShotKind.ESTABLISHING or shot.framing is Framing.EXTREME_WIDE


def _seen_in(shot: Shot, index: AssetIndex) -> list[Need]:
    """Return the needs visible in a shot, in the manifest's order."""
    found = [index.needs[name] for name in picture_needs(shot) if name in index.needs]
    return [need for _place, need in sorted(found, key=itemgetter(0))]


def _candidates(need: Need, index: AssetIndex) -> tuple[LibraryAsset, ...]:
    return index.files.get((need.kind.value, need.subject_id), ())


def _best_match(assets: Iterable[LibraryAsset], wanted: Iterable[str]) -> LibraryAsset | None:
    wanted_tags = frozenset(wanted)
    ranked = sorted(assets, key=lambda asset: (-tag_score(wanted_tags, asset.tags), asset.media != "video", asset.path))
    return ranked[0] if ranked else None


def _from_library(need: Need, asset: LibraryAsset) -> Source:
    return Source(need_id=need.id, status="library", path=asset.path, digest=asset.digest, licence=asset.licence)


def _speech(need: Need, line: SpokenLine | None) -> Source:
    if line is None or line.status is not LineStatus.SPOKEN or not line.key:
        return Source(need_id=need.id, status="silent")
    return Source(need_id=need.id, status="spoken", path=build_path("speech", line.key, "wav"), digest=line.digest)


def _flag(need: Need, library: Library) -> str:
    place = f"assets/{need.kind.value}/{need.subject_id}/{need.subject_id}.png"
    flag = f"{need.kind.value} {need.name} has no picture; {_PLACEHOLDER[need.kind]}. Put one at {place}, "
    flag += "with its licence beside it"
    refused = [item for item in library.refused if _is_file_of(item.path, need)]
    if refused:
        flag += f"; {refused[0].path} is there but refused: {refused[0].why}"
    return flag


def _is_file_of(path: str, need: Need) -> bool:
    parts = path.split("/")
    if len(parts) < 3 or KIND_OF_DIRECTORY.get(parts[1].lower()) != need.kind.value:
        return False
    name = parts[2] if len(parts) > 3 else parts[2].partition(".")[0]
    return bool(name) and subject_id(name) == need.subject_id
