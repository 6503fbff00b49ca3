"""Where each need is met from: the local library, or a drawn placeholder that says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from reelmake.crafts.assets.file_names import KINDS, subject_id
from reelmake.crafts.assets.needs import picture_needs
from reelmake.crafts.assets.tags import fit, shot_tags
from reelmake.documents.action import build_path
from reelmake.documents.library import Library, LibraryAsset
from reelmake.documents.manifest import AssetManifest, Need, NeedKind, need_id
from reelmake.documents.plan import Source
from reelmake.documents.shotlist import Framing, Shot, ShotKind
from reelmake.documents.voice import LineStatus, Voice

_SEEN = (NeedKind.CHARACTER, NeedKind.LOCATION, NeedKind.PROP)
_STANDS_IN = {
    NeedKind.CHARACTER: "a drawn figure stands in",
    NeedKind.LOCATION: "a drawn set stands in",
    NeedKind.PROP: "a drawn card stands in",
}


def resolve(
    manifest: AssetManifest, library: Library, *, voice: Voice | None = None, shots: Sequence[Shot] = ()
) -> tuple[Source, ...]:
    """Return the source of each need, in the manifest's order; nothing missing is an error, only a flag.

    Given ``shots``, a need of which different shots take different files has a source for each file. Spoken lines
    are found in ``voice``; without it they count as silent.
    """
    used: dict[str, dict[str, LibraryAsset]] = {}
    for shot in shots:
        for name, asset in chosen_for_shot(shot, manifest, library).items():
            used.setdefault(name, {})[asset.path] = asset
    sources: list[Source] = []
    for need in manifest.needs:
        if need.kind is NeedKind.VOICE_LINE:
            sources.append(_speech(need, voice))
            continue
        best = _best(_candidates(need, library), need.tags)
        files = used.get(need.id) or ({best.path: best} if best else {})
        if files:
            sources.extend(_from_library(need, files[path]) for path in sorted(files))
        elif need.kind in _SEEN:
            sources.append(Source(need_id=need.id, status="placeholder", flag=_flag(need, library)))
        else:
            sources.append(Source(need_id=need.id, status="none"))
    return tuple(sources)


def pick_for_shot(need: Need, shot: Shot, library: Library) -> LibraryAsset | None:
    """Return the file of the need's subject that suits this shot best: a night view at night, a close-up when close.

    Films of a place serve wide views of it only, and there go before pictures that suit no better.
    """
    candidates = _candidates(need, library)
    if not _takes_film(shot):
        candidates = [asset for asset in candidates if asset.media != "video"]
    return _best(candidates, shot_tags(shot))


def chosen_for_shot(shot: Shot, manifest: AssetManifest, library: Library) -> dict[str, LibraryAsset]:
    """Return the library's file for each thing seen in a shot, by the need's id; what is missing is not in it."""
    chosen: dict[str, LibraryAsset] = {}
    for need in _seen_in(shot, manifest):
        asset = pick_for_shot(need, shot, library)
        if asset is not None:
            chosen[need.id] = asset
    return chosen


def missing_for_shot(shot: Shot, manifest: AssetManifest, library: Library) -> frozenset[str]:
    """Return the ids of the needs seen in a shot for which the library has nothing that this shot could show."""
    seen = {need.id for need in _seen_in(shot, manifest)}
    return frozenset(seen - set(chosen_for_shot(shot, manifest, library)))


def video_for_shot(shot: Shot, chosen: Mapping[str, LibraryAsset]) -> LibraryAsset | None:
    """Return the film that is this shot's picture instead of a plate, or None."""
    asset = chosen.get(need_id(NeedKind.LOCATION, shot.location_id))
    return asset if asset is not None and asset.media == "video" and _takes_film(shot) else None


def _takes_film(shot: Shot) -> bool:
    return shot.kind is ShotKind.ESTABLISHING or shot.framing is Framing.EXTREME_WIDE


def _seen_in(shot: Shot, manifest: AssetManifest) -> list[Need]:
    wanted = picture_needs(shot)
    return [need for need in manifest.needs if need.id in wanted]


def _candidates(need: Need, library: Library) -> list[LibraryAsset]:
    return [asset for asset in library.assets if asset.kind == need.kind.value and asset.subject_id == need.subject_id]


def _best(assets: Iterable[LibraryAsset], wanted: Iterable[str]) -> LibraryAsset | None:
    asked = frozenset(wanted)
    ranked = sorted(assets, key=lambda asset: (-fit(asked, asset.tags), asset.media != "video", asset.path))
    return ranked[0] if ranked else None


def _from_library(need: Need, asset: LibraryAsset) -> Source:
    return Source(need_id=need.id, status="library", path=asset.path, digest=asset.digest, licence=asset.licence)


def _speech(need: Need, voice: Voice | None) -> Source:
    line = next((line for line in voice.lines if line.id == need.subject_id), None) if voice else None
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
