"""reelmake against a peer: MoviePy builds the same timeline in the same run, cold and after one line changed."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
from PIL import Image, ImageChops, ImageStat
from tests.bench import workspaces
from tests.bench.budgets import FILM, PLAN, Measured
from tests.bench.measures import CHECKOUT, Spent, run, snakemake, spent
from tests.bench.workspaces import TEN_MINUTES, Episode

from reelmake.crafts.captions.ass import font_size
from reelmake.crafts.captions.readers import read_captions
from reelmake.crafts.picture.clip import x264_params
from reelmake.crafts.picture.move_tool import View, views
from reelmake.documents.action import FromAction
from reelmake.documents.plan import PlannedShot, RenderPlan
from reelmake.documents.project import CaptionConfig
from reelmake.documents.shotlist import Shot, ShotList, Transition, TransitionKind
from reelmake.kernel.frames import Rate
from reelmake.materials.fonts.files import LATIN
from reelmake.workspace.workspace import Workspace

PEERS = CHECKOUT / ".venv-peers/bin/python"
BEST, TAUGHT = "moviepy_film.py", "moviepy_as_taught.py"
_GOAL = 0.05
"""What we set out for: twenty times as fast. Beside MoviePy at its best it is missed cold: see ADR 021."""
_TAUGHT_SHARES = (1 / 60, 1 / 20)
"""So much of the film is built as the tutorials have it, for all of it takes most of half an hour."""
_FARTHEST = 6
"""Levels of 255 by which pictures of the two films may differ in the mean: they set captions a little otherwise."""
Spec = dict[str, object]


@dataclass(frozen=True)
class Taught:
    """What MoviePy takes for a film as its tutorials have it, and what that was told from."""

    clock: float
    parts: str


def peer_budgets(root: Path, size: Episode = TEN_MINUTES) -> Iterator[Measured]:
    """An episode's film made by reelmake, all of it but the voice, and by MoviePy from plates and a mix made before.

    After a change MoviePy builds everything again, so that it is measured once.
    """
    if not PEERS.is_file():
        print("skipped: MoviePy, which is compared with, is not installed; to do: make bench-peers", file=sys.stderr)
        return
    workspaces.episode(root, size)
    snakemake(root, "episodes/ep01/voice.json")
    cold = snakemake(root, FILM)
    timeline, built = _timeline(root), root / "peer" / "film.mp4"
    peer = _built(BEST, timeline, built)
    plan = RenderPlan.load(root / PLAN)
    apart = _apart(root / FILM, built, plan)
    taught = _taught(timeline, plan.total_frames)
    shutil.rmtree(built.parent)
    story = root / "story/ep01.fountain"
    story.write_text(story.read_text().replace("the night of number 0", "the evening of number 0"))
    changed = snakemake(root, FILM)
    facts = f"{len(plan.shots)} shots, {plan.total_frames / 24 / 60:.1f} min, pictures {apart:.1f} of 255 apart"
    for name, ours in (("cold", cold), ("one line changed", changed)):
        for unit, mine, other in (
            ("", ours.clock, peer.clock),
            (", processor time", ours.processor, peer.processor),
        ):
            detail = f"{other / mine:.1f} times as fast: {ours} against {peer}; {facts}"
            yield Measured(f"{name} ÷ MoviePy at its best{unit}", mine / other, "×", _GOAL, detail)
        times = taught.clock / ours.clock
        detail = f"{times:.1f} times as fast: {ours} against {taught.clock:.0f} s, told from {taught.parts}"
        yield Measured(f"{name} ÷ MoviePy as taught", 1 / times, "×", _GOAL, detail)


def _built(program: str, timeline: Path, film: Path) -> Spent:
    """Return what a MoviePy program spends on a film."""
    script = Path(__file__).with_name(program)
    return spent(lambda: run([str(PEERS), str(script), str(timeline), str(film)]))


def _taught(timeline: Path, frames: int) -> Taught:
    """Build two parts of a film as the tutorials have it, and tell from them what all of it takes.

    Of each shot the first of its frames are in a part: pans, push-ins and stills as the film has them. What the program
    takes to start is in both, so it is not counted again for each further frame.
    """
    built = []
    for share in _TAUGHT_SHARES:
        part, count = _part_of_each_shot(timeline, share)
        built.append((count, _built(TAUGHT, part, part.with_suffix(".mp4"))))
    (fewer, short), (more, long) = built
    each = (long.clock - short.clock) / (more - fewer)
    return Taught(long.clock + each * (frames - more), f"{short} for {fewer} frames and {long} for {more}")


def _part_of_each_shot(timeline: Path, share: float) -> tuple[Path, int]:
    """Write a timeline of the same shots, each cut to a share of its frames; return it and its length."""
    spec = json.loads(timeline.read_text(encoding="utf-8"))
    shots, captions, at = [], [], 0
    for shot in spec["shots"]:
        kept = max(round(shot["frames"] * share), 1)
        fades = {name: min(shot[name], kept) for name in ("dissolve", "fade_in", "fade_out")}
        shots.append({**shot, **fades, "start": at, "frames": kept, "held": 0})
        for caption in spec["captions"]:
            begun = caption["start"] - shot["start"]
            if 0 <= begun < kept:
                ended = min(caption["end"] - shot["start"], kept)
                captions.append({**caption, "start": at + begun, "end": at + ended})
        at += kept
    path = timeline.with_name(f"part{at}.json")
    path.write_text(json.dumps({**spec, "frames": at, "shots": shots, "captions": captions}), encoding="utf-8")
    return path, at


def _timeline(root: Path) -> Path:
    """Write what MoviePy needs to build the film anew: pictures, ways of the camera, sound, captions."""
    snakemake(root, "episodes/ep01/stems/mix.wav")
    here = root / "peer"
    here.mkdir()
    plan, shotlist = RenderPlan.load(root / PLAN), ShotList.load(root / "episodes/ep01/shotlist.json")
    profile = Workspace.at(root).project.profiles[plan.profile]
    followers = [*shotlist.shots[1:], None]
    captions = root / "episodes/ep01/captions.srt"
    rate = Rate.parse(plan.fps)
    spec = {
        "size": [plan.width, plan.height],
        "fps": rate.timebase,
        "frames": plan.total_frames,
        "preset": profile.preset,
        "x264": x264_params(profile.preset),
        "crf": profile.crf,
        "audio_kbps": profile.audio_kbps,
        "threads": len(os.sched_getaffinity(0)),
        "sound": str(root / "episodes/ep01/stems/mix.wav"),
        "lettering": {"font": str(LATIN.path), "size": font_size(plan.width, plan.height, CaptionConfig()), "foot": 94},
        "shots": [
            {**_times(shot, following), **_seen(root, plan, planned)}
            for planned, shot, following in zip(plan.shots, shotlist.shots, followers, strict=True)
        ],
        "captions": [
            {"start": cue.start, "end": cue.end_exclusive, "rows": cue.rows}
            for cue in read_captions(captions.read_text(encoding="utf-8"), captions.name, rate)
        ],
    }
    path = here / "timeline.json"
    path.write_text(json.dumps(spec), encoding="utf-8")
    return path


def _times(shot: Shot, following: Shot | None) -> Spec:
    """Return when a shot is seen. It stays under a dissolve into the following one."""

    def of(kind: TransitionKind, transition: Transition) -> int:
        return transition.frames if transition.kind is kind else 0

    return {
        "start": shot.start,
        "frames": shot.frames,
        "held": of(TransitionKind.DISSOLVE, following.transition_in) if following else 0,
        "dissolve": of(TransitionKind.DISSOLVE, shot.transition_in),
        "fade_in": of(TransitionKind.FADE_IN, shot.transition_in),
        "fade_out": of(TransitionKind.FADE_OUT, shot.transition_out),
    }


def _seen(root: Path, plan: RenderPlan, planned: PlannedShot) -> Spec:
    """Return a shot's plate, with what the camera sees of it in each frame."""
    action = plan.actions[planned.clip_key]
    move, plate = json.loads(action.texts["move.json"]), action.inputs["plate.png"]
    assert isinstance(plate, FromAction) and "front" not in move, "the bench's shots lie in one layer"
    picture = root / "build" / plate.kind / f"{plate.key}.{plate.extension}"
    seen = _places(move["start"], move["end"], planned.frames, move["ease"], (plan.width, plan.height))
    return {"picture": str(picture), "places": seen}


def _places(start: list[int], end: list[int], frames: int, ease: int, size: tuple[int, int]) -> list[View]:
    """Return left, top and width of what is seen in each frame; one place for a camera that stands still."""
    return list(views(tuple(start), tuple(end), frames if start != end else 1, ease, size))


def _apart(ours: Path, theirs: Path, plan: RenderPlan) -> float:
    """Return how far the middles of the shots are from each other in the mean; refuse what is another film."""
    wanted = {shot.start + shot.frames // 2 for shot in plan.shots}
    films = [_pictures(path, wanted) for path in (ours, theirs)]
    counts = [count for count, _pictures_of in films]
    assert counts == [plan.total_frames] * 2, f"films of {counts} frames"
    worst = max(
        max(ImageStat.Stat(ImageChops.difference(*pair)).mean)
        for pair in zip(*(pictures for _count, pictures in films), strict=True)
    )
    assert worst <= _FARTHEST, f"another picture: {worst:.1f} of 255 apart"
    return worst


def _pictures(path: Path, wanted: set[int]) -> tuple[int, list[Image.Image]]:
    """Return how many frames a film has, and those that are wanted, small."""
    count, pictures = 0, []
    with av.open(str(path)) as film:
        film.streams.video[0].thread_type = "AUTO"
        for count, frame in enumerate(film.decode(video=0), 1):
            if count - 1 in wanted:
                pictures.append(frame.to_image(width=320, height=180))
    return count, pictures
