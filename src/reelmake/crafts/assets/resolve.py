"""Where each need is met from: the local library, or a drawn placeholder that says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from reelmake.crafts.assets.file_names import KINDS, subject_id
from reelmake.crafts.assets.needs import picture_needs
from reelmake.crafts.assets.tags import fit, shot_tags
from reelmake.documents.action import build_path
from reelmake.documents.library import Library, LibraryAsset
from reelmake.documents.manifest import AssetManifest, Need, NeedKind, need_id
from reelmake.documents.plan import Source
from reelmake.documents.shotlist import Framing, Shot, ShotKind
from reelmake.documents.voice import LineStatus, SpokenLine, Voice

_SEEN = (NeedKind.CHARACTER, NeedKind.LOCATION, NeedKind.PROP)
_STANDS_IN = {
    NeedKind.CHARACTER: "a drawn figure stands in",
    NeedKind.LOCATION: "a drawn set stands in",
    NeedKind.PROP: "a drawn card stands in",
}


@dataclass(frozen=True)
class AssetIndex:
    """A manifest's needs by id, and a library's files by what they show: asked once or more for every shot."""

    manifest: AssetManifest
    library: Library
    needs: Mapping[str, tuple[int, Need]]
    """Each need with its place in the manifest"""
    files: Mapping[tuple[str, str], tuple[LibraryAsset, ...]]
    """The library's files by kind and subject id, in its order"""


def index_assets(manifest: AssetManifest, library: Library) -> AssetIndex:
    """Return a manifest and a library indexed, each looked through once."""
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
    """Return the source of each need, in the manifest's order; nothing missing is an error, only a flag.

    Given ``shots``, a need of which different shots take different files has a source for each file. Spoken lines
    are found in ``voice``; without it they count as silent.
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
        best = _best(_candidates(need, index), need.tags)
        files = used.get(need.id) or ({best.path: best} if best else {})
        if files:
            sources.extend(_from_library(need, files[path]) for path in sorted(files))
        elif need.kind in _SEEN:
            sources.append(Source(need_id=need.id, status="placeholder", flag=_flag(need, index.library)))
        else:
            sources.append(Source(need_id=need.id, status="none"))
    return tuple(sources)


def chosen_for_shot(shot: Shot, index: AssetIndex) -> dict[str, LibraryAsset]:
    """Return the file that suits a shot best for each thing seen in it, by the need's id; what is missing is left out.

    A night view goes first at night, a close-up when close. Videos of a place serve wide views of it only, and there
    go before pictures that suit no better.
    """
    chosen: dict[str, LibraryAsset] = {}
    for need in _seen_in(shot, index):
        candidates = _candidates(need, index)
        if not _takes_film(shot):
            candidates = tuple(asset for asset in candidates if asset.media != "video")
        asset = _best(candidates, shot_tags(shot)) if candidates else None
        if asset is not None:
            chosen[need.id] = asset
    return chosen


def missing_for_shot(shot: Shot, index: AssetIndex) -> frozenset[str]:
    """Return the ids of the needs seen in a shot for which the library has nothing that this shot could show."""
    seen = {need.id for need in _seen_in(shot, index)}
    return frozenset(seen - set(chosen_for_shot(shot, index)))


def video_for_shot(shot: Shot, chosen: Mapping[str, LibraryAsset]) -> LibraryAsset | None:
    """Return the film that is this shot's picture instead of a plate, or None."""
    asset = chosen.get(need_id(NeedKind.LOCATION, shot.location_id))
    return asset if asset is not None and asset.media == "video" and _takes_film(shot) else None


def _takes_film(shot: Shot) -> bool:
    return shot.kind is ShotKind.ESTABLISHING or shot.framing is Framing.EXTREME_WIDE


def _seen_in(shot: Shot, index: AssetIndex) -> list[Need]:
    """Return the needs seen in a shot, in the manifest's order."""
    found = [index.needs[name] for name in picture_needs(shot) if name in index.needs]
    return [need for _place, need in sorted(found, key=itemgetter(0))]


def _candidates(need: Need, index: AssetIndex) -> tuple[LibraryAsset, ...]:
    return index.files.get((need.kind.value, need.subject_id), ())


def _best(assets: Iterable[LibraryAsset], wanted: Iterable[str]) -> LibraryAsset | None:
    asked = frozenset(wanted)
    ranked = sorted(assets, key=lambda asset: (-fit(asked, asset.tags), asset.media != "video", asset.path))
    return ranked[0] if ranked else None


def _from_library(need: Need, asset: LibraryAsset) -> Source:
    return Source(need_id=need.id, status="library", path=asset.path, digest=asset.digest, licence=asset.licence)


def _speech(need: Need, line: SpokenLine | None) -> Source:
    if line is None or line.status is not LineStatus.SPOKEN or not line.key:
        return Source(need_id=need.id, status="silent")
    return Source(need_id=need.id, status="spoken", path=build_path("speech", line.key, "wav"), digest=line.digest)


def _flag(need: Need, library: Library) -> str:
    place = f"assets/{need.kind.value}/{need.subject_id}/{need.subject_id}.png"
    flag = f"{need.kind.value} {need.name} has no picture; {_STANDS_IN[need.kind]}. Put one at {place}, "
    flag += "with its licence beside it"
    refused = [item for item in library.refused if _is_about(item.path, need)]
    if refused:
        flag += f"; {refused[0].path} is there but refused: {refused[0].why}"
    return flag


def _is_about(path: str, need: Need) -> bool:
    parts = path.split("/")
    if len(parts) < 3 or KINDS.get(parts[1].lower()) != need.kind.value:
        return False
    name = parts[2] if len(parts) > 3 else parts[2].partition(".")[0]
    return bool(name) and subject_id(name) == need.subject_id
