"""The storyboard and the contact sheet: what stands beside each shot's picture."""

from __future__ import annotations

from collections.abc import Mapping

from reelmake.crafts.editorial.cut_list import heading, record_start
from reelmake.crafts.editorial.typeset import typeset_action, words
from reelmake.documents.action import Action, FromAction
from reelmake.documents.shotlist import Shot, ShotList, TransitionKind
from reelmake.kernel.frames import Rate
from reelmake.kernel.timecode import timecode

_SHEET_PPI = 144


def storyboard_action(
    shotlist: ShotList,
    stills: Mapping[str, FromAction],
    *,
    series: str,
    missing: Mapping[str, tuple[str, ...]] | None = None,
) -> Action:
    """Return the action that sets the storyboard, six shots to a page; ``stills`` and ``missing`` are by shot id."""
    absent = missing or {}
    shots = [{**_shot(shot, shotlist), "notes": _notes(shot, absent.get(shot.id, ()))} for shot in shotlist.shots]
    data = {**_head(shotlist, series), "shots": shots}
    return typeset_action(
        "storyboard", "storyboard", data, pictures=_pictures(stills), subject=f"episode {shotlist.episode}"
    )


def contact_sheet_action(shotlist: ShotList, stills: Mapping[str, FromAction], *, series: str) -> Action:
    """Return the action that sets every shot's picture on one sheet."""
    data = {**_head(shotlist, series), "shots": [_shot(shot, shotlist) for shot in shotlist.shots]}
    return typeset_action(
        "contact_sheet",
        "contact_sheet",
        data,
        pictures=_pictures(stills),
        ppi=_SHEET_PPI,
        subject=f"episode {shotlist.episode}",
    )


def _pictures(stills: Mapping[str, FromAction]) -> dict[str, FromAction]:
    return {_file(shot_id): still for shot_id, still in stills.items()}


def _file(shot_id: str) -> str:
    return f"shot-{shot_id}.jpg"


def _head(shotlist: ShotList, series: str) -> dict[str, object]:
    return {
        "series": words(series),
        "title": words(shotlist.title),
        "episode": shotlist.episode,
        "length": duration(shotlist.total_frames, Rate.parse(shotlist.fps)),
        "fps": shotlist.fps,
    }


def _shot(shot: Shot, shotlist: ShotList) -> dict[str, object]:
    rate = Rate.parse(shotlist.fps)
    return {
        "id": shot.id,
        "picture": _file(shot.id),
        "heading": words("" if shot.card else heading(shot)),
        "timecode": timecode(record_start(rate) + shot.start, rate),
        "duration": duration(shot.frames, rate),
        "camera": _camera(shot),
        "action": words(shot.action or shot.card),
        "lines": [
            {"speaker": words(line.speaker), "words": words(line.text), "from_before": line.offset < 0}
            for line in shot.lines
        ],
    }


def _camera(shot: Shot) -> str:
    return ", ".join(part.replace("_", " ") for part in (shot.kind.value, shot.framing.value, shot.move.value))


def _notes(shot: Shot, missing: tuple[str, ...]) -> list[dict[str, str]]:
    said = [("mood", shot.mood), ("emotion", shot.emotion), ("sound", ", ".join(shot.sfx)), ("prop", shot.prop)]
    for end, transition in (("in", shot.transition_in), ("out", shot.transition_out)):
        if transition.kind is not TransitionKind.CUT:
            length = f", {transition.frames} frames" if transition.frames else ""
            said.append((end, f"{transition.label.replace('_', ' ')}{length}"))
    said.append(("placeholder", ", ".join(missing)))
    return [{"name": name, **words(value)} for name, value in said if value]


def duration(frames: int, rate: Rate) -> str:
    """Return a length as seconds to a tenth, and frames: ``2.5 s, 60 f``; from a minute on with minutes."""
    tenths = (rate.milliseconds(frames) + 50) // 100
    minutes, rest = divmod(tenths, 600)
    clock = f"{minutes} min " if minutes else ""
    return f"{clock}{rest // 10}.{rest % 10} s, {frames} f"
