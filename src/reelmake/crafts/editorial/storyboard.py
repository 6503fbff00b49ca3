"""The storyboard and the contact sheet: each shot's picture with its facts."""

from __future__ import annotations

from collections.abc import Mapping

from reelmake.crafts.editorial.cut_list import record_start, scene_heading
from reelmake.crafts.editorial.typeset import directed_text, typeset_action
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
    """Return the action that typesets the storyboard, six shots a page; ``stills`` and ``missing`` are by shot id."""
    absent = missing or {}
    shots = [{**_shot(shot, shotlist), "notes": _notes(shot, absent.get(shot.id, ()))} for shot in shotlist.shots]
    data = {**_head(shotlist, series), "shots": shots}
    return typeset_action(
        "storyboard", "storyboard", data, pictures=_pictures(stills), subject=f"episode {shotlist.episode}"
    )


def contact_sheet_action(shotlist: ShotList, stills: Mapping[str, FromAction], *, series: str) -> Action:
    """Return the action that typesets one sheet with every shot's picture."""
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
        "series": directed_text(series),
        "title": directed_text(shotlist.title),
        "episode": shotlist.episode,
        "length": duration_text(shotlist.total_frames, Rate.parse(shotlist.fps)),
        "fps": shotlist.fps,
    }


def _shot(shot: Shot, shotlist: ShotList) -> dict[str, object]:
    rate = Rate.parse(shotlist.fps)
    return {
        "id": shot.id,
        "picture": _file(shot.id),
        "heading": directed_text("" if shot.card else scene_heading(shot)),
        "timecode": timecode(record_start(rate) + shot.start, rate),
        "duration": duration_text(shot.frames, rate),
        "camera": _camera(shot),
        "action": directed_text(shot.action or shot.card),
        "lines": [
            {"speaker": directed_text(line.speaker), "words": directed_text(line.text), "from_before": line.offset < 0}
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
    return [{"name": name, **directed_text(value)} for name, value in said if value]


def duration_text(frames: int, rate: Rate) -> str:
    """Return a length in seconds and frames, such as ``2.5 s, 60 f``; a minute or more also in minutes."""
    tenths = (rate.milliseconds(frames) + 50) // 100
    minutes, rest = divmod(tenths, 600)
    clock = f"{minutes} min " if minutes else ""
    return f"{clock}{rest // 10}.{rest % 10} s, {frames} f"
